//===- Softmax.cpp - softmax and its logarithm ----------------------------===//
#include "dialect/dnd/shapes/Softmax.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

template <typename Op> static LogicalResult verifySoftmax(Op op) {
  if (failed(verifyBatchFirst(op)) ||
      failed(verifySameFloatType(op, {op.getInput(), op.getResult()})) ||
      failed(verifyNone(
          op, shapes::softmax(op.getInput().getType(), op.getDim()).message())))
    return failure();
  return verifySameType(op, "result", op.getType(), "the input",
                        op.getInput().getType());
}

LogicalResult SoftmaxOp::verify() { return verifySoftmax(*this); }
LogicalResult LogSoftmaxOp::verify() { return verifySoftmax(*this); }
