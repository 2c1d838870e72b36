//===- Contract.h - sums of products over index maps ------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_CONTRACT_H
#define DND_DIALECT_DND_SHAPES_CONTRACT_H

#include "dialect/dnd/shapes/Shape.h"
#include "mlir/IR/AffineMap.h"

namespace dnd::shapes {

/// One dimension of the iteration space for each result of the out map, which
/// must be a projected permutation: results of other out maps have a type that
/// does not follow from the space.
inline TypeOr contract(mlir::Type element, mlir::AffineMap outMap,
                       llvm::ArrayRef<int64_t> extents) {
  llvm::SmallVector<int64_t> shape;
  for (mlir::AffineExpr result : outMap.getResults()) {
    auto dim = llvm::dyn_cast<mlir::AffineDimExpr>(result);
    if (!dim)
      return Problem("needs the type of its result, which it adds into "
                     "computed places");
    shape.push_back(extents[dim.getPosition()]);
  }
  return RankedTensorType::get(shape, element);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_CONTRACT_H
