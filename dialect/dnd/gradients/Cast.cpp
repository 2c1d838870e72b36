//===- Cast.cpp - derivative of a change of type --------------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

/// Rounding counts as the identity.
LogicalResult CastOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                               ArrayRef<bool>,
                               MutableArrayRef<Value> operandAdjoints) {
  operandAdjoints[0] = makeCast(builder, getLoc(), adjoints[0],
                                tensorType(getInput()).getElementType());
  return success();
}
