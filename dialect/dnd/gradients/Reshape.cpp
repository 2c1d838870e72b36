//===- Reshape.cpp - gradient of another shape ----------------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult ReshapeOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                  ArrayRef<bool> needed,
                                  MutableArrayRef<Value> operandAdjoints) {
  if (needed[0])
    operandAdjoints[0] =
        builder.create<ReshapeOp>(getLoc(), getInput().getType(), adjoints[0]);
  return success();
}
