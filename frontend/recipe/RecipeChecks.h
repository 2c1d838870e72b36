//===- RecipeChecks.h - What the values of a recipe may be ------*- C++ -*-===//
//
// Values of compile time against the arguments of dndrt/recipe.def.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RECIPECHECKS_H
#define DND_FRONTEND_RECIPECHECKS_H

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include "dndrt/recipe.h"

#include "mlir/IR/BuiltinAttributes.h"

namespace dnd::frontend {

/// The names of the functions of a kind, in their order.
std::vector<std::string> recipeNames(recipe::Kind kind);
/// The names of the arguments of a function, in their order.
std::vector<std::string> argumentNames(const recipe::Function &fn);

/// Whether `value` is of the type of an argument. What the elements of a list
/// of numbers are, wantedValue and the runtime say.
bool hasType(recipe::Type type, const Value &value);

/// What numbers of an argument must be, in words: "a whole number from 1".
std::string wantedText(const recipe::Argument &argument);

/// What the argument must be, in words, where a number of `value` is out of its
/// range; empty where none is.
std::string wantedValue(const recipe::Argument &argument, const Value &value);

/// Reports an optimiser with Nesterov's rule and without a momentum, its own or
/// one of its groups.
void checkNesterov(DiagnosticEngine &diags, const Rule &optimizer,
                   llvm::ArrayRef<mlir::Attribute> groups);

} // namespace dnd::frontend

#endif // DND_FRONTEND_RECIPECHECKS_H
