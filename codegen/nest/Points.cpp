//===- Points.cpp - points of an iteration space by number ----------------===//
#include "codegen/nest/Points.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dnd::codegen;

static Value constant(OpBuilder &b, Location loc, int64_t value) {
  return b.create<arith::ConstantIndexOp>(loc, value);
}

Value Points::count(OpBuilder &b, Location loc, Value batch) const {
  int64_t fixed = 1;
  Value dynamic;
  for (unsigned d : dims) {
    if (!ShapedType::isDynamic(extents[d]))
      fixed *= extents[d];
    else
      dynamic = dynamic ? b.create<arith::MulIOp>(loc, dynamic, batch) : batch;
  }
  if (!dynamic)
    return constant(b, loc, fixed);
  if (fixed == 1)
    return dynamic;
  return b.create<arith::MulIOp>(loc, dynamic, constant(b, loc, fixed));
}

std::optional<int64_t> Points::staticCount() const {
  int64_t count = 1;
  for (unsigned d : dims) {
    if (ShapedType::isDynamic(extents[d]))
      return std::nullopt;
    count *= extents[d];
  }
  return count;
}

int64_t Points::assumedCount() const {
  int64_t count = 1;
  for (unsigned d : dims)
    count *= assumedExtent(extents[d], assumedDeviceBatch);
  return count;
}

void Points::locate(OpBuilder &b, Location loc, Value linear, Value batch,
                    MutableArrayRef<Value> point) const {
  // An extent of 1 needs no division.
  SmallVector<unsigned> moving;
  for (unsigned d : dims) {
    if (extents[d] == 1)
      point[d] = constant(b, loc, 0);
    else
      moving.push_back(d);
  }
  while (!moving.empty()) {
    unsigned d = moving.pop_back_val();
    if (moving.empty()) {
      point[d] = linear;
      return;
    }
    Value extent = ShapedType::isDynamic(extents[d])
                       ? batch
                       : constant(b, loc, extents[d]);
    point[d] = b.create<arith::RemUIOp>(loc, linear, extent);
    linear = b.create<arith::DivUIOp>(loc, linear, extent);
  }
}

Points dnd::codegen::pointsOf(linalg::GenericOp op, utils::IteratorType kind) {
  Points points;
  points.extents = op.getStaticLoopRanges();
  SmallVector<utils::IteratorType> types = op.getIteratorTypesArray();
  // From the fastest: as the first result lies in memory.
  SmallVector<unsigned> order;
  auto add = [&](unsigned d) {
    if (types[d] == kind && !llvm::is_contained(order, d))
      order.push_back(d);
  };
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  for (AffineExpr place : llvm::reverse(out.getResults()))
    if (auto dim = dyn_cast<AffineDimExpr>(place))
      add(dim.getPosition());
  for (unsigned d = types.size(); d-- > 0;)
    add(d);
  // Dividing by the batch is slow, so the batch is slowest.
  llvm::stable_sort(order, [&](unsigned x, unsigned y) {
    return !ShapedType::isDynamic(points.extents[x]) &&
           ShapedType::isDynamic(points.extents[y]);
  });
  points.dims.assign(order.rbegin(), order.rend());
  return points;
}

std::string dnd::codegen::countText(ArrayRef<unsigned> dims,
                                    ArrayRef<int64_t> extents) {
  int64_t fixed = 1;
  bool isDynamic = false;
  for (unsigned d : dims)
    if (ShapedType::isDynamic(extents[d]))
      isDynamic = true;
    else
      fixed *= extents[d];
  if (!isDynamic)
    return std::to_string(fixed);
  return fixed == 1 ? std::string("B") : std::to_string(fixed) + " B";
}
