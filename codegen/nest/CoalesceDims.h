//===- CoalesceDims.h - neighbouring dimensions as one ----------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_COALESCEDIMS_H
#define DND_CODEGEN_NEST_COALESCEDIMS_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Builders.h"

namespace dnd::codegen {

/// An iteration space over buffers.
struct BufferSpace {
  llvm::SmallVector<int64_t> extents;
  llvm::SmallVector<mlir::Value> buffers;
  llvm::SmallVector<mlir::AffineMap> maps;
};

/// Merges pairs of dimensions of fixed extent that every buffer either does
/// not have or has next to each other in memory; buffers become views.
void coalesceDims(mlir::OpBuilder &b, mlir::Location loc, BufferSpace &space);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_COALESCEDIMS_H
