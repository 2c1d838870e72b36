//===- Batch.cpp - the size of the batch depends on no value --------------===//
#include "dialect/dnd/DndDialect.h"

using namespace mlir;
using namespace dnd;

LogicalResult InverseBatchOp::buildVjp(OpBuilder &, ValueRange, ArrayRef<bool>,
                                       MutableArrayRef<Value>) {
  return success();
}

LogicalResult BatchOnesOp::buildVjp(OpBuilder &, ValueRange, ArrayRef<bool>,
                                    MutableArrayRef<Value>) {
  return success();
}
