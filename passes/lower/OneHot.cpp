//===- OneHot.cpp - lowering of dnd.one_hot -------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/Rows.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

static FailureOr<Value> lowerOneHot(OneHotOp op, Lowering &l) {
  auto type = cast<RankedTensorType>(op.getType());
  int64_t last = type.getRank() - 1;
  return l.pointwise(
      op.getLoc(), type, {op.getLabels()}, {l.dropDims(type.getRank(), {last})},
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        Value column = b.create<linalg::IndexOp>(at, last);
        Value hit = b.create<arith::CmpIOp>(at, arith::CmpIPredicate::eq,
                                            column, labelAt(b, at, args[0]));
        return b.create<arith::UIToFPOp>(at, type.getElementType(), hit);
      });
}

void dnd::passes::addOneHotLowering(LoweringTable &table) {
  table.add(lowerOneHot);
}
