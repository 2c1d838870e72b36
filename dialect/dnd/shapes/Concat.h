//===- Concat.h - tensors one after the other along a dimension -*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_CONCAT_H
#define DND_DIALECT_DND_SHAPES_CONCAT_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// The first input's type with the extents at `dim` added up.
inline TypeOr concat(llvm::ArrayRef<RankedTensorType> inputs, int64_t dim) {
  if (inputs.empty())
    return Problem("needs at least one input");
  RankedTensorType first = inputs.front();
  if (Problem problem = checkDim(first, dim); !problem.empty())
    return problem;
  int64_t sum = 0;
  for (auto [index, type] : llvm::enumerate(inputs)) {
    if (type.getElementType() != first.getElementType())
      return say("mixes element types ", first.getElementType(), " and ",
                 type.getElementType());
    bool fits = type.getRank() == first.getRank();
    for (int64_t d = 0; fits && d < first.getRank(); ++d)
      fits = d == dim || type.getDimSize(d) == first.getDimSize(d);
    if (!fits)
      return say("input #", index, " has type ", type, ", which differs from ",
                 first, " in more than dimension ", dim);
    sum += type.getDimSize(dim);
  }
  return withExtent(first, dim, sum);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_CONCAT_H
