//===- DendriticFusion.cpp - dendrites over feature rows ------------------===//
#include "dialect/dnd/shapes/DendriticFusion.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult DendriticFusionOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, (*this)->getOperands())) ||
      failed(verifySameFloatType(*this, {getRows(), getResult()})))
    return failure();
  return verifyResult(*this,
                      shapes::dendriticFusion(
                          getRows().getType(), getW().getType(),
                          optionalType(getBias()), optionalType(getScale())),
                      getType());
}

SmallVector<Value> DendriticFusionOp::expand(OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  ArrayRef<int64_t> rows = getRows().getType().getShape();
  // (b, m, j, f)
  SmallVector<int64_t> extents = {rows[0], getW().getType().getDimSize(0),
                                  rows[1], rows[2]};
  SmallVector<Value> factors = {getW(), getRows()};
  SmallVector<AffineMap> maps = {projection(context, 4, {1, 2, 3}),
                                 projection(context, 4, {0, 2, 3})};
  if (getScale()) {
    factors.push_back(getScale());
    maps.push_back(projection(context, 4, {2}));
  }
  Value y = makeContract(builder, getLoc(), factors, maps,
                         projection(context, 4, {0, 1}), extents);
  if (!getBias())
    return {y};
  // (m, j, f)
  SmallVector<Value> biasFactors = {getBias()};
  SmallVector<AffineMap> biasMaps = {identityMap(context, 3)};
  if (getScale()) {
    biasFactors.push_back(getScale());
    biasMaps.push_back(projection(context, 3, {1}));
  }
  Value sum = makeContract(builder, getLoc(), biasFactors, biasMaps,
                           projection(context, 3, {0}),
                           ArrayRef<int64_t>(extents).drop_front());
  return {makeAdd(builder, getLoc(), sum, y)};
}
