//===- Streams.cpp - Driver API: streams, events, launches, graphs --------===//
#include "tests/simt/Driver.h"
#include "tests/simt/HostWork.h"
#include <chrono>
#include <cstring>

namespace dnd::rt::cuda {

using simt::engine;

//===----------------------------------------------------------------------===//
// Queues
//===----------------------------------------------------------------------===//

StreamObject *DeviceState::streamOf(Stream stream) {
  return stream ? memberOf(streams, stream) : &defaultStream;
}

Result DeviceState::drain(StreamObject &stream) {
  while (!stream.work.empty() && !sticky) {
    Work work = std::move(stream.work.front());
    stream.work.pop_front();
    sticky = work();
  }
  return sticky;
}

Result DeviceState::drainAll() {
  drain(defaultStream);
  for (StreamObject &stream : streams)
    drain(stream);
  return sticky;
}

Result DeviceState::enqueue(StreamObject &stream, Work work) {
  if (stream.capture) {
    stream.capture->work.push_back(std::move(work));
    return success;
  }
  stream.work.push_back(std::move(work));
  // A program that never waits need not keep everything in memory.
  if (stream.work.size() > 4096)
    drain(stream);
  return success;
}

#define DND_SIMT_STREAM(variable, handle)                                      \
  DND_SIMT_ENTER();                                                            \
  StreamObject *variable = device.streamOf(handle);                            \
  if (!variable)                                                               \
  return invalidHandle

Result cuStreamCreate(Stream *stream, unsigned flags) {
  DND_SIMT_ENTER();
  if (flags > streamNonBlocking)
    return invalidValue;
  *stream = &device.streams.emplace_back();
  return success;
}
Result cuStreamDestroy_v2(Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (!stream)
    return invalidHandle;
  Result result = device.drain(*object);
  removeFrom(device.streams, stream);
  return result;
}
Result cuStreamSynchronize(Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (object->capture)
    return streamCaptureUnsupported;
  return device.drain(*object);
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

static double now() {
  auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

Result cuEventCreate(Event *event, unsigned) {
  DND_SIMT_ENTER();
  *event = &device.events.emplace_back();
  return success;
}
Result cuEventDestroy_v2(Event event) {
  DND_SIMT_ENTER();
  if (!memberOf(device.events, event))
    return invalidHandle;
  if (!event->done)
    device.drain(*event->stream);
  removeFrom(device.events, event);
  return device.sticky;
}
Result cuEventRecord(Event event, Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (!memberOf(device.events, event))
    return invalidHandle;
  event->recorded = true;
  event->done = false;
  event->stream = object;
  return device.enqueue(*object, [event] {
    event->done = true;
    event->time = now();
    return success;
  });
}
Result cuEventSynchronize(Event event) {
  DND_SIMT_ENTER();
  if (!memberOf(device.events, event))
    return invalidHandle;
  return event->done ? success : device.drain(*event->stream);
}
Result cuEventElapsedTime(float *milliseconds, Event start, Event end) {
  DND_SIMT_ENTER();
  if (!memberOf(device.events, start) || !memberOf(device.events, end) ||
      !start->recorded || !end->recorded)
    return invalidHandle;
  if (!start->done || !end->done)
    return notReady;
  *milliseconds = static_cast<float>((end->time - start->time) * 1e3);
  return success;
}

//===----------------------------------------------------------------------===//
// Copies and fills
//===----------------------------------------------------------------------===//

/// Reports a range of device memory that is not inside of one live buffer.
static bool isOurs(Address address, size_t bytes, const char *what) {
  const simt::Buffer *buffer = engine.memory.find(address);
  if (buffer && buffer->live && bytes <= buffer->end - address)
    return true;
  simt::report(
      std::string("dnd SIMT: ") + what + " of " + std::to_string(bytes) +
      " bytes, which do not lie in one buffer " + "of device memory" +
      (buffer ? " (" + buffer->describe() + ", " +
                    std::to_string(buffer->end - address) + " bytes are left)"
              : "") +
      "\n");
  return false;
}

static bool isPinned(const void *memory) {
  auto after = device.pinned.upper_bound(const_cast<void *>(memory));
  if (after == device.pinned.begin())
    return false;
  auto &[begin, bytes] = *std::prev(after);
  return static_cast<const char *>(memory) <
         static_cast<const char *>(begin) + bytes;
}

Result cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes,
                            Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (bytes == 0)
    return success;
  if (!from || !isOurs(to, bytes, "copy to device memory"))
    return invalidValue;
  // Pageable memory is read at once by the driver, pinned memory when the copy
  // has its turn, and in a graph both.
  if (isPinned(from) || object->capture)
    return device.enqueue(*object, [=] {
      std::memcpy(reinterpret_cast<void *>(to), from, bytes);
      return success;
    });
  auto *begin = static_cast<const char *>(from);
  std::vector<char> data(begin, begin + bytes);
  return device.enqueue(*object, [to, data = std::move(data)] {
    std::memcpy(reinterpret_cast<void *>(to), data.data(), data.size());
    return success;
  });
}
Result cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes,
                            Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (bytes == 0)
    return success;
  if (!to || !isOurs(from, bytes, "copy from device memory"))
    return invalidValue;
  Result result = device.enqueue(*object, [=] {
    std::memcpy(to, reinterpret_cast<void *>(from), bytes);
    return success;
  });
  // A copy to pageable memory has ended when the call returns.
  if (!isPinned(to) && !object->capture)
    return device.drain(*object);
  return result;
}
Result cuMemsetD8Async(Address to, unsigned char value, size_t bytes,
                       Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (bytes == 0)
    return success;
  if (!isOurs(to, bytes, "fill of device memory"))
    return invalidValue;
  return device.enqueue(*object, [=] {
    std::memset(reinterpret_cast<void *>(to), value, bytes);
    return success;
  });
}

//===----------------------------------------------------------------------===//
// Launches
//===----------------------------------------------------------------------===//

static Result refuse(const FunctionObject &function, const std::string &why) {
  simt::report(std::string("dnd SIMT: launch of kernel ") +
               function.kernel->name + " refused: " + why + "\n");
  return invalidValue;
}

Result cuLaunchKernel(Function function, unsigned gridX, unsigned gridY,
                      unsigned gridZ, unsigned blockX, unsigned blockY,
                      unsigned blockZ, unsigned sharedBytes, Stream stream,
                      void **arguments, void **extra) {
  DND_SIMT_STREAM(object, stream);
  simt::Launch launch;
  launch.image = &function->module->loaded;
  launch.kernel = function->kernel;
  launch.grid = {gridX, gridY, gridZ};
  launch.block = {blockX, blockY, blockZ};
  launch.dynamicShared = sharedBytes;
  uint64_t threads = launch.block.count();
  if (launch.grid.count() == 0 || threads == 0)
    return refuse(*function, "a size of the grid or the block is 0");
  if (gridX > 0x7fffffff || gridY > 65535 || gridZ > 65535)
    return refuse(*function, "the grid is too large");
  if (threads > 1024 || blockZ > 64)
    return refuse(*function, std::to_string(threads) + " threads in a block");
  if (function->kernel->maxThreads && threads > function->kernel->maxThreads)
    return refuse(*function, std::to_string(threads) +
                                 " threads in a block, made for " +
                                 std::to_string(function->kernel->maxThreads));
  if (function->staticShared > simt::maxStaticShared)
    return refuse(*function, std::to_string(function->staticShared) +
                                 " bytes of static shared memory, more than "
                                 "an assembler takes");
  if (function->staticShared + sharedBytes > simt::maxStaticShared &&
      sharedBytes > static_cast<unsigned>(function->maxDynamicShared))
    return refuse(*function,
                  std::to_string(sharedBytes) +
                      " bytes of dynamic shared memory were not asked for by "
                      "cuFuncSetAttribute");
  if (extra || (!arguments && function->kernel->numArguments))
    return invalidValue;
  for (uint32_t i = 0; i < function->kernel->numArguments; ++i) {
    if (!arguments[i])
      return invalidValue;
    auto *value = static_cast<const char *>(arguments[i]);
    launch.arguments.emplace_back(value,
                                  value + function->kernel->argumentSizes[i]);
  }
  return device.enqueue(*object, [launch = std::move(launch)] {
    return static_cast<Result>(engine.run(launch));
  });
}

//===----------------------------------------------------------------------===//
// Work of libraries
//===----------------------------------------------------------------------===//

Result enqueueHostWork(Stream stream, std::function<Result()> work) {
  DND_SIMT_STREAM(object, stream);
  return device.enqueue(*object, std::move(work));
}
bool isDeviceMemory(Address address, size_t bytes, const char *what) {
  std::lock_guard<std::recursive_mutex> lock(device.mutex);
  return isOurs(address, bytes, what);
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

Result cuStreamBeginCapture_v2(Stream stream, int mode) {
  DND_SIMT_STREAM(object, stream);
  if (!stream) // the default stream cannot be captured
    return streamCaptureUnsupported;
  if (object->capture || mode < 0 || mode > 2)
    return invalidValue;
  object->capture = &device.graphs.emplace_back();
  return success;
}
Result cuStreamEndCapture(Stream stream, Graph *graph) {
  DND_SIMT_STREAM(object, stream);
  if (!object->capture)
    return invalidValue;
  *graph = object->capture;
  object->capture = nullptr;
  return success;
}
Result cuGraphInstantiateWithFlags(GraphExec *exec, Graph graph,
                                   unsigned long long) {
  DND_SIMT_ENTER();
  if (!memberOf(device.graphs, graph))
    return invalidValue;
  device.execs.push_back({graph->work});
  *exec = &device.execs.back();
  return success;
}
Result cuGraphLaunch(GraphExec exec, Stream stream) {
  DND_SIMT_STREAM(object, stream);
  if (!memberOf(device.execs, exec))
    return invalidValue;
  for (const Work &work : exec->work)
    device.enqueue(*object, work);
  return success;
}
Result cuGraphExecDestroy(GraphExec exec) {
  DND_SIMT_ENTER();
  if (!memberOf(device.execs, exec))
    return invalidValue;
  removeFrom(device.execs, exec);
  return success;
}
Result cuGraphDestroy(Graph graph) {
  DND_SIMT_ENTER();
  if (!memberOf(device.graphs, graph))
    return invalidValue;
  removeFrom(device.graphs, graph);
  return success;
}

// Every function that the runtime asks for is there, or linking fails.
using AnyFunction = void (*)();
extern const AnyFunction allFunctions[];
const AnyFunction allFunctions[] = {
#define DND_CUDA_FUNCTION(name, ...) reinterpret_cast<AnyFunction>(&name),
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION
};

} // namespace dnd::rt::cuda
