//===- Batch.h - ops that know the size of the batch ------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_BATCH_H
#define DND_DIALECT_DND_SHAPES_BATCH_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// A scalar.
inline TypeOr inverseBatch(RankedTensorType like) {
  if (Problem problem = checkBatch(like); !problem.empty())
    return problem;
  return withShape(like, {});
}

/// As long as the batch.
inline TypeOr batchOnes(RankedTensorType like) {
  if (Problem problem = checkBatch(like); !problem.empty())
    return problem;
  return withShape(like, like.getShape().take_front());
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_BATCH_H
