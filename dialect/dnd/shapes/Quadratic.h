//===- Quadratic.h - quadratic forms of one vector --------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_QUADRATIC_H
#define DND_DIALECT_DND_SHAPES_QUADRATIC_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// x with J at the axis; A `[J, n, n]`, linear `[J, n]`, bias `[J]`. Null types
/// stand for operands that are not there.
inline TypeOr quadratic(RankedTensorType x, RankedTensorType A,
                        RankedTensorType linear, RankedTensorType bias,
                        int64_t axis) {
  if (Problem problem = firstOf(checkDim(x, axis), checkRank("A", A, 3));
      !problem.empty())
    return problem;
  int64_t n = x.getDimSize(axis), J = A.getDimSize(0);
  if (Problem problem =
          firstOf(checkShape("A", A, {J, n, n}),
                  linear ? checkShape("linear", linear, {J, n}) : Problem(),
                  bias ? checkShape("bias", bias, {J}) : Problem());
      !problem.empty())
    return problem;
  return withExtent(x, axis, J);
}

/// `[J, n, n]` from x and an adjoint with J at the axis.
inline TypeOr quadraticWeightGrad(RankedTensorType x, RankedTensorType adjoint,
                                  int64_t axis) {
  if (Problem problem = firstOf(checkDim(x, axis),
                                checkRank("adjoint", adjoint, x.getRank()));
      !problem.empty())
    return problem;
  int64_t n = x.getDimSize(axis), J = adjoint.getDimSize(axis);
  if (Problem problem =
          checkShape("adjoint", adjoint, withExtent(x, axis, J).getShape());
      !problem.empty())
    return problem;
  return withShape(x, {J, n, n});
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_QUADRATIC_H
