//===- Structure.cpp - lowering of constants and batch numbers ------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// The numbers in the precision of `type`.
static DenseElementsAttr rounded(DenseElementsAttr value, Type type) {
  auto real = dyn_cast<FloatType>(type);
  if (!real || value.getElementType() == type)
    return value;
  return value.mapValues(type, [&](APFloat number) {
    bool lost;
    number.convert(real.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                   &lost);
    return number.bitcastToAPInt();
  });
}

static FailureOr<Value> lowerConstant(ConstantOp op, Lowering &l) {
  auto value = dyn_cast<DenseElementsAttr>(op.getValue());
  if (!value)
    return op.emitOpError("has a value that is not dense");
  auto type = cast<RankedTensorType>(op.getType());
  return l.b
      .create<arith::ConstantOp>(op.getLoc(),
                                 rounded(value, type.getElementType()))
      .getResult();
}

static FailureOr<Value> lowerStopGradient(StopGradientOp op, Lowering &l) {
  return op.getInput();
}

static FailureOr<Value> lowerInverseBatch(InverseBatchOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  auto like = cast<RankedTensorType>(op.getLike().getType());
  if (like.getRank() == 0)
    return op.emitOpError("needs a tensor with a batch dimension");
  Value size = l.b.create<arith::IndexCastOp>(loc, l.b.getI64Type(),
                                              l.extent(loc, like, 0));
  Value number = l.b.create<arith::SIToFPOp>(loc, type.getElementType(), size);
  Value inverse = l.b.create<arith::DivFOp>(
      loc, l.scalar(loc, type.getElementType(), 1), number);
  return l.b.create<linalg::FillOp>(loc, inverse, l.empty(loc, type))
      .getResult(0);
}

static FailureOr<Value> lowerBatchOnes(BatchOnesOp op, Lowering &l) {
  return l.filled(op.getLoc(), cast<RankedTensorType>(op.getType()), 1);
}

void dnd::passes::addStructureLowering(LoweringTable &table) {
  table.add(lowerConstant);
  table.add(lowerStopGradient);
  table.add(lowerInverseBatch);
  table.add(lowerBatchOnes);
}
