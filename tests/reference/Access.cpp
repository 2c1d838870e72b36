//===- Access.cpp - Where an operand is read or written -----------------===//
#include "tests/reference/Access.h"

#include "mlir/IR/AffineExpr.h"

using namespace mlir;

namespace dnd::reference {

static int64_t floorDiv(int64_t a, int64_t b) {
  int64_t q = a / b;
  return (a % b != 0 && (a % b < 0) != (b < 0)) ? q - 1 : q;
}

static int64_t evaluateExpr(AffineExpr expr, const Index &dims,
                            const Index &symbols) {
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

int64_t Access::offset(const Index &dims, const Index &symbols) {
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

bool Access::makeStrides(const Tensor::Shape &space) {
  strides.assign(space.size(), 0);
  int64_t stride = tensor.size();
  for (auto [expr, extent] : llvm::zip_equal(map.getResults(), tensor.shape)) {
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

std::vector<Access> accesses(ArrayAttr maps, const Operands &tensors,
                             const Tensor::Shape &space) {
  std::vector<Access> all;
  for (auto [map, tensor] : llvm::zip_equal(maps, tensors))
    all.emplace_back(cast<AffineMapAttr>(map).getValue(), *tensor, space);
  return all;
}

} // namespace dnd::reference
