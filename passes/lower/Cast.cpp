//===- Cast.cpp - lowering of dnd.cast ------------------------------------===//
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

static FailureOr<Value> lowerCast(CastOp op, Lowering &l) {
  auto result = cast<RankedTensorType>(op.getType());
  return l.pointwise(
      op.getLoc(), result, {op.getInput()}, {l.identity(result.getRank())},
      [&](OpBuilder &b, Location at, ValueRange args) {
        return convertFloat(b, at, args[0], result.getElementType());
      });
}

void dnd::passes::addCastLowering(LoweringTable &table) {
  table.add(lowerCast);
}
