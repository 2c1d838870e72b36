//===- Recording.cpp - Work that is repeated as one graph -----------------===//
//
// Capturing a stream and launching what was captured.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Recording.h"

#include <cstdlib>

namespace dnd::rt::cuda {

bool Recording::alwaysChecked() {
  const char *wish = std::getenv("DND_CUDA_SYNC");
  return wish && *wish && std::string_view(wish) != "0";
}

void Recording::begin() {
  device->driver().check(device->driver().cuStreamBeginCapture_v2(
                             device->stream(), captureThreadLocal),
                         "recording a step");
}

void Recording::abandon() {
  Graph graph = nullptr;
  if (device->driver().cuStreamEndCapture(device->stream(), &graph) ==
          success &&
      graph)
    device->driver().cuGraphDestroy(graph);
}

void Recording::end() {
  const Driver &driver = device->driver();
  Graph graph = nullptr;
  driver.check(driver.cuStreamEndCapture(device->stream(), &graph),
               "recording a step");
  Result result = driver.cuGraphInstantiateWithFlags(&exec, graph, 0);
  driver.cuGraphDestroy(graph);
  driver.check(result, "making the graph of a step");
}

void Recording::launch() {
  device->driver().check(device->driver().cuGraphLaunch(exec, device->stream()),
                         "launching a step");
}

} // namespace dnd::rt::cuda
