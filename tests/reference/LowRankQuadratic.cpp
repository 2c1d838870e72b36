//===- LowRankQuadratic.cpp - Sums of products of projections, by their formula
//===//
#include "tests/reference/Columns.h"
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalLowRankQuadratic(LowRankQuadraticOp op, const Evaluator &at) {
  const Tensor &x = at.get(op.getX()), &u = at.get(op.getU());
  const Tensor *v = at.maybe(op.getV()), *scale = at.maybe(op.getScale()),
               *linear = at.maybe(op.getLinear()),
               *bias = at.maybe(op.getBias());
  int64_t R = u.shape[1], n = u.shape[2];
  auto neuron = [&](int64_t j, const std::vector<double> &in) {
    double sum = affinePart(linear, bias, j, in);
    for (int64_t r = 0; r < R; ++r) {
      double left = dot(&u.data[(j * R + r) * n], in);
      double right = v ? dot(&v->data[(j * R + r) * n], in) : left;
      sum += (scale ? scale->data[j * R + r] : 1) * left * right;
    }
    return sum;
  };
  return everywhere(x, op.getAxis(), u.shape[0], neuron);
}

void addLowRankQuadraticReference(ReferenceTable &table) {
  table.add(evalLowRankQuadratic);
}

} // namespace dnd::reference
