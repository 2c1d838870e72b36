//===- DendriticFusion.cpp - Dendrites over feature rows, by their formula ===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalDendriticFusion(DendriticFusionOp op, const Evaluator &at) {
  const Tensor &rows = at.get(op.getRows()), &W = at.get(op.getW());
  const Tensor *bias = at.maybe(op.getBias()), *scale = at.maybe(op.getScale());
  int64_t M = W.shape[0], J = W.shape[1], F = W.shape[2];
  Tensor y({rows.shape[0], M});
  for (int64_t b = 0; b < rows.shape[0]; ++b)
    for (int64_t m = 0; m < M; ++m)
      for (int64_t j = 0; j < J; ++j) {
        double dendrite = 0;
        for (int64_t f = 0; f < F; ++f)
          dendrite += W.at({m, j, f}) * rows.at({b, j, f}) +
                      (bias ? bias->at({m, j, f}) : 0);
        y.at({b, m}) += (scale ? scale->data[j] : 1) * dendrite;
      }
  return y;
}

void addDendriticFusionReference(ReferenceTable &table) {
  table.add(evalDendriticFusion);
}

} // namespace dnd::reference
