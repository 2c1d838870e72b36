//===- Softmax.cpp - lowering of dnd.softmax and dnd.log_softmax ----------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/lower/Rows.h"
#include <limits>

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

RankedTensorType dnd::passes::withoutDim(RankedTensorType type, int64_t dim) {
  SmallVector<int64_t> shape(type.getShape());
  shape.erase(shape.begin() + dim);
  return RankedTensorType::get(shape, type.getElementType());
}

RowStats dnd::passes::softmaxStats(Lowering &l, Location loc, Value x,
                                   int64_t dim) {
  auto type = cast<RankedTensorType>(x.getType());
  RankedTensorType rowType = withoutDim(type, dim);
  RowStats stats;
  stats.maximum =
      l.fold(loc, rowType, x, {dim}, -std::numeric_limits<double>::infinity(),
             [](OpBuilder &b, Location at, ValueRange args) -> Value {
               return b.create<arith::MaximumFOp>(at, args[0], args[1]);
             });
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  iterators[dim] = utils::IteratorType::reduction;
  AffineMap row = l.dropDims(type.getRank(), {dim});
  SmallVector<AffineMap> maps{l.identity(type.getRank()), row, row};
  auto sum = l.b.create<linalg::GenericOp>(
      loc, TypeRange(rowType), ValueRange{x, stats.maximum},
      ValueRange(l.filled(loc, rowType, 0)), maps, iterators,
      [](OpBuilder &b, Location at, ValueRange args) {
        Value shifted = b.create<arith::SubFOp>(at, args[0], args[1]);
        Value e = b.create<math::ExpOp>(at, shifted);
        Value next = b.create<arith::AddFOp>(at, args[2], e);
        b.create<linalg::YieldOp>(at, next);
      });
  stats.sum = sum.getResult(0);
  return stats;
}

static FailureOr<Value> lowerSoftmax(SoftmaxOp op, Lowering &l) {
  auto type = cast<RankedTensorType>(op.getType());
  RowStats stats = softmaxStats(l, op.getLoc(), op.getInput(), op.getDim());
  AffineMap row = l.dropDims(type.getRank(), {int64_t(op.getDim())});
  return l.pointwise(
      op.getLoc(), type, {op.getInput(), stats.maximum, stats.sum},
      {l.identity(type.getRank()), row, row},
      [](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value shifted = b.create<arith::SubFOp>(at, args[0], args[1]);
        Value e = b.create<math::ExpOp>(at, shifted);
        return b.create<arith::DivFOp>(at, e, args[2]);
      });
}

static FailureOr<Value> lowerLogSoftmax(LogSoftmaxOp op, Lowering &l) {
  auto type = cast<RankedTensorType>(op.getType());
  RowStats stats = softmaxStats(l, op.getLoc(), op.getInput(), op.getDim());
  AffineMap row = l.dropDims(type.getRank(), {int64_t(op.getDim())});
  return l.pointwise(
      op.getLoc(), type, {op.getInput(), stats.maximum, stats.sum},
      {l.identity(type.getRank()), row, row},
      [](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value shifted = b.create<arith::SubFOp>(at, args[0], args[1]);
        Value logSum = b.create<math::LogOp>(at, args[2]);
        return b.create<arith::SubFOp>(at, shifted, logSum);
      });
}

void dnd::passes::addSoftmaxLowering(LoweringTable &table) {
  table.add(lowerSoftmax);
  table.add(lowerLogSoftmax);
}
