//===- Program.h - A network with its objective, evaluated ------*- C++ -*-===//
//
// Takes a module of the phases dnd or forms and evaluates one network on one
// batch: outputs, the loss of its recipe, and gradients.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_REFERENCE_PROGRAM_H
#define DND_TESTS_REFERENCE_PROGRAM_H

#include "dialect/dnd/DndDialect.h"
#include "tests/reference/Evaluator.h"

#include "llvm/Support/Error.h"

namespace dnd::reference {

/// What goes in; labels are tensors of integral doubles.
struct Batch {
  int64_t size = 0;
  Mode mode;
  /// Parameters, tables and states by path, recipe numbers by name.
  NamedTensors named;
  /// Inputs by name.
  NamedTensors inputs;
  /// In the order of the objective; empty: no loss.
  std::vector<Tensor> targets;
  /// By output name; with them the gradients are those of
  /// sum(cotangent * output), else those of the loss.
  NamedTensors cotangents;
};

struct Results {
  /// Outputs by name, and `loss` if there are targets.
  NamedTensors outputs;
  /// By parameter path, and `input.NAME` for real-valued inputs.
  NamedTensors gradients;
  /// New values of states, by path.
  NamedTensors updates;
};

/// Finds the network `name` (the only one when empty). `training` asks for the
/// network of that mode where the modes have been made two networks.
llvm::Expected<NetworkOp>
findNetwork(mlir::ModuleOp module, llvm::StringRef name, bool training = false);
/// Numbers of the recipe of `network` (const.NAME) as scalars.
NamedTensors recipeConstants(NetworkOp network);
/// Evaluates; with `gradients` also backward, by the rules of the ops.
llvm::Expected<Results> evaluate(NetworkOp network, const Batch &batch,
                                 bool gradients);
/// The number that is differentiated: the loss, or sum(cotangent * output).
llvm::Expected<double> scalarOf(NetworkOp network, const Batch &batch);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_PROGRAM_H
