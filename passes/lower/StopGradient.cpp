//===- StopGradient.cpp - lowering of dnd.stop_gradient -------------------===//
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

static FailureOr<Value> lowerStopGradient(StopGradientOp op, Lowering &l) {
  return op.getInput();
}

void dnd::passes::addStopGradientLowering(LoweringTable &table) {
  table.add(lowerStopGradient);
}
