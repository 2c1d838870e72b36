//===- CrossEntropy.cpp - Softmax cross-entropy and class labels --------===//
#include "tests/reference/Evaluator.h"
#include "tests/reference/Softmax.h"

using namespace mlir;

namespace dnd::reference {

/// The target distribution of sample `b`: labels (rank 1) or soft targets.
static std::vector<double> targetOf(const Tensor &target, int64_t b,
                                    int64_t classes, double smoothing) {
  std::vector<double> t(classes);
  for (int64_t c = 0; c < classes; ++c) {
    double hard = target.rank() == 1
                      ? (static_cast<int64_t>(target.at({b})) == c ? 1 : 0)
                      : target.at({b, c});
    t[c] = (1 - smoothing) * hard + smoothing / static_cast<double>(classes);
  }
  return t;
}

static Tensor evalCrossEntropy(CrossEntropyOp op, const Evaluator &at) {
  const Tensor &logits = at.get(op.getLogits()),
               &target = at.get(op.getTarget());
  double smoothing = op.getLabelSmoothing().convertToDouble();
  Tensor logp = softmaxOf(logits, 1, true);
  Tensor result({logits.shape[0]});
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto t = targetOf(target, b, logits.shape[1], smoothing);
    for (int64_t c = 0; c < logits.shape[1]; ++c)
      result.at({b}) -= t[c] * logp.at({b, c});
  }
  return result;
}

static Tensor evalCrossEntropyGrad(CrossEntropyGradOp op, const Evaluator &at) {
  const Tensor &logits = at.get(op.getLogits()),
               &target = at.get(op.getTarget()),
               &adjoint = at.get(op.getAdjoint());
  double smoothing = op.getLabelSmoothing().convertToDouble();
  Tensor p = softmaxOf(logits, 1, false);
  Tensor result(logits.shape);
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto t = targetOf(target, b, logits.shape[1], smoothing);
    double mass = 0;
    for (double part : t)
      mass += part;
    for (int64_t c = 0; c < logits.shape[1]; ++c)
      result.at({b, c}) = adjoint.at({b}) * (mass * p.at({b, c}) - t[c]);
  }
  return result;
}

static Tensor evalOneHot(OneHotOp op, const Evaluator &at) {
  const Tensor &labels = at.get(op.getLabels());
  Tensor result(at.shapeOf(op.getType()));
  for (int64_t b = 0; b < labels.shape[0]; ++b)
    result.at({b, static_cast<int64_t>(labels.at({b}))}) = 1;
  return result;
}

void addCrossEntropyReference(ReferenceTable &table) {
  table.add(evalCrossEntropy);
  table.add(evalCrossEntropyGrad);
  table.add(evalOneHot);
}

} // namespace dnd::reference
