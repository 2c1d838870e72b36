//===- Batch.cpp - ops that know the size of the batch --------------------===//
#include "dialect/dnd/shapes/Batch.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult InverseBatchOp::verify() {
  return verifyResult(*this, shapes::inverseBatch(getLike().getType()),
                      getType());
}

LogicalResult BatchOnesOp::verify() {
  if (!hasBatch(getType()))
    return emitOpError() << "result must be as long as the batch, found "
                         << getType();
  return verifyResult(*this, shapes::batchOnes(getLike().getType()), getType());
}
