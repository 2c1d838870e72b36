//===- Reduce.cpp - gradients of product, maximum and minimum -------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult ReduceOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                 ArrayRef<bool> needed,
                                 MutableArrayRef<Value> operandAdjoints) {
  if (!needed[0])
    return success();
  RankedTensorType type = getInput().getType();
  Value local;
  if (getKind() == ReduceKind::prod)
    local = builder.create<ProdOthersOp>(getLoc(), type, getInput(), getDims());
  else
    local = builder.create<FirstExtremumOp>(getLoc(), type, getKind(),
                                            getInput(), getDims());
  MLIRContext *context = builder.getContext();
  operandAdjoints[0] =
      makeMap(builder, getLoc(), MapFn::mul, {adjoints[0], local},
              {projectionWithout(context, type.getRank(), getDims()),
               identityMap(context, type.getRank())},
              type.getShape());
  return success();
}
