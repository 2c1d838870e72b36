//===- CrossEntropy.cpp - softmax cross-entropy and class labels ----------===//
#include "dialect/dnd/shapes/CrossEntropy.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

static LogicalResult verifySmoothing(Operation *op, double smoothing) {
  if (smoothing >= 0 && smoothing < 1)
    return success();
  return op->emitOpError() << "label_smoothing = " << smoothing
                           << " is outside [0, 1)";
}

LogicalResult CrossEntropyOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySmoothing(*this, getLabelSmoothing().convertToDouble())) ||
      failed(verifySameFloatType(*this, {getLogits(), getResult()})))
    return failure();
  return verifyResult(
      *this, shapes::crossEntropy(getLogits().getType(), getTarget().getType()),
      getType());
}

LogicalResult CrossEntropyGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySmoothing(*this, getLabelSmoothing().convertToDouble())) ||
      failed(verifySameFloatType(*this, {getLogits(), getAdjoint()})))
    return failure();
  shapes::TypeOr loss =
      shapes::crossEntropy(getLogits().getType(), getTarget().getType());
  if (!loss)
    return verifyResult(*this, loss, getType());
  if (failed(verifyNone(*this,
                        shapes::checkShape("adjoint", getAdjoint().getType(),
                                           (*loss).getShape()))))
    return failure();
  return verifySameType(*this, "result", getType(), "logits",
                        getLogits().getType());
}

LogicalResult OneHotOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifyIndices(*this, "labels", getLabels().getType())) ||
      failed(verifySameFloatType(*this, getResult())))
    return failure();
  return verifyNone(
      *this,
      shapes::firstOf(shapes::checkRank("labels", getLabels().getType(), 1),
                      shapes::checkRank("result", getType(), 2),
                      shapes::checkShape("labels", getLabels().getType(),
                                         getType().getShape().take_front())));
}
