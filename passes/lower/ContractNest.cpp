//===- ContractNest.cpp - a contract as a nest of factors -----------------===//
#include "passes/lower/ContractNest.h"
#include "mlir/Dialect/Affine/Analysis/AffineStructures.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace dnd::passes;

llvm::SmallBitVector ContractNest::dimsOf(AffineMap map) const {
  llvm::SmallBitVector dims(extents.size());
  for (AffineExpr result : map.getResults())
    result.walk([&](AffineExpr e) {
      if (auto dim = dyn_cast<AffineDimExpr>(e))
        dims.set(dim.getPosition());
      else if (auto symbol = dyn_cast<AffineSymbolExpr>(e))
        dims |= dimsOf(tables[symbol.getPosition()].map);
    });
  return dims;
}

double ContractNest::points(const llvm::SmallBitVector &dims) const {
  double count = 1;
  for (unsigned d : dims.set_bits())
    count *= ShapedType::isDynamic(extents[d]) ? dnd::assumedBatch : extents[d];
  return count;
}

SmallVector<unsigned>
ContractNest::ordered(const llvm::SmallBitVector &dims) const {
  SmallVector<unsigned> order;
  for (unsigned d : dims.set_bits())
    order.push_back(d);
  llvm::stable_sort(order, [&](unsigned a, unsigned b) {
    return ShapedType::isDynamic(extents[a]) >
           ShapedType::isDynamic(extents[b]);
  });
  return order;
}

std::optional<SmallVector<unsigned>>
dnd::passes::exactRadix(AffineExpr expr, unsigned numDims, unsigned numSymbols,
                        ArrayRef<int64_t> extents, int64_t size) {
  SmallVector<int64_t> flat;
  if (failed(getFlattenedAffineExpr(expr, numDims, numSymbols, &flat)) ||
      flat.size() != numDims + numSymbols + 1 || flat.back() != 0)
    return std::nullopt;
  SmallVector<std::pair<int64_t, unsigned>> terms;
  for (unsigned i = 0; i < numDims + numSymbols; ++i) {
    if (flat[i] == 0)
      continue;
    if (i >= numDims || ShapedType::isDynamic(extents[i]))
      return std::nullopt;
    if (extents[i] == 1) // adds nothing, but its place is not determined
      return std::nullopt;
    terms.push_back({flat[i], i});
  }
  llvm::sort(terms);
  int64_t stride = 1;
  for (auto [coefficient, dim] : terms) {
    if (coefficient != stride)
      return std::nullopt;
    stride *= extents[dim];
  }
  if (stride != size)
    return std::nullopt;
  SmallVector<unsigned> dims;
  for (auto &term : llvm::reverse(terms))
    dims.push_back(term.second);
  return dims;
}

static void splitFactor(Lowering &l, Location loc, const ContractNest &nest,
                        NestFactor &factor) {
  auto type = cast<RankedTensorType>(factor.tensor.getType());
  SmallVector<ReassociationIndices> groups;
  SmallVector<AffineExpr> exprs;
  SmallVector<int64_t> shape;
  bool changed = false;
  for (auto [d, expr] : llvm::enumerate(factor.map.getResults())) {
    std::optional<SmallVector<unsigned>> radix;
    if (!isa<AffineDimExpr, AffineConstantExpr>(expr))
      radix =
          exactRadix(expr, factor.map.getNumDims(), factor.map.getNumSymbols(),
                     nest.extents, type.getDimSize(d));
    ReassociationIndices group;
    if (radix && radix->size() > 1) {
      changed = true;
      for (unsigned dim : *radix) {
        group.push_back(exprs.size());
        exprs.push_back(l.b.getAffineDimExpr(dim));
        shape.push_back(nest.extents[dim]);
      }
    } else {
      group.push_back(exprs.size());
      exprs.push_back(expr);
      shape.push_back(type.getDimSize(d));
    }
    groups.push_back(group);
  }
  if (!changed)
    return;
  SmallVector<OpFoldResult> sizes;
  for (int64_t size : shape)
    sizes.push_back(ShapedType::isDynamic(size)
                        ? OpFoldResult(l.batch)
                        : OpFoldResult(l.b.getIndexAttr(size)));
  factor.tensor = l.b.create<tensor::ExpandShapeOp>(
      loc, RankedTensorType::get(shape, type.getElementType()), factor.tensor,
      groups, sizes);
  factor.map =
      AffineMap::get(factor.map.getNumDims(), factor.map.getNumSymbols(), exprs,
                     l.b.getContext());
}

void dnd::passes::splitCompositeIndices(Lowering &l, Location loc,
                                        ContractNest &nest) {
  for (NestFactor &factor : nest.factors)
    splitFactor(l, loc, nest, factor);
}
