//===- Batch.cpp - ops that know the size of the batch --------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

static LogicalResult verifyLike(Operation *op, Value like) {
  if (hasBatch(like))
    return success();
  return op->emitOpError() << "needs a tensor with the batch, found "
                           << like.getType();
}

LogicalResult InverseBatchOp::verify() { return verifyLike(*this, getLike()); }

LogicalResult BatchOnesOp::verify() {
  if (!hasBatch(getType()))
    return emitOpError() << "result must be as long as the batch, found "
                         << getType();
  return verifyLike(*this, getLike());
}
