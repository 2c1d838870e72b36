//===- Driver.h - Objects behind the driver's handles -----------*- C++ -*-===//
#ifndef DND_TESTS_SIMT_DRIVER_H
#define DND_TESTS_SIMT_DRIVER_H

#include "runtime/cuda/DriverTypes.h"
#include "tests/simt/Engine.h"
#include <functional>
#include <list>
#include <mutex>

namespace dnd::rt::cuda {

struct ContextObject {};

struct FunctionObject {
  ModuleObject *module;
  const simt::Kernel *kernel;
  int maxDynamicShared = 0;
  uint64_t staticShared = 0;
};

struct ModuleObject {
  void *library = nullptr;
  simt::LoadedImage loaded;
  std::list<FunctionObject> functions;
};

/// Work of a stream; it is done when somebody waits for it, and not before:
/// what a program reads too early is still the old.
using Work = std::function<Result()>;

struct GraphObject {
  std::vector<Work> work;
};
struct GraphExecObject {
  std::vector<Work> work;
};
struct StreamObject {
  std::deque<Work> work;
  GraphObject *capture = nullptr;
};
struct EventObject {
  bool recorded = false, done = true;
  StreamObject *stream = nullptr;
  double time = 0; // seconds
};

/// The state of the emulated device.
struct DeviceState {
  std::recursive_mutex mutex;
  bool initialized = false;
  unsigned retained = 0;
  Result sticky = success; // of a fault; everything answers it from then on
  ContextObject context;
  std::list<ModuleObject> modules;
  std::list<StreamObject> streams;
  std::list<EventObject> events;
  std::list<GraphObject> graphs;
  std::list<GraphExecObject> execs;
  std::map<void *, size_t> pinned;
  StreamObject defaultStream;

  /// The stream behind a handle; null for one that is not.
  StreamObject *streamOf(Stream stream);
  /// Adds work to a stream or to the graph that captures it.
  Result enqueue(StreamObject &stream, Work work);
  /// Does all work of a stream, of all streams.
  Result drain(StreamObject &stream);
  Result drainAll();
  /// 0 when the calling thread may use the context.
  Result ready();
  void reset();
};
extern DeviceState device;

/// The element of `list` at `object`; null when it is none.
template <typename T> T *memberOf(std::list<T> &list, T *object) {
  for (T &each : list)
    if (&each == object)
      return object;
  return nullptr;
}
template <typename T> void removeFrom(std::list<T> &list, T *object) {
  list.remove_if([&](const T &each) { return &each == object; });
}

// Begins every function of the driver that needs a context.
#define DND_SIMT_ENTER()                                                       \
  std::lock_guard<std::recursive_mutex> lock(device.mutex);                    \
  if (Result result = device.ready())                                          \
  return result

} // namespace dnd::rt::cuda

/// Declares the functions of DriverApi.def, as exported symbols.
namespace dnd::rt::cuda {
extern "C" {
#define DND_CUDA_FUNCTION(name, ...)                                           \
  __attribute__((visibility("default"))) Result name(__VA_ARGS__);
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION
}
} // namespace dnd::rt::cuda

#endif // DND_TESTS_SIMT_DRIVER_H
