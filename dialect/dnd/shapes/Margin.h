//===- Margin.h - margin of each sample -------------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_MARGIN_H
#define DND_DIALECT_DND_SHAPES_MARGIN_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// One number for each row of the logits `[B, C]`, C >= 2, labels `[B]`.
inline TypeOr margin(RankedTensorType logits, RankedTensorType labels) {
  if (Problem problem = firstOf(checkRank("logits", logits, 2),
                                checkIndices("labels", labels));
      !problem.empty())
    return problem;
  if (logits.getDimSize(1) < 2)
    return say("needs at least 2 classes, found ", logits.getDimSize(1));
  if (Problem problem =
          checkShape("labels", labels, logits.getShape().take_front());
      !problem.empty())
    return problem;
  return withShape(logits, logits.getShape().take_front());
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_MARGIN_H
