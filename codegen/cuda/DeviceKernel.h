//===- DeviceKernel.h - building an outlined GPU kernel ---------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_DEVICEKERNEL_H
#define DND_CODEGEN_CUDA_DEVICEKERNEL_H

#include "codegen/kernel/Kernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace dnd::codegen::cuda {

/// The gpu.module of a device module that holds all kernels.
constexpr llvm::StringLiteral kernelModuleName = "kernels";

/// A gpu.func `name(captures...)`.
class DeviceKernel : public Kernel {
public:
  /// `kernels` is the gpu.module of the device module.
  DeviceKernel(mlir::gpu::GPUModuleOp kernels, mlir::StringRef name,
               mlir::Location loc);

  mlir::gpu::GPUFuncOp func;

  /// A buffer in the shared memory of the block.
  mlir::Value shared(llvm::ArrayRef<int64_t> shape, mlir::Type element);

  mlir::Value constant(int64_t value);
  mlir::Value threadId(mlir::gpu::Dimension dim = mlir::gpu::Dimension::x);
  mlir::Value blockId(mlir::gpu::Dimension dim = mlir::gpu::Dimension::x);

  /// Ends the kernel and launches it before `at`, an op of the entry point.
  /// `grid` are index values of the entry point (one to three, each >= 1),
  /// `block` the threads of a block.
  mlir::gpu::LaunchFuncOp launch(mlir::Operation *at, mlir::ValueRange grid,
                                 llvm::ArrayRef<int64_t> block);
};

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_DEVICEKERNEL_H
