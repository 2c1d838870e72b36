//===- StopGradient.cpp - the same value, with derivative zero ------------===//
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult StopGradientOp::verify() {
  return verifySameType(*this, "result", getType(), "the input",
                        getInput().getType());
}
