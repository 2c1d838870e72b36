//===- Noise.h - random numbers of each sample and step ---------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_NOISE_H
#define DND_DIALECT_DND_SHAPES_NOISE_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// Numbers of `shape`, the batch in front, for each sample of `like`.
inline TypeOr noise(RankedTensorType like, llvm::ArrayRef<int64_t> shape) {
  if (Problem problem = checkBatch(like); !problem.empty())
    return problem;
  if (shape.empty() || !mlir::ShapedType::isDynamic(shape.front()))
    return Problem("draws floats for each sample: the result needs the batch "
                   "as dynamic first dimension");
  return withShape(like, shape);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_NOISE_H
