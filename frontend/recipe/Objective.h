//===- Objective.h - From a loss expression to dnd.objective ----*- C++ -*-===//
//
// A loss is an expression over losses of the language, outputs of the network,
// `target` and constants of the recipe.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_OBJECTIVE_H
#define DND_FRONTEND_OBJECTIVE_H

#include "frontend/elaborate/Elaborate.h"

#include "dndrt/recipe.h"

namespace dnd::frontend {

struct ObjectiveRequest {
  std::string name;
  const ast::Expr *loss = nullptr;
  /// Constants of the recipe; in the loss they are dnd.hyper "const.NAME".
  std::vector<std::pair<std::string, Value>> constants;
  llvm::ArrayRef<NamedTensor> outputs;
  /// The data reader; says whether targets are class labels where the loss
  /// itself does not. Null without one.
  const recipe::Function *data = nullptr;
  /// The arguments of the reader say which column is the class (`label`), or
  /// which columns are the values (`target`).
  bool namesLabel = false, namesValues = false;
  /// The augmentation that mixes samples, so that a sample has shares of
  /// classes; empty: it has one class.
  std::string mixing;
};

struct ObjectiveResult {
  bool ok = false;
  /// The degree that normalized_margin was given.
  std::optional<double> degree;
  /// Constants that the loss reads as numbers of the program, and those that
  /// arguments of losses compile in.
  std::set<std::string> liveNames, fixedNames;
};

ObjectiveResult importObjective(Elaborator &elaborator,
                                const ObjectiveRequest &request);

} // namespace dnd::frontend

#endif // DND_FRONTEND_OBJECTIVE_H
