//===- LowerToGpu.h - kernels for the ops of an entry point -----*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_LOWERTOGPU_H
#define DND_CODEGEN_CUDA_LOWERTOGPU_H

#include "codegen/cuda/DeviceKernel.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen::cuda {

/// Where a kernel is made: the entry point, the module of kernels, the name.
struct KernelPlace {
  mlir::func::FuncOp entry;
  mlir::gpu::GPUModuleOp kernels;
  std::string name;
};

// Each replaces `op` (on buffers) by one or more kernels and their launches,
// and erases it. `fill`, when given, initialises the destination of `op` and is
// done in the same kernel. Failure means that an error was emitted.
mlir::LogicalResult outlinePointwise(mlir::linalg::GenericOp op,
                                     const KernelPlace &place);
mlir::LogicalResult outlineReduction(mlir::linalg::GenericOp op,
                                     mlir::linalg::FillOp fill,
                                     const KernelPlace &place);
mlir::LogicalResult outlineFill(mlir::linalg::FillOp op,
                                const KernelPlace &place);
mlir::LogicalResult outlineScatter(dnd::dndrt::ScatterContractOp op,
                                   const KernelPlace &place);
mlir::LogicalResult outlinePackedContract(dnd::dndrt::PackedContractOp op,
                                          const KernelPlace &place);
mlir::LogicalResult
outlineTriangularQuadratic(dnd::dndrt::TriangularQuadraticOp op,
                           const KernelPlace &place);
mlir::LogicalResult outlineTriangularGrad(dnd::dndrt::TriangularGradOp op,
                                          const KernelPlace &place);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_LOWERTOGPU_H
