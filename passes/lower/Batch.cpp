//===- Batch.cpp - lowering of the ops that know the size of the batch ----===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

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

void dnd::passes::addBatchLowering(LoweringTable &table) {
  table.add(lowerInverseBatch);
  table.add(lowerBatchOnes);
}
