//===- Vanishing.h - zero adjoints beside infinite derivatives --*- C++ -*-===//
#ifndef DND_PASSES_AUTODIFF_VANISHING_H
#define DND_PASSES_AUTODIFF_VANISHING_H

#include "dialect/dnd/DndDialect.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace dnd::passes {

/// Where an adjoint can be exactly 0 because of what stands behind: a branch
/// that was not taken, the smaller operand of a maximum, a function that has
/// saturated, a part that nobody reads. Such a 0 must stay 0, though the
/// derivative it is multiplied with may be infinite or NaN: of sqrt(z) in
/// `if z > 0 then sqrt(z) else z`, of exp(z) in 1/(1 + exp(z)).
///
/// Only ops whose derivative can be infinite, before something that makes
/// zeros, are concerned: ordinary layers never are. Linear in the number of
/// ops.
class Vanishing {
public:
  explicit Vanishing(llvm::ArrayRef<mlir::Operation *> ops);

  /// Whether the rule of this pointwise function must keep zeros.
  bool keepsZeros(MapOp op) const;
  /// The operands of this op whose infinities and NaNs its rule may not meet;
  /// for ops other than maps. Where such an operand counted in the result, the
  /// result is not finite either.
  llvm::SmallVector<unsigned> operandsToTame(mlir::Operation *op) const;

private:
  /// What stands behind a value.
  enum Behind : unsigned {
    none = 0,
    /// Something that makes zeros, at the end of pointwise functions.
    pointwise = 1,
    /// A branch of a choice, with any ops between.
    choice = 2
  };
  unsigned behind(mlir::Operation *op) const;
  bool mayBeInfinite(mlir::Value value) const {
    return infinite.contains(value);
  }

  llvm::DenseMap<mlir::Value, unsigned> zeros;
  llvm::DenseSet<mlir::Value> infinite;
};

} // namespace dnd::passes

#endif // DND_PASSES_AUTODIFF_VANISHING_H
