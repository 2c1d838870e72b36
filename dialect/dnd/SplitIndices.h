//===- SplitIndices.h - affine indices that only regroup dims ---*- C++ -*-===//
#ifndef DND_DIALECT_DND_SPLITINDICES_H
#define DND_DIALECT_DND_SPLITINDICES_H

#include "mlir/IR/PatternMatch.h"

namespace dnd {

/// Contracts and maps that read or write `h[s*D + d]`, s and d covering h
/// exactly once, use h reshaped to [S, D] at [s, d].
void populateSplitIndexPatterns(mlir::RewritePatternSet &patterns);

} // namespace dnd

#endif // DND_DIALECT_DND_SPLITINDICES_H
