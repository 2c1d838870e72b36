//===- Concat.cpp - tensors one after the other ---------------------------===//
#include "dialect/dnd/shapes/Concat.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult ConcatOp::verify() {
  if (failed(verifyBatchFirst(*this)))
    return failure();
  SmallVector<RankedTensorType> types;
  for (Value input : getInputs())
    types.push_back(tensorType(input));
  if (failed(verifyResult(*this, shapes::concat(types, getDim()), getType())))
    return failure();
  if (types.front().getElementType() != getType().getElementType())
    return emitOpError() << "mixes element types "
                         << types.front().getElementType() << " and "
                         << getType().getElementType();
  return success();
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  if (getInputs().size() == 1)
    return getInputs().front();
  return {};
}
