//===- ContractRoles.cpp - roles of dimensions in a product ---------------===//
#include "codegen/nest/ContractRoles.h"

using namespace mlir;

namespace dnd::codegen {

std::optional<ContractRoles> findRoles(AffineMap lhs, AffineMap rhs,
                                       AffineMap factor, AffineMap out,
                                       ArrayRef<int64_t> extents) {
  ContractRoles roles;
  for (unsigned d = 0; d < out.getNumDims(); ++d) {
    bool inLeft = lhs.isFunctionOfDim(d), inRight = rhs.isFunctionOfDim(d),
         inFactor = factor && factor.isFunctionOfDim(d);
    bool isPoint = !extents.empty() && extents[d] == 1;
    if (!out.isFunctionOfDim(d)) {
      if (inLeft + inRight + inFactor < 2 && !isPoint)
        return std::nullopt;
      roles.summed.push_back(d);
    } else if (inLeft == inRight) {
      if (!inLeft && !inFactor && !isPoint)
        return std::nullopt;
      roles.shared.push_back(d);
    } else {
      (inLeft ? roles.rows : roles.columns).push_back(d);
    }
  }
  if (factor && variesWith(factor, roles.rows) &&
      variesWith(factor, roles.columns))
    return std::nullopt;
  return roles;
}

bool variesWith(AffineMap map, ArrayRef<unsigned> dims) {
  return llvm::any_of(dims, [&](unsigned d) { return map.isFunctionOfDim(d); });
}

bool hidesDenseSum(AffineMap factor, AffineMap lhs, AffineMap rhs,
                   AffineMap out) {
  for (unsigned d = 0; d < out.getNumDims(); ++d)
    if (!out.isFunctionOfDim(d) && factor.isFunctionOfDim(d) &&
        (isContiguous(lhs, d) || isContiguous(rhs, d)))
      return true;
  return false;
}

double countPoints(ArrayRef<unsigned> dims, ArrayRef<int64_t> extents,
                   int64_t batch) {
  double points = 1;
  for (unsigned d : dims)
    points *= assumedExtent(extents[d], batch);
  return points;
}

bool isInvariant(AffineMap map, unsigned dim) {
  return !map.isFunctionOfDim(dim);
}

} // namespace dnd::codegen
