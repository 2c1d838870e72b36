//===- GatherContract.h - sparse dendrites ----------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_GATHERCONTRACT_H
#define DND_DIALECT_DND_SHAPES_GATHERCONTRACT_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// `[B, K]` from x `[B, n]`, index and w `[K, T]`, bias `[K]` (may be null).
inline TypeOr gatherContract(RankedTensorType x, RankedTensorType index,
                             RankedTensorType w, RankedTensorType bias) {
  if (Problem problem =
          firstOf(checkRank("x", x, 2), checkIndices("index", index),
                  checkRank("index", index, 2), checkDim(x, 1),
                  checkShape("w", w, index.getShape()));
      !problem.empty())
    return problem;
  if (Problem problem =
          bias ? checkShape("bias", bias, index.getShape().take_front())
               : Problem();
      !problem.empty())
    return problem;
  return withShape(x, {x.getDimSize(0), index.getDimSize(0)});
}

/// The shape of the index, from x `[B, n]` and an adjoint `[B, K]`.
inline TypeOr gatherContractGrad(RankedTensorType x, RankedTensorType index,
                                 RankedTensorType adjoint) {
  TypeOr forward =
      gatherContract(x, index, withShape(x, index.getShape()), nullptr);
  if (!forward)
    return forward;
  if (Problem problem = checkShape("adjoint", adjoint, (*forward).getShape());
      !problem.empty())
    return problem;
  return withShape(x, index.getShape());
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_GATHERCONTRACT_H
