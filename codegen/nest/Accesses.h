//===- Accesses.h - what an op reads and writes -----------------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_ACCESSES_H
#define DND_CODEGEN_NEST_ACCESSES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen {

/// One buffer that an op reads or writes.
struct BufferUse {
  mlir::Value root;    // the allocation or argument that holds it
  mlir::Value buffer;  // as the op names it
  mlir::AffineMap map; // of a linalg.generic, null for anything else
  bool isWritten = false;
};

/// The allocation, argument or view of the arena behind views of other shapes.
mlir::Value rootOf(mlir::Value buffer);

/// All buffers of a compute op on buffers, those of nested ops too.
llvm::SmallVector<BufferUse> usesOf(mlir::Operation *op);

/// True when one writes what the other reads or writes.
bool conflict(llvm::ArrayRef<BufferUse> left, llvm::ArrayRef<BufferUse> right);

/// True when the pointwise ops `first` and `second` run over the same points
/// and meet in memory at equal points only: one thread may do both, in order.
bool meetAtSamePoints(mlir::linalg::GenericOp first,
                      mlir::linalg::GenericOp second);

/// The dimension of the batch when samples of `op` do not meet: everything it
/// reads of a buffer with a batch and everything it writes belongs to the
/// sample of the point.
std::optional<unsigned> sampleDimension(mlir::linalg::GenericOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_ACCESSES_H
