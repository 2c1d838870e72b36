//===- SimtRig.h - LLVM IR run by the SIMT driver ---------------*- C++ -*-===//
#ifndef DND_TESTS_SIMT_SIMTRIG_H
#define DND_TESTS_SIMT_SIMTRIG_H

#include "runtime/cuda/DriverTypes.h"
#include <memory>
#include <string>
#include <vector>

namespace dnd::simt {

/// The driver's functions, by name.
struct DriverApi {
  using Result = rt::cuda::Result;
  using DeviceId = rt::cuda::DeviceId;
  using Address = rt::cuda::Address;
  using Context = rt::cuda::Context;
  using Module = rt::cuda::Module;
  using Function = rt::cuda::Function;
  using Stream = rt::cuda::Stream;
  using Event = rt::cuda::Event;
  using Graph = rt::cuda::Graph;
  using GraphExec = rt::cuda::GraphExec;
#define DND_CUDA_FUNCTION(name, ...) Result (*name)(__VA_ARGS__) = nullptr;
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION
  const char *(*lastReport)() = nullptr;
};
/// Opened once; fails the program when the driver is not there.
const DriverApi &driver();

/// The image of LLVM IR as it would go to the NVPTX back end; an error begins
/// with "error: ".
std::string makeImage(const std::string &ir);
/// The text of tests/simt/kernels/NAME.ll.
std::string kernelText(const std::string &name);

/// The device with one image. A new rig forgets the faults of the last one.
class Rig {
public:
  explicit Rig(const std::string &ir);
  ~Rig();
  Rig(const Rig &) = delete;

  template <typename T> rt::cuda::Address put(const std::vector<T> &values) {
    return putBytes(values.data(), values.size() * sizeof(T));
  }
  template <typename T> std::vector<T> get(rt::cuda::Address from, size_t n) {
    std::vector<T> values(n);
    getBytes(values.data(), from, n * sizeof(T));
    return values;
  }
  /// Launches, waits, and gives the driver's result.
  template <typename... Arguments>
  rt::cuda::Result run(const char *kernel, unsigned grid, unsigned block,
                       Arguments... arguments) {
    void *pointers[] = {&arguments..., nullptr};
    return launch(kernel, grid, block, pointers);
  }
  std::string report() const { return driver().lastReport(); }

  unsigned dynamicShared = 0;
  rt::cuda::Module module = nullptr;

private:
  rt::cuda::Address putBytes(const void *data, size_t bytes);
  void getBytes(void *to, rt::cuda::Address from, size_t bytes);
  rt::cuda::Result launch(const char *kernel, unsigned grid, unsigned block,
                          void **arguments);
};

} // namespace dnd::simt

#endif // DND_TESTS_SIMT_SIMTRIG_H
