//===- Map.cpp - Pointwise functions, by their textbook definitions -----===//
#include "tests/reference/Access.h"
#include "tests/reference/Evaluator.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace dnd::reference {

static double apply(MapFn fn, const std::vector<double> &a,
                    ArrayRef<double> params) {
  switch (fn) {
  case MapFn::copy:
    return a[0];
  case MapFn::neg:
    return -a[0];
  case MapFn::abs:
    return std::fabs(a[0]);
  case MapFn::exp:
    return std::exp(a[0]);
  case MapFn::log:
    return std::log(a[0]);
  case MapFn::sqrt:
    return std::sqrt(a[0]);
  case MapFn::sin:
    return std::sin(a[0]);
  case MapFn::cos:
    return std::cos(a[0]);
  case MapFn::tanh:
    return std::tanh(a[0]);
  case MapFn::sigmoid:
    return 1 / (1 + std::exp(-a[0]));
  case MapFn::erf:
    return std::erf(a[0]);
  case MapFn::relu:
    return a[0] < 0 ? 0 : a[0];
  case MapFn::leaky_relu:
    return a[0] > 0 ? a[0] : params[0] * a[0];
  case MapFn::powi: {
    double product = 1;
    for (int64_t i = 0; i < std::abs(int64_t(params[0])); ++i)
      product *= a[0];
    return params[0] < 0 ? 1 / product : product;
  }
  case MapFn::powf:
    return std::pow(a[0], params[0]);
  case MapFn::affine:
    return params[0] * a[0] + params[1];
  case MapFn::sign:
    return a[0] > 0 ? 1 : a[0] < 0 ? -1 : a[0];
  case MapFn::step:
    return std::isnan(a[0]) ? a[0] : a[0] > 0 ? 1 : a[0] == 0 ? params[0] : 0;
  case MapFn::floor:
    return std::floor(a[0]);
  case MapFn::softplus:
    return std::max(a[0], 0.0) + std::log1p(std::exp(-std::fabs(a[0])));
  case MapFn::expm1:
    return std::expm1(a[0]);
  case MapFn::log1p:
    return std::log1p(a[0]);
  case MapFn::add:
    return a[0] + a[1];
  case MapFn::sub:
    return a[0] - a[1];
  case MapFn::mul:
    return a[0] * a[1];
  case MapFn::div:
    return a[0] / a[1];
  case MapFn::max:
    return std::isnan(a[0]) || a[0] >= a[1] ? a[0] : a[1];
  case MapFn::min:
    return std::isnan(a[0]) || a[0] <= a[1] ? a[0] : a[1];
  case MapFn::pow:
    return std::pow(a[0], a[1]);
  case MapFn::gt:
    return a[0] > a[1];
  case MapFn::ge:
    return a[0] >= a[1];
  case MapFn::lt:
    return a[0] < a[1];
  case MapFn::le:
    return a[0] <= a[1];
  case MapFn::eq:
    return a[0] == a[1];
  case MapFn::ne:
    return a[0] != a[1];
  case MapFn::select:
    return a[0] != 0 ? a[1] : a[2];
  }
  llvm::report_fatal_error("reference: unknown pointwise function");
}

static Tensor evalMap(MapOp op, const Evaluator &at) {
  Operands inputs = at.list(op.getInputs());
  Tensor result(at.shapeOf(op.getType()));
  std::vector<Access> inputAt = accesses(op.getMaps(), inputs, result.shape);
  std::vector<double> arguments(inputs.size());
  int64_t next = 0;
  forEachIndex(result.shape, [&](const Index &point) {
    for (size_t i = 0; i < inputs.size(); ++i)
      arguments[i] = inputs[i]->data[inputAt[i].offset(point, {})];
    result.data[next++] = apply(op.getFn(), arguments, op.getParams());
  });
  return result;
}

void addMapReference(ReferenceTable &table) { table.add(evalMap); }

} // namespace dnd::reference
