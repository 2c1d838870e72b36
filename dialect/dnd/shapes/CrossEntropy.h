//===- CrossEntropy.h - softmax cross-entropy and class labels --*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_CROSSENTROPY_H
#define DND_DIALECT_DND_SHAPES_CROSSENTROPY_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// One number for each row of the logits `[B, C]`; the target has labels `[B]`
/// or numbers like the logits.
inline TypeOr crossEntropy(RankedTensorType logits, RankedTensorType target) {
  if (Problem problem = checkRank("logits", logits, 2); !problem.empty())
    return problem;
  if (target.getRank() == 2 && target != logits)
    return say("target has type ", target, ", but logits has type ", logits);
  if (target.getRank() != 2)
    if (Problem problem = firstOf(
            checkIndices("target", target),
            checkShape("target", target, logits.getShape().take_front()));
        !problem.empty())
      return problem;
  return withShape(logits, logits.getShape().take_front());
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_CROSSENTROPY_H
