//===- Reduce.cpp - Product, maximum, minimum, and what gradients need --===//
#include "tests/reference/Evaluator.h"
#include "tests/reference/Reduced.h"

using namespace mlir;

namespace dnd::reference {

using Index = std::vector<int64_t>;

static Tensor evalReduce(ReduceOp op, const Evaluator &at) {
  const Tensor &input = at.get(op.getInput());
  Reduced groups(input, op.getDims());
  Tensor result(at.shapeOf(op.getType()));
  forEachIndex(groups.outer, [&](const Index &group) {
    double sofar = 1;
    bool first = true;
    forEachIndex(groups.inner, [&](const Index &inside) {
      double value = input.at(groups.join(group, inside));
      if (op.getKind() == ReduceKind::prod)
        sofar *= value;
      else if (first || (op.getKind() == ReduceKind::max ? value > sofar
                                                         : value < sofar))
        sofar = value;
      first = false;
    });
    result.at(group) = sofar;
  });
  return result;
}

static Tensor evalFirstExtremum(FirstExtremumOp op, const Evaluator &at) {
  const Tensor &input = at.get(op.getInput());
  Reduced groups(input, op.getDims());
  Tensor result(input.shape);
  bool maximum = op.getKind() == ReduceKind::max;
  forEachIndex(groups.outer, [&](const Index &group) {
    Index best;
    forEachIndex(groups.inner, [&](const Index &inside) {
      Index full = groups.join(group, inside);
      if (best.empty() || (maximum ? input.at(full) > input.at(best)
                                   : input.at(full) < input.at(best)))
        best = full;
    });
    result.at(best) = 1;
  });
  return result;
}

static Tensor evalProdOthers(ProdOthersOp op, const Evaluator &at) {
  const Tensor &input = at.get(op.getInput());
  Reduced groups(input, op.getDims());
  Tensor result(input.shape);
  forEachIndex(groups.outer, [&](const Index &group) {
    forEachIndex(groups.inner, [&](const Index &here) {
      double product = 1;
      forEachIndex(groups.inner, [&](const Index &other) {
        if (other != here)
          product *= input.at(groups.join(group, other));
      });
      result.at(groups.join(group, here)) = product;
    });
  });
  return result;
}

void addReduceReference(ReferenceTable &table) {
  table.add(evalReduce);
  table.add(evalFirstExtremum);
  table.add(evalProdOthers);
}

} // namespace dnd::reference
