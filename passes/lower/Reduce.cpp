//===- Reduce.cpp - lowering of dnd.reduce --------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/Lowering.h"
#include <limits>

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

static FailureOr<Value> lowerReduce(ReduceOp op, Lowering &l) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  ReduceKind kind = op.getKind();
  double init = kind == ReduceKind::prod  ? 1
                : kind == ReduceKind::max ? -inf
                                          : inf;
  return l.fold(op.getLoc(), cast<RankedTensorType>(op.getType()),
                op.getInput(), op.getDims(), init,
                [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                  if (kind == ReduceKind::prod)
                    return b.create<arith::MulFOp>(loc, args[0], args[1]);
                  if (kind == ReduceKind::max)
                    return b.create<arith::MaximumFOp>(loc, args[0], args[1]);
                  return b.create<arith::MinimumFOp>(loc, args[0], args[1]);
                });
}

void dnd::passes::addReduceLowering(LoweringTable &table) {
  table.add(lowerReduce);
}
