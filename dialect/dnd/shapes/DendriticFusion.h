//===- DendriticFusion.h - dendrites over feature rows ----------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_DENDRITICFUSION_H
#define DND_DIALECT_DND_SHAPES_DENDRITICFUSION_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// `[B, M]` from rows `[B, J, F]`, W and bias `[M, J, F]`, scale `[J]`. Null
/// types stand for operands that are not there.
inline TypeOr dendriticFusion(RankedTensorType rows, RankedTensorType W,
                              RankedTensorType bias, RankedTensorType scale) {
  if (Problem problem =
          firstOf(checkRank("rows", rows, 3), checkRank("W", W, 3));
      !problem.empty())
    return problem;
  int64_t M = W.getDimSize(0), J = rows.getDimSize(1), F = rows.getDimSize(2);
  if (Problem problem =
          firstOf(checkShape("W", W, {M, J, F}),
                  bias ? checkShape("bias", bias, {M, J, F}) : Problem(),
                  scale ? checkShape("scale", scale, {J}) : Problem());
      !problem.empty())
    return problem;
  return withShape(rows, {rows.getDimSize(0), M});
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_DENDRITICFUSION_H
