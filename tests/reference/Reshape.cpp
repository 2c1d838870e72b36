//===- Reshape.cpp - The same numbers under another shape ---------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalReshape(ReshapeOp op, const Evaluator &at) {
  Tensor same = at.get(op.getInput());
  same.shape = at.shapeOf(op.getType());
  return same;
}

void addReshapeReference(ReferenceTable &table) { table.add(evalReshape); }

} // namespace dnd::reference
