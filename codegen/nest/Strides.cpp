//===- Strides.cpp - how an access moves in memory ------------------------===//
#include "codegen/nest/Strides.h"

using namespace mlir;

namespace dnd::codegen {

/// The result that alone moves with `dim`, by one for each step; the number of
/// results where none moves.
static std::optional<unsigned> movedByOne(AffineMap map, unsigned dim) {
  unsigned moved = map.getNumResults();
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    if (!expr.isFunctionOfDim(dim))
      continue;
    AffineExpr d = getAffineDimExpr(dim, map.getContext());
    AffineExpr step = simplifyAffineExpr(expr.replace(d, d + 1) - expr,
                                         map.getNumDims(), map.getNumSymbols());
    auto constant = dyn_cast<AffineConstantExpr>(step);
    if (moved < map.getNumResults() || !constant || constant.getValue() != 1)
      return std::nullopt;
    moved = i;
  }
  return moved;
}

Step stepOf(MemRefType type, AffineMap map, unsigned dim) {
  std::optional<unsigned> moved = movedByOne(map, dim);
  if (!moved)
    return Step::far;
  if (*moved == map.getNumResults())
    return Step::none;
  SmallVector<int64_t> strides;
  int64_t offset = 0;
  if (failed(getStridesAndOffset(type, strides, offset)))
    return Step::far;
  return strides[*moved] == 1 ? Step::unit : Step::far;
}

bool isContiguous(AffineMap map, unsigned dim) {
  std::optional<unsigned> moved = movedByOne(map, dim);
  return moved && *moved + 1 == map.getNumResults();
}

} // namespace dnd::codegen
