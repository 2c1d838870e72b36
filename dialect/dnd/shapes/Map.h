//===- Map.h - NumPy broadcasting -------------------------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_MAP_H
#define DND_DIALECT_DND_SHAPES_MAP_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// The common shape of pointwise operands, aligned at their last dimensions;
/// extents of 1 and missing dimensions are repeated. If some input has the
/// batch, those without are aligned behind it. `inputs` is not empty; the
/// element type is that of the last one.
inline TypeOr broadcast(llvm::ArrayRef<RankedTensorType> inputs) {
  auto batched = [](RankedTensorType type) { return !type.hasStaticShape(); };
  bool batch = llvm::any_of(inputs, batched);
  int64_t rank = 0;
  for (RankedTensorType type : inputs)
    rank = std::max(rank, type.getRank() + (batch && !batched(type)));
  llvm::SmallVector<int64_t> shape(rank, 1);
  for (auto [index, type] : llvm::enumerate(inputs))
    for (int64_t d = 0; d < type.getRank(); ++d) {
      int64_t size = type.getDimSize(d);
      int64_t &place =
          shape[batched(type) && d == 0 ? 0 : rank - type.getRank() + d];
      if (size != 1 && place != 1 && size != place)
        return say("input #", index, " has type ", type,
                   ", which does not fit the others");
      if (size != 1)
        place = size;
    }
  return withShape(inputs.back(), shape);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_MAP_H
