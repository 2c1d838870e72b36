//===- Rows.h - softmax and label look-ups over rows ------------*- C++ -*-===//
//
// Scalar loops over one dimension inside the body of a linalg.generic: what
// softmax, cross-entropy and margin have in common.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_LOWER_ROWS_H
#define DND_PASSES_LOWER_ROWS_H

#include "passes/lower/Lowering.h"

namespace dnd::passes {

/// Maximum and sum of exp(x - maximum) along `dim`; shape of x without `dim`.
struct RowStats {
  mlir::Value maximum, sum;
};
RowStats softmaxStats(Lowering &lowering, mlir::Location loc, mlir::Value x,
                      int64_t dim);

/// The type of `type` without dimension `dim`.
mlir::RankedTensorType withoutDim(mlir::RankedTensorType type, int64_t dim);

/// The label at this iteration point's first index, as an index.
mlir::Value labelAt(mlir::OpBuilder &b, mlir::Location loc, mlir::Value label);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_ROWS_H
