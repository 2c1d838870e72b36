//===- Margin.cpp - gradient of the margin --------------------------------===//
#include "dialect/dnd/DndDialect.h"

using namespace mlir;
using namespace dnd;

LogicalResult MarginOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                 ArrayRef<bool> needed,
                                 MutableArrayRef<Value> operandAdjoints) {
  if (needed[0])
    operandAdjoints[0] = builder.create<MarginGradOp>(
        getLoc(), getLogits().getType(), getLogits(), getLabels(), adjoints[0]);
  return success();
}
