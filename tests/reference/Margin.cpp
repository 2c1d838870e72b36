//===- Margin.cpp - Margin of each sample, and its adjoint --------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

/// The first largest class other than `label`.
static int64_t rival(const Tensor &logits, int64_t b, int64_t label) {
  int64_t best = -1;
  for (int64_t c = 0; c < logits.shape[1]; ++c)
    if (c != label && (best < 0 || logits.at({b, c}) > logits.at({b, best})))
      best = c;
  return best;
}

static Tensor evalMargin(MarginOp op, const Evaluator &at) {
  const Tensor &logits = at.get(op.getLogits()),
               &labels = at.get(op.getLabels());
  Tensor result({logits.shape[0]});
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto label = static_cast<int64_t>(labels.at({b}));
    result.at({b}) =
        logits.at({b, label}) - logits.at({b, rival(logits, b, label)});
  }
  return result;
}

static Tensor evalMarginGrad(MarginGradOp op, const Evaluator &at) {
  const Tensor &logits = at.get(op.getLogits()),
               &labels = at.get(op.getLabels()),
               &adjoint = at.get(op.getAdjoint());
  Tensor result(logits.shape);
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto label = static_cast<int64_t>(labels.at({b}));
    result.at({b, label}) += adjoint.at({b});
    result.at({b, rival(logits, b, label)}) -= adjoint.at({b});
  }
  return result;
}

void addMarginReference(ReferenceTable &table) {
  table.add(evalMargin);
  table.add(evalMarginGrad);
}

} // namespace dnd::reference
