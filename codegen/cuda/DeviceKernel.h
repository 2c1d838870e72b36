//===- DeviceKernel.h - building an outlined GPU kernel ---------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_DEVICEKERNEL_H
#define DND_CODEGEN_CUDA_DEVICEKERNEL_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"

namespace dnd::codegen::cuda {

/// The gpu.module of a device module that holds all kernels.
constexpr llvm::StringLiteral kernelModuleName = "kernels";

/// A gpu.func `name(captures...)` under construction, and the values of its
/// entry point that it uses. Buffers are captured; views of them, constants
/// and other pure scalars are made again inside, so that distinct arguments
/// are distinct memory (or the same buffer).
class DeviceKernel {
public:
  /// `kernels` is the gpu.module of the device module.
  DeviceKernel(mlir::gpu::GPUModuleOp kernels, mlir::StringRef name,
               mlir::Location loc);

  mlir::gpu::GPUFuncOp func;
  /// Inserts at the end of the kernel's body.
  mlir::OpBuilder b;

  /// The value inside the kernel for `value` of the entry point.
  mlir::Value import(mlir::Value value);
  /// Clones `op` with all nested uses imported; `mapping` gives values made
  /// inside already.
  mlir::Operation *clone(mlir::OpBuilder &at, mlir::Operation &op,
                         mlir::IRMapping &mapping);
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

private:
  mlir::Value capture(mlir::Value value);

  mlir::IRMapping imported;
  llvm::SmallVector<mlir::Value> captured;
  /// Imported ops stand before this one.
  mlir::Operation *anchor;
};

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_DEVICEKERNEL_H
