//===- BlasLt.h - Products of matrices by cuBLASLt --------------*- C++ -*-===//
//
// The library is opened at run time like the driver; a program that finds none
// uses the kernels it carries.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_LIBRARY_BLASLT_H
#define RUNTIME_LIBRARY_BLASLT_H

#include "dndrt/abi.h"
#include "runtime/cuda/Driver.h"
#include "runtime/library/BlasLtTypes.h"

#include <array>
#include <map>

namespace dnd::rt::cuda {

/// The functions of the library.
class BlasLtLibrary {
public:
  /// libcublasLt.so.13 or .12, or what DND_CUBLASLT names. Null when there is
  /// none, or DND_CUDA_BLAS=off. With `emulated` (the GPU of the tests) only a
  /// library that is named is taken. Throws Error(Device) for a named one that
  /// cannot be used, Error(Usage) for another word in DND_CUDA_BLAS.
  static std::shared_ptr<const BlasLtLibrary> open(bool emulated);
  /// "13.10.0".
  std::string versionText() const;
  /// For `info`: "cuBLASLt 13.10.0 for 3 products", or why it is not used.
  static std::string describe(bool emulated, uint32_t products);

#define DND_BLASLT_FUNCTION(result, name, ...)                                 \
  result (*name)(__VA_ARGS__) = nullptr;
#include "runtime/library/BlasLtApi.def"
#undef DND_BLASLT_FUNCTION

private:
  BlasLtLibrary() = default;
  std::string bind(void *library);
};

/// The library at work on one GPU.
class BlasLt {
public:
  /// Null where BlasLtLibrary::open is, or where the library that was found
  /// cannot be started. The context of the GPU is current. Throws as
  /// BlasLtLibrary::open does.
  static std::unique_ptr<BlasLt> open(std::shared_ptr<const Driver> driver,
                                      bool emulated);
  ~BlasLt();
  BlasLt(const BlasLt &) = delete;
  BlasLt &operator=(const BlasLt &) = delete;

  /// Puts the products on the stream. False: the library has no algorithm for
  /// them, nothing was done. Throws Error(Device) with the library's status.
  bool run(const dnd_product &product, Stream stream);

private:
  struct Plan;
  /// All that decides about a plan: sizes, distances, flags, alignments.
  using Key = std::array<int64_t, 15>;

  BlasLt(std::shared_ptr<const Driver> driver,
         std::shared_ptr<const BlasLtLibrary> library);
  bool start();
  void check(BlasStatus status, const char *doing) const;
  void setBias(const Plan &plan, const dnd_product &product) const;
  void describe(Plan &plan, const dnd_product &product) const;
  MatrixLayout layout(int64_t rows, int64_t columns, bool transposed,
                      int64_t leading, int64_t count, int64_t stride) const;
  void choose(Plan &plan, const Key &key) const;

  std::shared_ptr<const Driver> driver;
  std::shared_ptr<const BlasLtLibrary> api;
  BlasHandle handle = nullptr;
  Address workspace = 0;
  size_t workspaceBytes = 0;
  std::map<Key, std::unique_ptr<Plan>> plans;
};

} // namespace dnd::rt::cuda

#endif // RUNTIME_LIBRARY_BLASLT_H
