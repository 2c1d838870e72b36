//===- CrossEntropy.cpp - softmax cross-entropy and class labels ----------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

/// Labels `[B]` of i32, or soft targets like the logits.
static LogicalResult verifyLogitsAndTarget(Operation *op, Value logits,
                                           Value target) {
  if (failed(verifyBatchFirst(op)) || failed(verifySameFloatType(op, logits)) ||
      failed(verifyRank(op, "logits", logits.getType(), 2)))
    return failure();
  if (tensorType(target).getRank() == 2)
    return verifySameType(op, "target", target.getType(), "logits",
                          logits.getType());
  if (failed(verifyIndices(op, "target", target.getType())))
    return failure();
  return verifyShape(op, "target", target.getType(),
                     tensorType(logits).getShape().take_front());
}

static LogicalResult verifySmoothing(Operation *op, double smoothing) {
  if (smoothing >= 0 && smoothing < 1)
    return success();
  return op->emitOpError() << "label_smoothing = " << smoothing
                           << " is outside [0, 1)";
}

LogicalResult CrossEntropyOp::verify() {
  if (failed(verifyLogitsAndTarget(*this, getLogits(), getTarget())) ||
      failed(verifySmoothing(*this, getLabelSmoothing().convertToDouble())) ||
      failed(verifySameFloatType(*this, {getLogits(), getResult()})))
    return failure();
  return verifyShape(*this, "result", getType(),
                     getLogits().getType().getShape().take_front());
}

LogicalResult CrossEntropyGradOp::verify() {
  if (failed(verifyLogitsAndTarget(*this, getLogits(), getTarget())) ||
      failed(verifySmoothing(*this, getLabelSmoothing().convertToDouble())) ||
      failed(verifySameFloatType(*this, {getLogits(), getAdjoint()})) ||
      failed(verifyShape(*this, "adjoint", getAdjoint().getType(),
                         getLogits().getType().getShape().take_front())))
    return failure();
  return verifySameType(*this, "result", getType(), "logits",
                        getLogits().getType());
}

LogicalResult OneHotOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifyIndices(*this, "labels", getLabels().getType())) ||
      failed(verifyRank(*this, "labels", getLabels().getType(), 1)) ||
      failed(verifySameFloatType(*this, getResult())) ||
      failed(verifyRank(*this, "result", getType(), 2)))
    return failure();
  return verifyShape(*this, "labels", getLabels().getType(),
                     getType().getShape().take_front());
}
