//===- Reshape.h - the same numbers under another shape ---------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_RESHAPE_H
#define DND_DIALECT_DND_SHAPES_RESHAPE_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// Number of elements, the batch counted as 1.
inline int64_t countPerSample(RankedTensorType type) {
  int64_t count = 1;
  for (int64_t size : type.getShape())
    if (!mlir::ShapedType::isDynamic(size))
      count *= size;
  return count;
}

/// `to`, where it holds the numbers of `from` with the same batch.
inline TypeOr reshape(RankedTensorType from, RankedTensorType to) {
  if (from.getElementType() != to.getElementType())
    return say("cannot change the element type from ", from.getElementType(),
               " to ", to.getElementType());
  if (from.hasStaticShape() != to.hasStaticShape())
    return say("must keep the batch, found ", from, " to ", to);
  if (countPerSample(from) != countPerSample(to))
    return say("cannot turn ", countPerSample(from), " elements (", from,
               ") into ", countPerSample(to), " (", to, ")");
  return to;
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_RESHAPE_H
