//===- ByMode.cpp - One value while training, another otherwise -----------===//
#include "tests/reference/Evaluator.h"

namespace dnd::reference {

static Tensor evalByMode(ByModeOp op, const Evaluator &at) {
  return at.get(at.getMode().training ? op.getTraining() : op.getOtherwise());
}

void addByModeReference(ReferenceTable &table) { table.add(evalByMode); }

} // namespace dnd::reference
