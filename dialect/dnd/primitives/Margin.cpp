//===- Margin.cpp - margin of each sample ---------------------------------===//
#include "dialect/dnd/shapes/Margin.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult MarginOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getLogits(), getResult()})))
    return failure();
  return verifyResult(
      *this, shapes::margin(getLogits().getType(), getLabels().getType()),
      getType());
}

LogicalResult MarginGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getLogits(), getAdjoint()})))
    return failure();
  shapes::TypeOr margin =
      shapes::margin(getLogits().getType(), getLabels().getType());
  if (!margin)
    return verifyResult(*this, margin, getType());
  if (failed(verifyNone(*this,
                        shapes::checkShape("adjoint", getAdjoint().getType(),
                                           (*margin).getShape()))))
    return failure();
  return verifySameType(*this, "result", getType(), "logits",
                        getLogits().getType());
}
