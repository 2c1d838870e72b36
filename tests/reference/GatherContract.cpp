//===- GatherContract.cpp - Sparse dendrites, by their formula ----------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalGatherContract(GatherContractOp op, const Evaluator &at) {
  const Tensor &x = at.get(op.getX()), &index = at.get(op.getIndex()),
               &w = at.get(op.getW());
  const Tensor *bias = at.maybe(op.getBias());
  Tensor y({x.shape[0], w.shape[0]});
  for (int64_t b = 0; b < x.shape[0]; ++b)
    for (int64_t k = 0; k < w.shape[0]; ++k) {
      double sum = bias ? bias->data[k] : 0;
      for (int64_t t = 0; t < w.shape[1]; ++t)
        sum += w.at({k, t}) * x.at({b, static_cast<int64_t>(index.at({k, t}))});
      y.at({b, k}) = sum;
    }
  return y;
}

static Tensor evalGatherContractGrad(GatherContractGradOp op,
                                     const Evaluator &at) {
  const Tensor &x = at.get(op.getX()), &index = at.get(op.getIndex()),
               &adjoint = at.get(op.getAdjoint());
  Tensor grad(index.shape);
  for (int64_t b = 0; b < x.shape[0]; ++b)
    for (int64_t k = 0; k < index.shape[0]; ++k)
      for (int64_t t = 0; t < index.shape[1]; ++t)
        grad.at({k, t}) += adjoint.at({b, k}) *
                           x.at({b, static_cast<int64_t>(index.at({k, t}))});
  return grad;
}

void addGatherContractReference(ReferenceTable &table) {
  table.add(evalGatherContract);
  table.add(evalGatherContractGrad);
}

} // namespace dnd::reference
