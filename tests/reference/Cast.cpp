//===- Cast.cpp - The same numbers in another float type ------------------===//
//
// The reference computes in double precision whatever the types are: a cast
// keeps its numbers. What rounding does is held by tests/numeric/numpy.
//
//===----------------------------------------------------------------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalCast(CastOp op, const Evaluator &at) {
  return at.get(op.getInput());
}

void addCastReference(ReferenceTable &table) { table.add(evalCast); }

} // namespace dnd::reference
