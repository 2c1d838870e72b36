//===- ByMode.cpp - the adjoint goes to the value that was taken ----------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult ByModeOp::buildVjp(OpBuilder &builder, ValueRange resultAdjoints,
                                 ArrayRef<bool> needed,
                                 MutableArrayRef<Value> operandAdjoints) {
  Value adjoint = resultAdjoints.front();
  Value zero = makeZero(builder, getLoc(), tensorType(adjoint), adjoint);
  if (needed[0])
    operandAdjoints[0] = builder.create<ByModeOp>(getLoc(), adjoint, zero);
  if (needed[1])
    operandAdjoints[1] = builder.create<ByModeOp>(getLoc(), zero, adjoint);
  return success();
}
