//===- GroupKernels.h - ops that share a kernel -----------------*- C++ -*-===//
//
// Between dnd-group-kernels and dnd-lower-to-gpu a kernel of several ops is an
// scf.execute_region with the attribute `dnd.group`.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_CUDA_GROUPKERNELS_H
#define DND_CODEGEN_CUDA_GROUPKERNELS_H

#include "codegen/cuda/LowerToGpu.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace dnd::codegen::cuda {

constexpr llvm::StringLiteral groupAttr = "dnd.group";
/// Pointwise ops; those that meet do so at the same points.
constexpr llvm::StringLiteral pointGroup = "points";
/// Small ops whose samples do not meet: a block does all for some samples.
constexpr llvm::StringLiteral sampleGroup = "samples";

/// The kernel of a group; replaces `group` by its launch.
mlir::LogicalResult outlineGroup(mlir::scf::ExecuteRegionOp group,
                                 const KernelPlace &place);

/// Pointwise ops of one group that one thread does at one point, in order.
struct Column {
  llvm::SmallVector<mlir::linalg::GenericOp> ops;
};

/// Adds `op` to the column that it meets in memory, or to a new one; false when
/// it meets several, or one at other points.
bool addToColumns(mlir::linalg::GenericOp op,
                  llvm::SmallVectorImpl<Column> &columns);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_GROUPKERNELS_H
