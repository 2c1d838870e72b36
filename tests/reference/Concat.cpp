//===- Concat.cpp - Tensors one after the other -------------------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalConcat(ConcatOp op, const Evaluator &at) {
  Tensor result(at.shapeOf(op.getType()));
  int64_t start = 0;
  for (const Tensor *input : at.list(op.getInputs())) {
    forEachIndex(input->shape, [&](const std::vector<int64_t> &index) {
      std::vector<int64_t> moved = index;
      moved[op.getDim()] += start;
      result.at(moved) = input->at(index);
    });
    start += input->shape[op.getDim()];
  }
  return result;
}

void addConcatReference(ReferenceTable &table) { table.add(evalConcat); }

} // namespace dnd::reference
