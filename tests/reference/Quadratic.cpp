//===- Quadratic.cpp - Quadratic forms of one vector, by their formula --===//
#include "tests/reference/Columns.h"
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalQuadratic(QuadraticOp op, const Evaluator &at) {
  const Tensor &x = at.get(op.getX()), &A = at.get(op.getA());
  const Tensor *linear = at.maybe(op.getLinear()),
               *bias = at.maybe(op.getBias());
  auto neuron = [&](int64_t j, const std::vector<double> &v) {
    int64_t n = static_cast<int64_t>(v.size());
    double sum = affinePart(linear, bias, j, v);
    for (int64_t i = 0; i < n; ++i)
      sum += v[i] * dot(&A.data[(j * n + i) * n], v);
    return sum;
  };
  return everywhere(x, op.getAxis(), A.shape[0], neuron);
}

static Tensor evalQuadraticWeightGrad(QuadraticWeightGradOp op,
                                      const Evaluator &at) {
  const Tensor &x = at.get(op.getX()), &adjoint = at.get(op.getAdjoint());
  Columns columns(x, op.getAxis()), outputs(adjoint, op.getAxis());
  int64_t n = columns.features, J = outputs.features;
  Tensor grad({J, n, n});
  for (int64_t o = 0; o < columns.outer; ++o)
    for (int64_t p = 0; p < columns.inner; ++p) {
      std::vector<double> v = columns.gather(x, o, p);
      std::vector<double> g = outputs.gather(adjoint, o, p);
      for (int64_t j = 0; j < J; ++j)
        for (int64_t i = 0; i < n; ++i)
          for (int64_t k = 0; k < n; ++k)
            grad.data[(j * n + i) * n + k] += g[j] * v[i] * v[k];
    }
  return grad;
}

void addQuadraticReference(ReferenceTable &table) {
  table.add(evalQuadratic);
  table.add(evalQuadraticWeightGrad);
}

} // namespace dnd::reference
