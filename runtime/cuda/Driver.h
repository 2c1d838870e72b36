//===- Driver.h - The CUDA driver, opened at run time -----------*- C++ -*-===//
//
// One executable runs on machines with and without a GPU: the driver's library
// is looked for when a GPU is wanted, never linked.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_DRIVER_H
#define RUNTIME_CUDA_DRIVER_H

#include "runtime/cuda/DriverTypes.h"

#include <memory>
#include <string>
#include <string_view>

namespace dnd::rt::cuda {

class Driver {
public:
  /// Opens libcuda.so.1, or the library that DND_CUDA_DRIVER names, and starts
  /// it. Throws Error(Device) saying what is missing.
  static std::shared_ptr<const Driver> open();

  /// Throws Error(Device): "`doing` failed: CUDA_ERROR_X (text)". Success does
  /// nothing.
  void check(Result result, std::string_view doing) const {
    if (result != success)
      fail(result, doing);
  }
  [[noreturn]] void fail(Result result, std::string_view doing) const;
  /// "CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access was encountered)".
  std::string errorText(Result result) const;
  /// "13.0".
  std::string versionText() const;

#define DND_CUDA_FUNCTION(name, ...) Result (*name)(__VA_ARGS__) = nullptr;
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION

  int version = 0; ///< 1000 * major + 10 * minor

private:
  Driver() = default;
  void bind(void *library, const std::string &path);
  void start(const std::string &path);
};

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_DRIVER_H
