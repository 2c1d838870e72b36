//===- Reduce.h - product, maximum or minimum over dimensions ---*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_REDUCE_H
#define DND_DIALECT_DND_SHAPES_REDUCE_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// The input's type without `dims`.
inline TypeOr reduce(RankedTensorType input, llvm::ArrayRef<int64_t> dims) {
  if (Problem problem = checkDims(input, dims); !problem.empty())
    return problem;
  llvm::SmallVector<int64_t> shape;
  for (auto [dim, size] : llvm::enumerate(input.getShape()))
    if (!llvm::is_contained(dims, static_cast<int64_t>(dim)))
      shape.push_back(size);
  return withShape(input, shape);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_REDUCE_H
