//===- CrossEntropy.cpp - gradient of softmax cross-entropy ---------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult CrossEntropyOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                       ArrayRef<bool> needed,
                                       MutableArrayRef<Value> operandAdjoints) {
  Location loc = getLoc();
  RankedTensorType type = getLogits().getType();
  if (needed[0])
    operandAdjoints[0] = builder.create<CrossEntropyGradOp>(
        loc, type, getLogits(), getTarget(), adjoints[0],
        getLabelSmoothingAttr());
  if (!needed[1])
    return success();
  // Soft targets: -(1 - smoothing) g log softmax(logits).
  MLIRContext *context = builder.getContext();
  Value logs = builder.create<LogSoftmaxOp>(loc, type, getLogits(), 1);
  Value product = makeMap(
      builder, loc, MapFn::mul, {adjoints[0], logs},
      {projection(context, 2, {0}), identityMap(context, 2)}, type.getShape());
  operandAdjoints[1] = makeAffine(builder, loc, product,
                                  getLabelSmoothing().convertToDouble() - 1, 0);
  return success();
}
