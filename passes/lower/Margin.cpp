//===- Margin.cpp - lowering of dnd.margin and its adjoint ----------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Rows.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// Value and place (index) of the first largest logit of a row that is not the
/// label's; classes >= 2.
static std::pair<Value, Value>
largestOther(OpBuilder &b, Location loc, Value logits, Value row, Value label) {
  auto type = cast<RankedTensorType>(logits.getType());
  Value zero = b.create<arith::ConstantIndexOp>(loc, 0);
  Value one = b.create<arith::ConstantIndexOp>(loc, 1);
  Value classes = b.create<arith::ConstantIndexOp>(loc, type.getDimSize(1));
  // Start from the first class that is not the label.
  Value isZero =
      b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, label, zero);
  Value start = b.create<arith::SelectOp>(loc, isZero, one, zero);
  Value first =
      b.create<tensor::ExtractOp>(loc, logits, ValueRange{row, start});
  SmallVector<Value> best = scalarLoops(
      b, loc, {classes}, {first, start},
      [&](OpBuilder &in, Location, ValueRange point, ValueRange carried) {
        Value x = in.create<tensor::ExtractOp>(loc, logits,
                                               ValueRange{row, point[0]});
        Value larger = in.create<arith::CmpFOp>(loc, arith::CmpFPredicate::OGT,
                                                x, carried[0]);
        Value other = in.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne,
                                               point[0], label);
        Value take = in.create<arith::AndIOp>(loc, larger, other);
        return SmallVector<Value>{
            in.create<arith::SelectOp>(loc, take, x, carried[0]),
            in.create<arith::SelectOp>(loc, take, point[0], carried[1])};
      });
  return {best[0], best[1]};
}

static FailureOr<Value> lowerMargin(MarginOp op, Lowering &l) {
  return l.pointwise(
      op.getLoc(), cast<RankedTensorType>(op.getType()), {op.getLabels()},
      {l.identity(1)},
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value row = b.create<linalg::IndexOp>(at, 0);
        Value label = labelAt(b, at, args[0]);
        Value own = b.create<tensor::ExtractOp>(at, op.getLogits(),
                                                ValueRange{row, label});
        Value other = largestOther(b, at, op.getLogits(), row, label).first;
        return b.create<arith::SubFOp>(at, own, other);
      });
}

static FailureOr<Value> lowerMarginGrad(MarginGradOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  auto places = RankedTensorType::get({type.getDimSize(0)}, l.b.getI32Type());
  Value rival = l.pointwise(
      loc, places, {op.getLabels()}, {l.identity(1)},
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value row = b.create<linalg::IndexOp>(at, 0);
        Value place =
            largestOther(b, at, op.getLogits(), row, labelAt(b, at, args[0]))
                .second;
        return b.create<arith::IndexCastOp>(at, b.getI32Type(), place);
      });
  AffineMap row = l.dropDims(2, {1});
  return l.pointwise(
      loc, type, {op.getLabels(), rival, op.getAdjoint()}, {row, row, row},
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value column = b.create<arith::IndexCastOp>(
            at, b.getI32Type(), b.create<linalg::IndexOp>(at, 1));
        auto same = [&](Value place) -> Value {
          return b.create<arith::CmpIOp>(at, arith::CmpIPredicate::eq, column,
                                         place);
        };
        Value zero = b.create<arith::ConstantOp>(
            at, b.getFloatAttr(type.getElementType(), 0));
        Value minus = b.create<arith::NegFOp>(at, args[2]);
        Value rest = b.create<arith::SelectOp>(at, same(args[1]), minus, zero);
        return b.create<arith::SelectOp>(at, same(args[0]), args[2], rest);
      });
}

void dnd::passes::addMarginLowering(LoweringTable &table) {
  table.add(lowerMargin);
  table.add(lowerMarginGrad);
}
