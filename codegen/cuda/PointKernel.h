//===- PointKernel.h - a thread for each point ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_POINTKERNEL_H
#define DND_CODEGEN_CUDA_POINTKERNEL_H

#include "codegen/cuda/DeviceKernel.h"
#include "codegen/nest/Points.h"

namespace dnd::codegen::cuda {

/// The value of `number / size` rounded up, for a grid.
mlir::Value blocksFor(mlir::OpBuilder &b, mlir::Location loc,
                      mlir::Value number, int64_t size);

/// Emits `step` for the points of a kernel of one thread each; it gets the
/// number of the point.
void forEachPoint(
    DeviceKernel &kernel, const Points &points, mlir::Value batchInside,
    llvm::function_ref<void(mlir::OpBuilder &, mlir::Value)> step);

/// Launches such a kernel before `at`.
void launchForPoints(DeviceKernel &kernel, mlir::Operation *at,
                     const Points &points, mlir::Value batch);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_POINTKERNEL_H
