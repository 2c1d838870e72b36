//===- Lowering.cpp - what the lowerings of dnd ops share -----------------===//
#include "passes/lower/Lowering.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace dnd::passes;
using utils::IteratorType;

Value Lowering::index(Location loc, int64_t value) {
  return b.create<arith::ConstantIndexOp>(loc, value);
}

Value Lowering::scalar(Location loc, Type type, double value) {
  if (isa<FloatType>(type))
    return b.create<arith::ConstantOp>(loc, b.getFloatAttr(type, value));
  return b.create<arith::ConstantOp>(
      loc, b.getIntegerAttr(type, static_cast<int64_t>(value)));
}

Value Lowering::extent(Location loc, RankedTensorType type, int64_t dim) {
  return type.isDynamicDim(dim) ? batch : index(loc, type.getDimSize(dim));
}

Value Lowering::empty(Location loc, RankedTensorType type) {
  SmallVector<Value> dynamic(type.getNumDynamicDims(), batch);
  return b.create<tensor::EmptyOp>(loc, type, dynamic);
}

Value Lowering::filled(Location loc, RankedTensorType type, double value) {
  Value scalarValue = scalar(loc, type.getElementType(), value);
  return b.create<linalg::FillOp>(loc, scalarValue, empty(loc, type))
      .getResult(0);
}

AffineMap Lowering::identity(int64_t rank) {
  return b.getMultiDimIdentityMap(rank);
}

AffineMap Lowering::dropDims(int64_t rank, ArrayRef<int64_t> dims) {
  SmallVector<AffineExpr> kept;
  for (int64_t d = 0; d < rank; ++d)
    if (!llvm::is_contained(dims, d))
      kept.push_back(b.getAffineDimExpr(d));
  return AffineMap::get(rank, 0, kept, b.getContext());
}

Value Lowering::narrowed(Location loc, Value tensor, AffineMap map,
                         ArrayRef<int64_t> extents) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<OpFoldResult> sizes;
  bool longer = false;
  for (auto [d, expr] : llvm::enumerate(map.getResults())) {
    int64_t size = type.getDimSize(d);
    auto dim = dyn_cast<AffineDimExpr>(expr);
    int64_t extent = dim ? extents[dim.getPosition()] : size;
    if (!type.isDynamicDim(d) && !ShapedType::isDynamic(extent) &&
        extent < size) {
      longer = true;
      size = extent;
    }
    if (type.isDynamicDim(d))
      sizes.push_back(batch);
    else
      sizes.push_back(b.getIndexAttr(size));
  }
  if (!longer)
    return tensor;
  SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0)),
      strides(sizes.size(), b.getIndexAttr(1));
  return b.create<tensor::ExtractSliceOp>(loc, tensor, offsets, sizes, strides);
}

Value Lowering::pointwise(Location loc, RankedTensorType result,
                          ValueRange inputs, ArrayRef<AffineMap> maps,
                          Body body) {
  SmallVector<AffineMap> allMaps(maps);
  allMaps.push_back(identity(result.getRank()));
  SmallVector<IteratorType> iterators(result.getRank(), IteratorType::parallel);
  SmallVector<Value> reached;
  for (auto [input, map] : llvm::zip(inputs, maps))
    reached.push_back(narrowed(loc, input, map, result.getShape()));
  auto op = b.create<linalg::GenericOp>(
      loc, TypeRange(result), reached, ValueRange(empty(loc, result)), allMaps,
      iterators, [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
        Value value = body(inner, innerLoc, args.drop_back());
        inner.create<linalg::YieldOp>(innerLoc, value);
      });
  return op.getResult(0);
}

Value Lowering::fold(Location loc, RankedTensorType result, Value input,
                     ArrayRef<int64_t> dims, double init, Body body) {
  int64_t rank = cast<RankedTensorType>(input.getType()).getRank();
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  for (int64_t d : dims)
    iterators[d] = IteratorType::reduction;
  SmallVector<AffineMap> maps{identity(rank), dropDims(rank, dims)};
  auto op = b.create<linalg::GenericOp>(
      loc, TypeRange(result), ValueRange(input),
      ValueRange(filled(loc, result, init)), maps, iterators,
      [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
        inner.create<linalg::YieldOp>(innerLoc, body(inner, innerLoc, args));
      });
  return op.getResult(0);
}

Value dnd::passes::convertFloat(OpBuilder &b, Location loc, Value value,
                                Type element) {
  unsigned from = value.getType().getIntOrFloatBitWidth(),
           to = element.getIntOrFloatBitWidth();
  if (value.getType() == element)
    return value;
  if (from < to)
    return b.create<arith::ExtFOp>(loc, element, value);
  return b.create<arith::TruncFOp>(loc, element, value);
}

SmallVector<Value> dnd::passes::scalarLoops(
    OpBuilder &b, Location loc, ValueRange extents, ValueRange init,
    llvm::function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange,
                                          ValueRange)>
        step) {
  Value zero = b.create<arith::ConstantIndexOp>(loc, 0);
  Value one = b.create<arith::ConstantIndexOp>(loc, 1);
  SmallVector<Value> point;
  std::function<SmallVector<Value>(OpBuilder &, ValueRange)> build =
      [&](OpBuilder &at, ValueRange carried) -> SmallVector<Value> {
    if (point.size() == extents.size())
      return step(at, loc, point, carried);
    auto loop = at.create<scf::ForOp>(
        loc, zero, extents[point.size()], one, carried,
        [&](OpBuilder &inner, Location, Value iv, ValueRange args) {
          point.push_back(iv);
          SmallVector<Value> next = build(inner, args);
          point.pop_back();
          inner.create<scf::YieldOp>(loc, next);
        });
    return SmallVector<Value>(loop.getResults());
  };
  return build(b, init);
}
