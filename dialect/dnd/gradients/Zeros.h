//===- Zeros.h - adjoints that stay zero ------------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_GRADIENTS_ZEROS_H
#define DND_DIALECT_DND_GRADIENTS_ZEROS_H

#include "llvm/ADT/StringRef.h"

namespace dnd {

/// Set on a `dnd.map` while its gradient is built: where the adjoint of its
/// result is 0, those of its operands are 0, whatever the derivative is there.
/// Which maps need it: passes/autodiff/Vanishing.h.
constexpr llvm::StringLiteral keepsZerosAttr = "dnd.keeps_zeros";

} // namespace dnd

#endif // DND_DIALECT_DND_GRADIENTS_ZEROS_H
