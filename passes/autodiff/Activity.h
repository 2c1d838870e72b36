//===- Activity.h - which values a gradient must pass -----------*- C++ -*-===//
#ifndef DND_PASSES_AUTODIFF_ACTIVITY_H
#define DND_PASSES_AUTODIFF_ACTIVITY_H

#include "dialect/dnd/DndDialect.h"
#include "llvm/ADT/DenseSet.h"

namespace dnd::passes {

/// The values of float type that depend on one of `wrt`, computed by the given
/// ops (in order, no branches). Only these can carry an adjoint to `wrt`.
class Activity {
public:
  Activity(llvm::ArrayRef<mlir::Operation *> ops,
           llvm::ArrayRef<mlir::Value> wrt);

  bool isActive(mlir::Value value) const { return active.contains(value); }
  /// True if some operand of the op is active.
  bool hasActiveOperand(mlir::Operation *op) const;

private:
  llvm::DenseSet<mlir::Value> active;
};

} // namespace dnd::passes

#endif // DND_PASSES_AUTODIFF_ACTIVITY_H
