//===- Primitives.cpp - Reference values of the primitives ----------------===//
//
// Contracts, maps and reductions, straight from their definitions.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Evaluator.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;

namespace dnd::reference {

namespace {

using Index = std::vector<int64_t>;

int64_t floorDiv(int64_t a, int64_t b) {
  int64_t q = a / b;
  return (a % b != 0 && (a % b < 0) != (b < 0)) ? q - 1 : q;
}

int64_t evaluateExpr(AffineExpr expr, const Index &dims, const Index &symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbols[symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t a = evaluateExpr(binary.getLHS(), dims, symbols);
  int64_t b = evaluateExpr(binary.getRHS(), dims, symbols);
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return a + b;
  case AffineExprKind::Mul:
    return a * b;
  case AffineExprKind::Mod:
    return a - b * floorDiv(a, b);
  case AffineExprKind::FloorDiv:
    return floorDiv(a, b);
  case AffineExprKind::CeilDiv:
    return -floorDiv(-a, b);
  default:
    llvm::report_fatal_error("reference: unknown affine expression");
  }
}

/// Where one operand of a contract is read or written at an iteration point.
/// A map that is a plain sum of dimensions and stays inside the tensor becomes
/// one stride for each dimension, so that large contracts take seconds and not
/// hours; every other access goes by the map itself, with every index checked.
class Access {
public:
  Access(AffineMap map, const Tensor &tensor, const Tensor::Shape &space)
      : map(map), tensor(tensor) {
    direct = makeStrides(space);
  }

  int64_t offset(const Index &dims, const Index &symbols) {
    if (!direct) {
      index.clear();
      for (AffineExpr expr : map.getResults())
        index.push_back(evaluateExpr(expr, dims, symbols));
      return tensor.offset(index);
    }
    int64_t sum = start;
    for (size_t d = 0; d < dims.size(); ++d)
      sum += strides[d] * dims[d];
    return sum;
  }

private:
  bool makeStrides(const Tensor::Shape &space) {
    strides.assign(space.size(), 0);
    int64_t stride = tensor.size();
    for (auto [expr, extent] :
         llvm::zip_equal(map.getResults(), tensor.shape)) {
      if (extent == 0)
        return false;
      stride /= extent;
      Index factors(space.size(), 0);
      int64_t low = 0;
      if (!split(expr, 1, factors, low))
        return false;
      int64_t high = low;
      start += low * stride;
      for (size_t d = 0; d < space.size(); ++d) {
        (factors[d] < 0 ? low : high) += factors[d] * (space[d] - 1);
        strides[d] += factors[d] * stride;
      }
      if (low < 0 || high >= extent)
        return false;
    }
    return true;
  }

  /// Adds `factor * expr` to the sum; false when it is no sum of dimensions.
  static bool split(AffineExpr expr, int64_t factor, Index &factors,
                    int64_t &constant) {
    if (auto number = dyn_cast<AffineConstantExpr>(expr)) {
      constant += factor * number.getValue();
      return true;
    }
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      factors[dim.getPosition()] += factor;
      return true;
    }
    auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
    if (!binary)
      return false;
    if (binary.getKind() == AffineExprKind::Add)
      return split(binary.getLHS(), factor, factors, constant) &&
             split(binary.getRHS(), factor, factors, constant);
    auto by = dyn_cast<AffineConstantExpr>(binary.getRHS());
    return binary.getKind() == AffineExprKind::Mul && by &&
           split(binary.getLHS(), factor * by.getValue(), factors, constant);
  }

  AffineMap map;
  const Tensor &tensor;
  bool direct = false;
  int64_t start = 0;
  Index strides, index;
};

std::vector<Access> accesses(ArrayAttr maps, const Operands &tensors,
                             const Tensor::Shape &space) {
  std::vector<Access> all;
  for (auto [map, tensor] : llvm::zip_equal(maps, tensors))
    all.emplace_back(cast<AffineMapAttr>(map).getValue(), *tensor, space);
  return all;
}

/// The pointwise functions, by their textbook definitions.
double apply(MapFn fn, const std::vector<double> &a, ArrayRef<double> params) {
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

/// The shape of the reduced dimensions, and which dimensions they are.
struct Reduced {
  Reduced(const Tensor &input, ArrayRef<int64_t> dims)
      : isReduced(input.rank()) {
    for (int64_t dim : dims)
      isReduced[dim] = true;
    for (int64_t d = 0; d < input.rank(); ++d)
      (isReduced[d] ? inner : outer).push_back(input.shape[d]);
  }

  /// The full index from the index of a group and the one inside it.
  Index join(const Index &group, const Index &inside) const {
    Index full;
    size_t g = 0, i = 0;
    for (bool reduced : isReduced)
      full.push_back(reduced ? inside[i++] : group[g++]);
    return full;
  }

  std::vector<bool> isReduced;
  Tensor::Shape inner, outer;
};

} // namespace

Tensor evalContract(ContractOp op, const Operands &inputs,
                    const Operands &tables, int64_t batch,
                    Tensor::Shape shape) {
  Tensor result(std::move(shape));
  Tensor::Shape space;
  for (int64_t extent : op.getExtents())
    space.push_back(ShapedType::isDynamic(extent) ? batch : extent);
  std::vector<Access> inputAt = accesses(op.getMaps(), inputs, space);
  std::vector<Access> tableAt = accesses(op.getTableMaps(), tables, space);
  Access outAt(op.getOutMap(), result, space);
  double coefficient = op.getCoefficient().convertToDouble();
  Index symbols(tables.size());
  forEachIndex(space, [&](const Index &point) {
    for (size_t t = 0; t < tables.size(); ++t)
      symbols[t] =
          static_cast<int64_t>(tables[t]->data[tableAt[t].offset(point, {})]);
    double product = coefficient;
    for (size_t i = 0; i < inputs.size(); ++i)
      product *= inputs[i]->data[inputAt[i].offset(point, symbols)];
    result.data[outAt.offset(point, symbols)] += product;
  });
  return result;
}

Tensor evalMap(MapOp op, const Operands &inputs, Tensor::Shape shape) {
  Tensor result(std::move(shape));
  std::vector<Access> inputAt = accesses(op.getMaps(), inputs, result.shape);
  std::vector<double> arguments(inputs.size());
  int64_t at = 0;
  forEachIndex(result.shape, [&](const Index &point) {
    for (size_t i = 0; i < inputs.size(); ++i)
      arguments[i] = inputs[i]->data[inputAt[i].offset(point, {})];
    result.data[at++] = apply(op.getFn(), arguments, op.getParams());
  });
  return result;
}

Tensor evalReduce(ReduceOp op, const Tensor &input, Tensor::Shape shape) {
  Reduced groups(input, op.getDims());
  Tensor result(std::move(shape));
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

Tensor evalFirstExtremum(FirstExtremumOp op, const Tensor &input) {
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

Tensor evalProdOthers(ProdOthersOp op, const Tensor &input) {
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

Tensor evalConcat(ConcatOp op, const Operands &inputs, Tensor::Shape shape) {
  Tensor result(std::move(shape));
  int64_t start = 0;
  for (const Tensor *input : inputs) {
    forEachIndex(input->shape, [&](const Index &index) {
      Index moved = index;
      moved[op.getDim()] += start;
      result.at(moved) = input->at(index);
    });
    start += input->shape[op.getDim()];
  }
  return result;
}

Tensor evalSoftmax(const Tensor &input, int64_t dim, bool logarithm) {
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

} // namespace dnd::reference
