//===- Optimizers.h - update rules as dnd ops -------------------*- C++ -*-===//
//
// An optimiser is its numbers, its slots and its update formula. Numbers are
// arguments of the training step (they can change between steps and runs),
// slots are tensors of the parameter's shape.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_TRAINING_OPTIMIZERS_H
#define DND_PASSES_TRAINING_OPTIMIZERS_H

#include "dialect/dnd/DndDialect.h"

#include "llvm/ADT/StringMap.h"

#include <memory>

namespace dnd::passes {

/// What one update reads.
struct UpdateInputs {
  mlir::Value param;
  mlir::Value gradient;
  llvm::SmallVector<mlir::Value> slots;
  /// Scalars (`tensor<f32>`) by name.
  llvm::StringMap<mlir::Value> numbers;
};

struct UpdateResults {
  mlir::Value param;
  llvm::SmallVector<mlir::Value> slots;
};

/// A number with its value when the recipe does not give one.
struct OptimizerNumber {
  llvm::StringRef name;
  double defaultValue;
};

class Optimizer {
public:
  virtual ~Optimizer() = default;

  /// Numbers that a group may set, in the order of the descriptor.
  virtual llvm::ArrayRef<OptimizerNumber> getNumbers() const = 0;
  /// Numbers that the runtime computes for each step and group.
  virtual llvm::ArrayRef<llvm::StringRef> getStepNumbers() const { return {}; }
  /// Names of the slots of each parameter.
  virtual llvm::ArrayRef<llvm::StringRef> getSlots() const = 0;
  /// True if the update reads this number (momentum may be off altogether).
  virtual bool uses(llvm::StringRef number) const { return true; }
  /// Builds the update.
  virtual UpdateResults build(mlir::OpBuilder &builder, mlir::Location loc,
                              const UpdateInputs &in) const = 0;
};

/// The optimiser of a recipe's `settings.optimizer`:
///   sgd    {nesterov = false}
///   adam, adamw    {keras_eps = false}
/// `momentum` says whether any group has momentum. Fails with a diagnostic at
/// `recipe` for an unknown kind or option.
llvm::FailureOr<std::unique_ptr<Optimizer>> createOptimizer(RecipeOp recipe,
                                                            bool momentum);

/// The numbers of an optimiser kind, for diagnostics and defaults; empty for an
/// unknown kind.
llvm::ArrayRef<OptimizerNumber> getOptimizerNumbers(llvm::StringRef kind);

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_OPTIMIZERS_H
