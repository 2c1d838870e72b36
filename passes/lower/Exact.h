//===- Exact.h - arithmetic whose bits are promised -------------*- C++ -*-===//
#ifndef DND_PASSES_LOWER_EXACT_H
#define DND_PASSES_LOWER_EXACT_H

#include "llvm/ADT/StringRef.h"

namespace dnd::passes {

/// Marks ops that round as IEEE 754 says, once each: kernels give them no flags
/// that would let a compiler contract, split or reorder them.
constexpr llvm::StringLiteral exactAttr = "dnd.exact";

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_EXACT_H
