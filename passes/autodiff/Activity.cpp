//===- Activity.cpp - which values a gradient must pass -------------------===//
#include "passes/autodiff/Activity.h"
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

Activity::Activity(ArrayRef<Operation *> ops, ArrayRef<Value> wrt) {
  active.insert(wrt.begin(), wrt.end());
  for (Operation *op : ops) {
    if (!hasActiveOperand(op))
      continue;
    for (Value result : op->getResults())
      if (isFloatTensor(result.getType()))
        active.insert(result);
  }
}

bool Activity::hasActiveOperand(Operation *op) const {
  return llvm::any_of(op->getOperands(),
                      [&](Value value) { return isActive(value); });
}
