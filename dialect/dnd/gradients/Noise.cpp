//===- Noise.cpp - noise depends on no value ------------------------------===//
#include "dialect/dnd/DndDialect.h"

using namespace mlir;
using namespace dnd;

LogicalResult NoiseOp::buildVjp(OpBuilder &, ValueRange, ArrayRef<bool>,
                                MutableArrayRef<Value>) {
  return success();
}
