//===- FakeCuda.cpp - A driver that obeys the tests -----------------------===//
//
// Copies and kernels wait in the one queue until somebody synchronises; copies
// out of ordinary memory take the bytes at once, as the real driver does.
//
//===----------------------------------------------------------------------===//
#include "FakeCuda.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <vector>

using namespace dnd::rt::cuda;
using namespace dnd::rt::test;

namespace dnd::rt::cuda {
struct FunctionObject {
  const FakeKernel *kernel;
};
struct ModuleObject {
  std::map<std::string, FunctionObject> functions;
};
struct EventObject {
  size_t position = 0; ///< operations that must be done
};
struct GraphObject {
  std::vector<std::function<Result()>> nodes;
};
struct GraphExecObject {
  std::vector<std::function<Result()>> nodes;
};
} // namespace dnd::rt::cuda

namespace {
struct State {
  FakeCuda seen;
  std::map<Address, size_t> blocks;
  std::map<char *, size_t> pinned;
  std::deque<std::function<Result()>> queue;
  size_t queued = 0, done = 0;
  Result sticky = success;
  GraphObject *capturing = nullptr;
};
State state;
FakeCuda &seen = state.seen;

void drain(size_t position) {
  while (state.done < position && !state.queue.empty()) {
    std::function<Result()> work = std::move(state.queue.front());
    state.queue.pop_front();
    ++state.done;
    if (state.sticky == success)
      state.sticky = work();
  }
}

Result enqueue(std::function<Result()> work) {
  if (state.sticky != success)
    return state.sticky;
  if (state.capturing) {
    state.capturing->nodes.push_back(std::move(work));
    return success;
  }
  state.queue.push_back(std::move(work));
  ++state.queued;
  return success;
}

/// Whether all bytes lie in one block that was taken and not given back.
bool inside(Address address, size_t bytes) {
  auto next = state.blocks.upper_bound(address);
  if (next == state.blocks.begin())
    return false;
  --next;
  return address + bytes <= next->first + next->second;
}

bool isPinned(const void *memory) {
  char *at = const_cast<char *>(static_cast<const char *>(memory));
  auto next = state.pinned.upper_bound(at);
  if (next == state.pinned.begin())
    return false;
  --next;
  return at < next->first + next->second;
}

char *bytesAt(Address address) { return reinterpret_cast<char *>(address); }
} // namespace

#define API extern "C" __attribute__((visibility("default")))

/// The tests find the state by this name.
API FakeCuda *dndFakeCuda() { return &state.seen; }
/// A new machine, as after a restart.
API void dndFakeCudaReset() { state = State(); }

API Result cuInit(unsigned) { return seen.initResult; }
API Result cuDriverGetVersion(int *version) {
  *version = seen.version;
  return success;
}
API Result cuGetErrorName(Result error, const char **text) {
  *text = error == illegalAddress  ? "CUDA_ERROR_ILLEGAL_ADDRESS"
          : error == outOfMemory   ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == invalidValue  ? "CUDA_ERROR_INVALID_VALUE"
          : error == notFound      ? "CUDA_ERROR_NOT_FOUND"
          : error == launchFailed  ? "CUDA_ERROR_LAUNCH_FAILED"
          : error == invalidHandle ? "CUDA_ERROR_INVALID_HANDLE"
                                   : "CUDA_ERROR_OTHER";
  return success;
}
API Result cuGetErrorString(Result, const char **text) {
  *text = "as the test wants it";
  return success;
}
API Result cuDeviceGetCount(int *count) {
  *count = seen.devices;
  return success;
}
API Result cuDeviceGet(DeviceId *device, int ordinal) {
  *device = ordinal;
  return ordinal < seen.devices ? success : invalidDevice;
}
API Result cuDeviceGetName(char *name, int length, DeviceId) {
  std::strncpy(name, seen.gpu.c_str(), static_cast<size_t>(length));
  return success;
}
API Result cuDeviceGetAttribute(int *value, int attribute, DeviceId) {
  *value = attribute == attributeComputeCapabilityMajor   ? seen.major
           : attribute == attributeComputeCapabilityMinor ? seen.minor
                                                          : 32;
  return success;
}
API Result cuDeviceTotalMem_v2(size_t *bytes, DeviceId) {
  *bytes = seen.memory;
  return success;
}
API Result cuDevicePrimaryCtxRetain(Context *context, DeviceId) {
  *context = reinterpret_cast<Context>(&state);
  return success;
}
API Result cuDevicePrimaryCtxRelease_v2(DeviceId) { return success; }
API Result cuCtxSetCurrent(Context) { return success; }

API Result cuModuleLoadDataEx(Module *module, const void *image, unsigned,
                              int *, void **) {
  if (seen.loadResult != success)
    return seen.loadResult;
  const auto *fake = static_cast<const FakeImage *>(image);
  if (std::memcmp(fake->magic, "dndfake", 8) != 0)
    return invalidImage;
  *module = new ModuleObject;
  for (int i = 0; i < fake->count; ++i)
    (*module)->functions[fake->kernels[i].name] = {&fake->kernels[i]};
  return success;
}
API Result cuModuleUnload(Module module) {
  delete module;
  return success;
}
API Result cuModuleGetFunction(Function *function, Module module,
                               const char *name) {
  auto found = module->functions.find(name);
  if (found == module->functions.end())
    return notFound;
  *function = &found->second;
  return success;
}
API Result cuFuncGetAttribute(int *value, int, Function) {
  *value = 0;
  return success;
}
API Result cuFuncSetAttribute(Function, int, int) { return success; }

API Result cuMemGetInfo_v2(size_t *available, size_t *total) {
  *available = seen.memory - seen.used;
  *total = seen.memory;
  return success;
}
API Result cuMemAlloc_v2(Address *address, size_t bytes) {
  if (state.sticky != success)
    return state.sticky;
  if (bytes > seen.memory - seen.used)
    return outOfMemory;
  void *memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
  // Whoever forgets to write sees it.
  std::memset(memory, 0xff, bytes);
  *address = reinterpret_cast<Address>(memory);
  state.blocks[*address] = bytes;
  seen.used += bytes;
  seen.peak = std::max(seen.peak, seen.used);
  ++seen.blocks;
  return success;
}
API Result cuMemFree_v2(Address address) {
  // As on the real thing, giving back memory waits for what uses it.
  drain(state.queued);
  auto found = state.blocks.find(address);
  if (found == state.blocks.end())
    return invalidValue;
  seen.used -= found->second;
  --seen.blocks;
  state.blocks.erase(found);
  std::free(bytesAt(address));
  return success;
}
API Result cuMemAllocHost_v2(void **memory, size_t bytes) {
  *memory = std::malloc(bytes);
  state.pinned[static_cast<char *>(*memory)] = bytes;
  ++seen.pinned;
  ++seen.pinnedTaken;
  return success;
}
API Result cuMemFreeHost(void *memory) {
  drain(state.queued);
  state.pinned.erase(static_cast<char *>(memory));
  --seen.pinned;
  std::free(memory);
  return success;
}
API Result cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes,
                                Stream) {
  if (!inside(to, bytes))
    return invalidValue;
  const char *source = static_cast<const char *>(from);
  if (isPinned(from))
    return enqueue([=] {
      std::memcpy(bytesAt(to), source, bytes);
      return success;
    });
  return enqueue([to, copy = std::vector<char>(source, source + bytes)] {
    std::memcpy(bytesAt(to), copy.data(), copy.size());
    return success;
  });
}
API Result cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, Stream) {
  if (!inside(from, bytes))
    return invalidValue;
  return enqueue([=] {
    std::memcpy(to, bytesAt(from), bytes);
    return success;
  });
}
API Result cuMemsetD8Async(Address to, unsigned char value, size_t bytes,
                           Stream) {
  if (!inside(to, bytes))
    return invalidValue;
  return enqueue([=] {
    std::memset(bytesAt(to), value, bytes);
    return success;
  });
}

API Result cuStreamCreate(Stream *stream, unsigned) {
  *stream = reinterpret_cast<Stream>(&state);
  ++seen.streams;
  return success;
}
API Result cuStreamDestroy_v2(Stream) {
  --seen.streams;
  return success;
}
API Result cuStreamSynchronize(Stream) {
  ++seen.synchronizations;
  if (state.capturing)
    return streamCaptureUnsupported;
  drain(state.queued);
  return state.sticky;
}
API Result cuEventCreate(Event *event, unsigned) {
  *event = new EventObject;
  ++seen.events;
  return success;
}
API Result cuEventDestroy_v2(Event event) {
  delete event;
  --seen.events;
  return success;
}
API Result cuEventRecord(Event event, Stream) {
  event->position = state.queued;
  return success;
}
API Result cuEventSynchronize(Event event) {
  drain(event->position);
  return state.sticky;
}
API Result cuEventElapsedTime(float *milliseconds, Event, Event) {
  *milliseconds = 1;
  return success;
}

API Result cuLaunchKernel(Function function, unsigned gridX, unsigned gridY,
                          unsigned gridZ, unsigned blockX, unsigned blockY,
                          unsigned blockZ, unsigned, Stream, void **arguments,
                          void **) {
  if (seen.launchResult != success)
    return seen.launchResult;
  if (!gridX || !gridY || !gridZ || !blockX || !blockY || !blockZ ||
      blockX * blockY * blockZ > 1024)
    return invalidValue;
  const FakeKernel *kernel = function->kernel;
  std::vector<uint64_t> values;
  for (int i = 0; i < kernel->arguments; ++i) {
    values.push_back(0);
    std::memcpy(&values.back(), arguments[i], sizeof(uint64_t));
  }
  return enqueue([=] {
    ++seen.launches;
    if (seen.faultIn == kernel->name && seen.faultAfter-- <= 0)
      return illegalAddress;
    unsigned grid[] = {gridX, gridY, gridZ}, block[] = {blockX, blockY, blockZ};
    kernel->run(values.data(), grid, block);
    return success;
  });
}

API Result cuStreamBeginCapture_v2(Stream, int) {
  state.capturing = new GraphObject;
  return success;
}
API Result cuStreamEndCapture(Stream, Graph *graph) {
  *graph = state.capturing;
  state.capturing = nullptr;
  return success;
}
API Result cuGraphInstantiateWithFlags(GraphExec *exec, Graph graph,
                                       unsigned long long) {
  *exec = new GraphExecObject{graph->nodes};
  ++seen.graphs;
  return success;
}
API Result cuGraphLaunch(GraphExec exec, Stream) {
  ++seen.graphLaunches;
  for (const std::function<Result()> &node : exec->nodes)
    if (Result result = enqueue(node))
      return result;
  return success;
}
API Result cuGraphExecDestroy(GraphExec exec) {
  drain(state.queued);
  delete exec;
  --seen.graphs;
  return success;
}
API Result cuGraphDestroy(Graph graph) {
  delete graph;
  return success;
}
