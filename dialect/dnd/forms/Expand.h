//===- Expand.h - special forms as primitives -------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_FORMS_EXPAND_H
#define DND_DIALECT_DND_FORMS_EXPAND_H

#include "dialect/dnd/DndDialect.h"

namespace dnd {

/// Told of each expansion: the form, which is still there, and the values that
/// replaced its results.
using ExpandedFn =
    llvm::function_ref<void(FormOpInterface, llvm::ArrayRef<mlir::Value>)>;

/// Replaces every form under `root` that `wanted` names by its expansion.
/// Fails with a diagnostic on a form that has none.
mlir::LogicalResult
expandForms(mlir::Operation *root,
            llvm::function_ref<bool(FormOpInterface)> wanted,
            ExpandedFn expanded = {});

} // namespace dnd

#endif // DND_DIALECT_DND_FORMS_EXPAND_H
