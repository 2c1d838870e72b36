//===- Softmax.h - softmax over one dimension -------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_SOFTMAX_H
#define DND_DIALECT_DND_SHAPES_SOFTMAX_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// The input's type; `dim` is not the batch.
inline TypeOr softmax(RankedTensorType input, int64_t dim) {
  if (Problem problem = checkDim(input, dim); !problem.empty())
    return problem;
  return input;
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_SOFTMAX_H
