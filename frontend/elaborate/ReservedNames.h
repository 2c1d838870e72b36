//===- ReservedNames.h - Names that files have for themselves ---*- C++ -*-===//
//
// Weights, gradients and results are stored under the author's names; a few
// names in those files are the formats' own.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RESERVEDNAMES_H
#define DND_FRONTEND_RESERVEDNAMES_H

#include "frontend/elaborate/Elaborate.h"

namespace dnd::frontend {

/// Reports names that would stand for two things in one file: a parameter,
/// table or state `__metadata__`; a parameter named as the gradient of an
/// input, `input.NAME`; and, with a recipe, an output `loss`.
void checkReservedNames(DiagnosticEngine &diags, const StoredTensors &kept,
                        llvm::ArrayRef<std::string> inputs,
                        llvm::ArrayRef<NamedTensor> outputs, bool hasRecipe);

} // namespace dnd::frontend

#endif // DND_FRONTEND_RESERVEDNAMES_H
