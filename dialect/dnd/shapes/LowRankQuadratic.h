//===- LowRankQuadratic.h - sums of products of projections -----*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_LOWRANKQUADRATIC_H
#define DND_DIALECT_DND_SHAPES_LOWRANKQUADRATIC_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// x with J at the axis; u and v `[J, R, n]`, scale `[J, R]`, linear `[J, n]`,
/// bias `[J]`. Null types stand for operands that are not there.
inline TypeOr lowRankQuadratic(RankedTensorType x, RankedTensorType u,
                               RankedTensorType v, RankedTensorType scale,
                               RankedTensorType linear, RankedTensorType bias,
                               int64_t axis) {
  if (Problem problem = firstOf(checkDim(x, axis), checkRank("u", u, 3));
      !problem.empty())
    return problem;
  int64_t n = x.getDimSize(axis), J = u.getDimSize(0), R = u.getDimSize(1);
  auto check = [](llvm::StringRef what, RankedTensorType type,
                  llvm::ArrayRef<int64_t> shape) {
    return type ? checkShape(what, type, shape) : Problem();
  };
  if (Problem problem =
          firstOf(check("u", u, {J, R, n}), check("v", v, {J, R, n}),
                  check("scale", scale, {J, R}),
                  check("linear", linear, {J, n}), check("bias", bias, {J}));
      !problem.empty())
    return problem;
  return withExtent(x, axis, J);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_LOWRANKQUADRATIC_H
