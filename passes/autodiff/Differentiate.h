//===- Differentiate.h - reverse-mode differentiation -----------*- C++ -*-===//
//
// The engine: walks a straight-line block backwards and asks each op for its
// vector-Jacobian product (DifferentiableOpInterface). It knows no op.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_AUTODIFF_DIFFERENTIATE_H
#define DND_PASSES_AUTODIFF_DIFFERENTIATE_H

#include "dialect/dnd/DndDialect.h"

namespace dnd::passes {

/// A value whose adjoint is given: the start of the backward walk.
struct AdjointSeed {
  mlir::Value value;
  /// Of the same type as `value`.
  mlir::Value adjoint;
};

/// Appends to the builder's insertion point (in `block`, behind every op that
/// is to be differentiated) the ops that compute
///
///     adjoint(w) = sum over seeds of seed.adjoint * d seed.value / d w
///
/// for each w in `wrt`, in that order. An entry is null where no seed depends
/// on w. Only what is needed is built. Contributions are added in the order of
/// the backward walk, so that the result is the same in every run. New ops are
/// at `grad(path)` of the op that they differentiate. Fails with a diagnostic
/// at the author's line if an op on the way has no rule.
llvm::FailureOr<llvm::SmallVector<mlir::Value>>
differentiate(mlir::OpBuilder &builder, mlir::Block &block,
              llvm::ArrayRef<AdjointSeed> seeds,
              llvm::ArrayRef<mlir::Value> wrt);

/// `NameLoc("path", place)` becomes `NameLoc("grad(path)", place)`.
mlir::Location gradientLocation(mlir::Location loc);

} // namespace dnd::passes

#endif // DND_PASSES_AUTODIFF_DIFFERENTIATE_H
