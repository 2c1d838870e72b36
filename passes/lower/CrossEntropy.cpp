//===- CrossEntropy.cpp - lowering of dnd.cross_entropy and its adjoint ---===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Rows.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

Value dnd::passes::labelAt(OpBuilder &b, Location loc, Value label) {
  return b.create<arith::IndexCastOp>(loc, b.getIndexType(), label);
}

/// (1 - smoothing) * t + smoothing / classes.
static Value smooth(OpBuilder &b, Location loc, Value t, double smoothing,
                    int64_t classes) {
  if (smoothing == 0)
    return t;
  auto constant = [&](double v) {
    return b.create<arith::ConstantOp>(loc, b.getFloatAttr(t.getType(), v));
  };
  Value kept = b.create<arith::MulFOp>(loc, constant(1 - smoothing), t);
  return b.create<arith::AddFOp>(loc, kept, constant(smoothing / classes));
}

/// log sum exp(x - m) of each row from its two statistics, minus nothing else.
static Value logSum(OpBuilder &b, Location loc, Value sum) {
  return b.create<math::LogOp>(loc, sum);
}

/// With labels: sum_c t_c (m + log s - x_c) over the classes; t is 1 in total.
static Value lowerWithLabels(CrossEntropyOp op, Lowering &l,
                             const RowStats &stats) {
  auto type = cast<RankedTensorType>(op.getLogits().getType());
  int64_t classes = type.getDimSize(1);
  double smoothing = op.getLabelSmoothing().convertToDouble();
  Value logits = op.getLogits();
  AffineMap id = l.identity(1);
  SmallVector<Value> inputs{op.getTarget(), stats.maximum, stats.sum};
  SmallVector<AffineMap> maps(3, id);
  if (smoothing != 0) {
    auto rows = withoutDim(type, 1);
    inputs.push_back(
        l.fold(op.getLoc(), rows, logits, {1}, 0,
               [](OpBuilder &b, Location at, ValueRange args) -> Value {
                 return b.create<arith::AddFOp>(at, args[0], args[1]);
               }));
    maps.push_back(id);
  }
  return l.pointwise(
      op.getLoc(), cast<RankedTensorType>(op.getType()), inputs, maps,
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value row = b.create<linalg::IndexOp>(at, 0);
        Value x = b.create<tensor::ExtractOp>(
            at, logits, ValueRange{row, labelAt(b, at, args[0])});
        if (smoothing != 0) {
          auto constant = [&](double v) {
            return b.create<arith::ConstantOp>(at,
                                               b.getFloatAttr(x.getType(), v));
          };
          x = b.create<arith::AddFOp>(
              at, b.create<arith::MulFOp>(at, constant(1 - smoothing), x),
              b.create<arith::MulFOp>(at, constant(smoothing / classes),
                                      args[3]));
        }
        Value distance = b.create<arith::SubFOp>(at, args[1], x);
        return b.create<arith::AddFOp>(at, distance, logSum(b, at, args[2]));
      });
}

static Value lowerWithShares(CrossEntropyOp op, Lowering &l,
                             const RowStats &stats) {
  auto type = cast<RankedTensorType>(op.getLogits().getType());
  int64_t classes = type.getDimSize(1);
  double smoothing = op.getLabelSmoothing().convertToDouble();
  AffineMap id = l.identity(2), row = l.dropDims(2, {1});
  auto result = cast<RankedTensorType>(op.getType());
  SmallVector<AffineMap> maps{id, id, row, row, row};
  SmallVector<utils::IteratorType> iterators{utils::IteratorType::parallel,
                                             utils::IteratorType::reduction};
  auto sum = l.b.create<linalg::GenericOp>(
      op.getLoc(), TypeRange(result),
      ValueRange{op.getLogits(), op.getTarget(), stats.maximum, stats.sum},
      ValueRange(l.filled(op.getLoc(), result, 0)), maps, iterators,
      [&](OpBuilder &b, Location at, ValueRange args) {
        Value t = smooth(b, at, args[1], smoothing, classes);
        Value distance = b.create<arith::AddFOp>(
            at, b.create<arith::SubFOp>(at, args[2], args[0]),
            logSum(b, at, args[3]));
        Value term = b.create<arith::MulFOp>(at, t, distance);
        Value next = b.create<arith::AddFOp>(at, args[4], term);
        b.create<linalg::YieldOp>(at, next);
      });
  return sum.getResult(0);
}

static bool hasLabels(Value target) {
  return isa<IntegerType>(
      cast<RankedTensorType>(target.getType()).getElementType());
}

static FailureOr<Value> lowerCrossEntropy(CrossEntropyOp op, Lowering &l) {
  RowStats stats = softmaxStats(l, op.getLoc(), op.getLogits(), 1);
  return hasLabels(op.getTarget()) ? lowerWithLabels(op, l, stats)
                                   : lowerWithShares(op, l, stats);
}

/// g * (softmax * sum(t) - t); the sum is 1 for labels and for shares that are
/// a distribution, and keeps the adjoint exact for those that are not.
static FailureOr<Value> lowerCrossEntropyGrad(CrossEntropyGradOp op,
                                              Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  int64_t classes = type.getDimSize(1);
  double smoothing = op.getLabelSmoothing().convertToDouble();
  RowStats stats = softmaxStats(l, loc, op.getLogits(), 1);
  AffineMap id = l.identity(2), row = l.dropDims(2, {1});
  bool labels = hasLabels(op.getTarget());
  SmallVector<Value> inputs{op.getLogits(), stats.maximum, stats.sum,
                            op.getAdjoint(), op.getTarget()};
  SmallVector<AffineMap> maps{id, row, row, row, labels ? row : id};
  if (!labels) {
    inputs.push_back(
        l.fold(loc, withoutDim(type, 1), op.getTarget(), {1}, 0,
               [&](OpBuilder &b, Location at, ValueRange args) -> Value {
                 return b.create<arith::AddFOp>(
                     at, smooth(b, at, args[0], smoothing, classes), args[1]);
               }));
    maps.push_back(row);
  }
  return l.pointwise(
      loc, type, inputs, maps,
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value shifted = b.create<arith::SubFOp>(at, args[0], args[1]);
        Value e = b.create<math::ExpOp>(at, shifted);
        Value p = b.create<arith::DivFOp>(at, e, args[2]);
        Value t = args[4];
        if (labels) {
          Value column = b.create<linalg::IndexOp>(at, 1);
          Value hit = b.create<arith::CmpIOp>(at, arith::CmpIPredicate::eq,
                                              column, labelAt(b, at, t));
          t = b.create<arith::UIToFPOp>(at, p.getType(), hit);
        } else {
          p = b.create<arith::MulFOp>(at, p, args[5]);
        }
        t = smooth(b, at, t, smoothing, classes);
        Value difference = b.create<arith::SubFOp>(at, p, t);
        return b.create<arith::MulFOp>(at, args[3], difference);
      });
}

void dnd::passes::addCrossEntropyLowering(LoweringTable &table) {
  table.add(lowerCrossEntropy);
  table.add(lowerCrossEntropyGrad);
}
