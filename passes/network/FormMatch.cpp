//===- FormMatch.cpp - what the form matchers share -----------------------===//
//
// Weights as products of tensors, sums and reshapes of them.
//
//===----------------------------------------------------------------------===//
#include "passes/network/FormMatch.h"

#include "dialect/dnd/Builders.h"

using namespace mlir;

namespace dnd::passes {

llvm::SmallBitVector dimsOf(const Factor &factor, unsigned numDims) {
  llvm::SmallBitVector dims(numDims);
  for (unsigned d = 0; d < numDims; ++d)
    dims[d] = factor.map.isFunctionOfDim(d);
  return dims;
}

void splitFactors(const Term &term, Value x, SmallVectorImpl<Factor> &variables,
                  SmallVectorImpl<Factor> &weights) {
  for (const Factor &factor : term.factors)
    (factor.value == x ? variables : weights).push_back(factor);
}

Value buildReshape(OpBuilder &builder, Location loc, Value value,
                   ArrayRef<int64_t> shape) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getShape() == shape)
    return value;
  return builder.create<ReshapeOp>(
      loc, RankedTensorType::get(shape, type.getElementType()), value);
}

Value buildSum(OpBuilder &builder, Location loc, ArrayRef<Value> values) {
  Value sum;
  for (Value value : values) {
    if (!sum) {
      sum = value;
      continue;
    }
    sum = makeAdd(builder, loc, sum, value);
  }
  return sum;
}

Value buildWeight(OpBuilder &builder, Location loc,
                  const WeightProduct &product,
                  ArrayRef<SmallVector<unsigned>> groups, Type elementType) {
  MLIRContext *ctx = builder.getContext();
  const Term &term = *product.term;
  SmallVector<int64_t> extents, flat;
  SmallVector<AffineExpr> renamed(term.numDims(),
                                  getAffineConstantExpr(0, ctx));
  for (const SmallVector<unsigned> &group : groups) {
    flat.push_back(1);
    for (unsigned dim : group) {
      renamed[dim] = getAffineDimExpr(extents.size(), ctx);
      extents.push_back(term.extents[dim]);
      flat.back() *= term.extents[dim];
    }
  }
  if (product.factors.empty()) {
    auto type = RankedTensorType::get(flat, elementType);
    return builder.create<ConstantOp>(loc, type, product.coefficient);
  }

  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (const Factor &factor : product.factors) {
    inputs.push_back(factor.value);
    maps.push_back(simplifyAffineMap(
        factor.map.replaceDimsAndSymbols(renamed, {}, extents.size(), 0)));
  }
  Value weight = inputs.front();
  if (inputs.size() != 1 || product.coefficient != 1.0 ||
      !maps.front().isIdentity() ||
      cast<RankedTensorType>(weight.getType()).getShape() != ArrayRef(extents))
    weight = builder.create<ContractOp>(
        loc, RankedTensorType::get(extents, elementType), inputs, ValueRange{},
        builder.getDenseI64ArrayAttr(extents),
        builder.getAffineMapArrayAttr(maps), builder.getAffineMapArrayAttr({}),
        AffineMapAttr::get(
            AffineMap::getMultiDimIdentityMap(extents.size(), ctx)),
        builder.getF64FloatAttr(product.coefficient));
  return buildReshape(builder, loc, weight, flat);
}

} // namespace dnd::passes
