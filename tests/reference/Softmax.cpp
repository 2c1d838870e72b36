//===- Softmax.cpp - Softmax and its logarithm --------------------------===//
#include "tests/reference/Softmax.h"
#include "tests/reference/Evaluator.h"
#include "tests/reference/Reduced.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;

namespace dnd::reference {

using Index = std::vector<int64_t>;

Tensor softmaxOf(const Tensor &input, int64_t dim, bool logarithm) {
  Reduced groups(input, {dim});
  Tensor result(input.shape);
  forEachIndex(groups.outer, [&](const Index &group) {
    double top = -std::numeric_limits<double>::infinity(), sum = 0;
    forEachIndex(groups.inner, [&](const Index &i) {
      top = std::max(top, input.at(groups.join(group, i)));
    });
    forEachIndex(groups.inner, [&](const Index &i) {
      sum += std::exp(input.at(groups.join(group, i)) - top);
    });
    forEachIndex(groups.inner, [&](const Index &i) {
      Index full = groups.join(group, i);
      double shifted = input.at(full) - top;
      result.at(full) =
          logarithm ? shifted - std::log(sum) : std::exp(shifted) / sum;
    });
  });
  return result;
}

static Tensor evalSoftmax(SoftmaxOp op, const Evaluator &at) {
  return softmaxOf(at.get(op.getInput()), op.getDim(), false);
}

static Tensor evalLogSoftmax(LogSoftmaxOp op, const Evaluator &at) {
  return softmaxOf(at.get(op.getInput()), op.getDim(), true);
}

void addSoftmaxReference(ReferenceTable &table) {
  table.add(evalSoftmax);
  table.add(evalLogSoftmax);
}

} // namespace dnd::reference
