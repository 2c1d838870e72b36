//===- Loops.h - nests of loops over an iteration space ---------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_LOOPS_H
#define DND_CODEGEN_KERNEL_LOOPS_H

#include "mlir/IR/Builders.h"
#include <functional>

namespace dnd::codegen {

/// First index of a loop and the one behind the last.
struct LoopBounds {
  mlir::Value from, to;
};

/// What a point does: the loop-carried values before it to those behind it.
using LoopStep = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    mlir::OpBuilder &, mlir::ValueRange)>;

/// Loops over `dims` from the outermost; `point` holds the indices of all
/// dimensions, those of `dims` are set inside and null again behind.
llvm::SmallVector<mlir::Value> emitLoops(
    mlir::OpBuilder &b, mlir::Location loc, llvm::ArrayRef<unsigned> dims,
    llvm::function_ref<LoopBounds(mlir::OpBuilder &, unsigned dim)> boundsOf,
    llvm::MutableArrayRef<mlir::Value> point, mlir::ValueRange carried,
    LoopStep step);

/// Indices of the access `map` at `point` (one value for each dimension; null
/// ones are not used by the map) with the values of its symbols.
llvm::SmallVector<mlir::Value> accessAt(mlir::OpBuilder &b, mlir::Location loc,
                                        mlir::AffineMap map,
                                        llvm::ArrayRef<mlir::Value> point,
                                        mlir::ValueRange symbols = {});

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_LOOPS_H
