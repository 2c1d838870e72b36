//===- Quadratic.cpp - quadratic forms of one vector ----------------------===//
#include "dialect/dnd/shapes/Quadratic.h"
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

LogicalResult QuadraticOp::verify() {
  SmallVector<Value> factors{getX(), getA()}, sums{getResult()};
  if (getLinear())
    factors.push_back(getLinear());
  if (getBias())
    sums.push_back(getBias());
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifyProductTypes(*this, factors, sums)))
    return failure();
  return verifyResult(*this,
                      shapes::quadratic(getX().getType(), getA().getType(),
                                        optionalType(getLinear()),
                                        optionalType(getBias()), getAxis()),
                      getType());
}

LogicalResult QuadraticWeightGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifyProductTypes(*this, {getX(), getAdjoint()}, {getResult()})))
    return failure();
  return verifyResult(*this,
                      shapes::quadraticWeightGrad(
                          getX().getType(), getAdjoint().getType(), getAxis()),
                      getType());
}

SmallVector<Value> QuadraticOp::expand(OpBuilder &builder) {
  FeatureSpace space(getX(), getAxis(), getA().getType().getShape());
  Value y = makeContractOfType(
      builder, getLoc(), tensorType(getResult()), {getA(), getX(), getX()},
      {space.inner({0, 1, 2}), space.at({1}), space.at({2})}, space.at({0}),
      space.getExtents());
  return {addLinearAndBias(builder, getLoc(), y, getX(), getLinear(), getBias(),
                           getAxis())};
}
