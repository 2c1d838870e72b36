//===- Cast.cpp - the same numbers in another float type ------------------===//
#include "dialect/dnd/shapes/Cast.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult CastOp::verify() {
  if (failed(verifyBatchFirst(*this)))
    return failure();
  return verifyResult(
      *this, shapes::cast(getInput().getType(), getType().getElementType()),
      getType());
}

OpFoldResult CastOp::fold(FoldAdaptor) {
  if (getInput().getType() == getType())
    return getInput();
  return {};
}
