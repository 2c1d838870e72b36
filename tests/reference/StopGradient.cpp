//===- StopGradient.cpp - The same value --------------------------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalStopGradient(StopGradientOp op, const Evaluator &at) {
  return at.get(op.getInput());
}

void addStopGradientReference(ReferenceTable &table) {
  table.add(evalStopGradient);
}

} // namespace dnd::reference
