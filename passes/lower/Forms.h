//===- Forms.h - special forms with a kernel --------------------*- C++ -*-===//
#ifndef DND_PASSES_LOWER_FORMS_H
#define DND_PASSES_LOWER_FORMS_H

#include "dialect/dnd/DndDialect.h"

namespace dnd::passes {

/// On a form that a kernel computes: in how many parts it deals out the columns
/// of a matrix. Forms without it are expanded.
constexpr llvm::StringLiteral kernelPartsAttr = "dnd.kernel_parts";

/// True if a lowering to a kernel takes the form (or adjoint of one) as it is;
/// every other one is expanded first.
bool hasKernel(mlir::Operation *op);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_FORMS_H
