//===- Reduce.cpp - product, maximum, minimum, and what gradients need ----===//
#include "dialect/dnd/shapes/Reduce.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult ReduceOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})))
    return failure();
  return verifyResult(*this, shapes::reduce(getInput().getType(), getDims()),
                      getType());
}

LogicalResult FirstExtremumOp::verify() {
  if (getKind() == ReduceKind::prod)
    return emitOpError() << "is for max and min, found prod";
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})) ||
      failed(verifyNone(*this,
                        shapes::checkDims(getInput().getType(), getDims()))))
    return failure();
  return verifySameType(*this, "result", getType(), "the input",
                        getInput().getType());
}

LogicalResult ProdOthersOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})) ||
      failed(verifyNone(*this,
                        shapes::checkDims(getInput().getType(), getDims()))))
    return failure();
  return verifySameType(*this, "result", getType(), "the input",
                        getInput().getType());
}
