//===- DeviceModule.h - the branch for GPUs leaves and comes back *- C++
//-*-===//
#ifndef DND_CODEGEN_CUDA_DEVICEMODULE_H
#define DND_CODEGEN_CUDA_DEVICEMODULE_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include <string>

namespace dnd::codegen::cuda {

/// Device code for one kind of GPU; `target` as in dnd_image (dndrt/abi.h).
struct DeviceImage {
  std::string target;
  std::string data;
};

/// A copy of `main` (phase memref) that keeps what runs on a GPU: the entry
/// points in f32.
mlir::OwningOpRef<mlir::ModuleOp> makeDeviceModule(mlir::ModuleOp main);

/// Brings the entry points of `device` (any phase of the branch that still has
/// them) back to `main` under the name `NAME_cuda`.
void mergeDeviceModule(mlir::ModuleOp main, mlir::ModuleOp device);

/// Puts the images into `main` as a gpu.binary.
void attachImages(mlir::ModuleOp main, llvm::ArrayRef<DeviceImage> images);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_DEVICEMODULE_H
