//===- Losses.cpp - Reference values of the losses ------------------------===//
//
// Cross-entropy and margin of each sample, and their adjoints.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Evaluator.h"

#include <algorithm>
#include <cmath>

namespace dnd::reference {

namespace {

/// The target distribution of sample `b`: labels (rank 1) or soft targets.
std::vector<double> targetOf(const Tensor &target, int64_t b, int64_t classes,
                             double smoothing) {
  std::vector<double> t(classes);
  for (int64_t c = 0; c < classes; ++c) {
    double hard = target.rank() == 1
                      ? (static_cast<int64_t>(target.at({b})) == c ? 1 : 0)
                      : target.at({b, c});
    t[c] = (1 - smoothing) * hard + smoothing / static_cast<double>(classes);
  }
  return t;
}

/// The first largest class other than `label`.
int64_t rival(const Tensor &logits, int64_t b, int64_t label) {
  int64_t best = -1;
  for (int64_t c = 0; c < logits.shape[1]; ++c)
    if (c != label && (best < 0 || logits.at({b, c}) > logits.at({b, best})))
      best = c;
  return best;
}

} // namespace

Tensor evalCrossEntropy(const Tensor &logits, const Tensor &target,
                        double smoothing) {
  Tensor logp = evalSoftmax(logits, 1, true);
  Tensor result({logits.shape[0]});
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto t = targetOf(target, b, logits.shape[1], smoothing);
    for (int64_t c = 0; c < logits.shape[1]; ++c)
      result.at({b}) -= t[c] * logp.at({b, c});
  }
  return result;
}

Tensor evalCrossEntropyGrad(const Tensor &logits, const Tensor &target,
                            const Tensor &adjoint, double smoothing) {
  Tensor p = evalSoftmax(logits, 1, false);
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

Tensor evalMargin(const Tensor &logits, const Tensor &labels) {
  Tensor result({logits.shape[0]});
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto label = static_cast<int64_t>(labels.at({b}));
    result.at({b}) =
        logits.at({b, label}) - logits.at({b, rival(logits, b, label)});
  }
  return result;
}

Tensor evalMarginGrad(const Tensor &logits, const Tensor &labels,
                      const Tensor &adjoint) {
  Tensor result(logits.shape);
  for (int64_t b = 0; b < logits.shape[0]; ++b) {
    auto label = static_cast<int64_t>(labels.at({b}));
    result.at({b, label}) += adjoint.at({b});
    result.at({b, rival(logits, b, label)}) -= adjoint.at({b});
  }
  return result;
}

Tensor evalOneHot(const Tensor &labels, Tensor::Shape shape) {
  Tensor result(std::move(shape));
  for (int64_t b = 0; b < labels.shape[0]; ++b)
    result.at({b, static_cast<int64_t>(labels.at({b}))}) = 1;
  return result;
}

} // namespace dnd::reference
