//===- Pad.h - margins, gaps and crops --------------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_PAD_H
#define DND_DIALECT_DND_SHAPES_PAD_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// Each list has one entry for each dimension of the input, 0 for the batch.
inline TypeOr pad(RankedTensorType input, llvm::ArrayRef<int64_t> low,
                  llvm::ArrayRef<int64_t> high,
                  llvm::ArrayRef<int64_t> interior) {
  auto rank = static_cast<size_t>(input.getRank());
  for (auto [name, list] :
       {std::make_pair("low", low), {"high", high}, {"interior", interior}})
    if (list.size() != rank)
      return say(name, " has ", list.size(), " entries for ", input);
  llvm::SmallVector<int64_t> shape;
  for (auto [d, size] : llvm::enumerate(input.getShape())) {
    if (interior[d] < 0)
      return say("interior of dimension ", d, " is negative: ", interior[d]);
    if (mlir::ShapedType::isDynamic(size)) {
      if (low[d] || high[d] || interior[d])
        return say("dimension ", d, " of ", input,
                   " is the batch, which stays as it is");
      shape.push_back(size);
      continue;
    }
    shape.push_back((size - 1) * (interior[d] + 1) + 1 + low[d] + high[d]);
    if (shape.back() < 1)
      return say("nothing of dimension ", d, " of ", input,
                 " is left: its extent becomes ", shape.back());
  }
  return withShape(input, shape);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_PAD_H
