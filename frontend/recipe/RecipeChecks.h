//===- RecipeChecks.h - What the numbers of a recipe may be -----*- C++ -*-===//
//
// Ranges of the numbers of optimisers, schedules, readers and metrics.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RECIPECHECKS_H
#define DND_FRONTEND_RECIPECHECKS_H

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include "mlir/IR/BuiltinAttributes.h"

namespace dnd::frontend {

/// What the argument `name` of the recipe function `function` must be, in
/// words; empty when `value` is that. `function` is empty for the settings of
/// a group.
llvm::StringRef wantedNumber(llvm::StringRef function, llvm::StringRef name,
                             double value);

/// Whether `value` is a list of epochs: numbers from 0.
bool areEpochs(const Value &value);

/// Reports an optimiser with Nesterov's rule and without a momentum, its own or
/// one of its groups.
void checkNesterov(DiagnosticEngine &diags, const Rule &optimizer,
                   llvm::ArrayRef<mlir::Attribute> groups);

} // namespace dnd::frontend

#endif // DND_FRONTEND_RECIPECHECKS_H
