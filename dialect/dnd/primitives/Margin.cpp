//===- Margin.cpp - margin of each sample ---------------------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

static LogicalResult verifyLogitsAndLabels(Operation *op, Value logits,
                                           Value labels) {
  if (failed(verifyBatchFirst(op)) || failed(verifySameFloatType(op, logits)) ||
      failed(verifyRank(op, "logits", logits.getType(), 2)) ||
      failed(verifyIndices(op, "labels", labels.getType())))
    return failure();
  if (tensorType(logits).getDimSize(1) < 2)
    return op->emitOpError() << "needs at least 2 classes, found "
                             << tensorType(logits).getDimSize(1);
  return verifyShape(op, "labels", labels.getType(),
                     tensorType(logits).getShape().take_front());
}

LogicalResult MarginOp::verify() {
  if (failed(verifyLogitsAndLabels(*this, getLogits(), getLabels())) ||
      failed(verifySameFloatType(*this, {getLogits(), getResult()})))
    return failure();
  return verifyShape(*this, "result", getType(),
                     getLogits().getType().getShape().take_front());
}

LogicalResult MarginGradOp::verify() {
  if (failed(verifyLogitsAndLabels(*this, getLogits(), getLabels())) ||
      failed(verifySameFloatType(*this, {getLogits(), getAdjoint()})) ||
      failed(verifyShape(*this, "adjoint", getAdjoint().getType(),
                         getLogits().getType().getShape().take_front())))
    return failure();
  return verifySameType(*this, "result", getType(), "logits",
                        getLogits().getType());
}
