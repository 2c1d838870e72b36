//===- CoalesceDims.cpp - neighbouring dimensions as one ------------------===//
#include "codegen/nest/CoalesceDims.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace dnd::codegen {

/// The place where `map` reads dimension `dim` as it is, -1 if it does not
/// depend on it, nothing if it reads it in another way.
static std::optional<int> plainPosition(AffineMap map, unsigned dim) {
  int position = -1;
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    if (!expr.isFunctionOfDim(dim))
      continue;
    if (position >= 0 || !isa<AffineDimExpr>(expr))
      return std::nullopt;
    position = i;
  }
  return position;
}

static bool canMerge(const BufferSpace &space, unsigned outer, unsigned inner) {
  if (ShapedType::isDynamic(space.extents[outer]) ||
      ShapedType::isDynamic(space.extents[inner]))
    return false;
  for (auto [buffer, map] : llvm::zip_equal(space.buffers, space.maps)) {
    std::optional<int> a = plainPosition(map, outer),
                       b = plainPosition(map, inner);
    if (!a || !b || (*a < 0) != (*b < 0))
      return false;
    if (*a < 0)
      continue;
    auto type = cast<MemRefType>(buffer.getType());
    if (*b != *a + 1 || !type.getLayout().isIdentity() ||
        type.getDimSize(*b) != space.extents[inner] ||
        type.getDimSize(*a) != space.extents[outer])
      return false;
  }
  return true;
}

static void merge(OpBuilder &b, Location loc, BufferSpace &space,
                  unsigned outer, unsigned inner) {
  MLIRContext *ctx = b.getContext();
  unsigned numDims = space.extents.size();
  // The merged dimension stays at `outer`; `inner` goes away.
  SmallVector<AffineExpr> renamed;
  for (unsigned d = 0; d < numDims; ++d)
    renamed.push_back(d == inner
                          ? getAffineConstantExpr(0, ctx)
                          : getAffineDimExpr(d > inner ? d - 1 : d, ctx));
  for (auto [buffer, map] : llvm::zip_equal(space.buffers, space.maps)) {
    int at = *plainPosition(map, outer);
    SmallVector<AffineExpr> results;
    for (auto [i, expr] : llvm::enumerate(map.getResults()))
      if (at < 0 || static_cast<int>(i) != at + 1)
        results.push_back(expr.replaceDims(renamed));
    map = AffineMap::get(numDims - 1, 0, results, ctx);
    if (at < 0)
      continue;
    int64_t rank = cast<MemRefType>(buffer.getType()).getRank();
    SmallVector<ReassociationIndices> groups;
    for (int64_t d = 0; d < rank; ++d) {
      if (d == at + 1)
        groups.back().push_back(d);
      else
        groups.push_back({d});
    }
    buffer = b.create<memref::CollapseShapeOp>(loc, buffer, groups);
  }
  space.extents[outer] *= space.extents[inner];
  space.extents.erase(space.extents.begin() + inner);
}

void coalesceDims(OpBuilder &b, Location loc, BufferSpace &space) {
  for (unsigned outer = 0; outer < space.extents.size(); ++outer)
    for (unsigned inner = 0; inner < space.extents.size(); ++inner)
      if (inner != outer && canMerge(space, outer, inner)) {
        merge(b, loc, space, outer, inner);
        outer = -1; // start again: positions changed
        break;
      }
}

} // namespace dnd::codegen
