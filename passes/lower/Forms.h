//===- Forms.h - special forms without a kernel -----------------*- C++ -*-===//
#ifndef DND_PASSES_LOWER_FORMS_H
#define DND_PASSES_LOWER_FORMS_H

#include "dialect/dnd/DndDialect.h"

namespace dnd::passes {

/// True if a lowering to a kernel takes the form as it is.
bool hasKernel(mlir::Operation *op);

/// Replaces every other special form (and adjoint of one) under `root` by
/// primitives.
mlir::LogicalResult expandForms(mlir::Operation *root);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_FORMS_H
