//===- Quadratic.cpp - quadratic forms of one vector ----------------------===//
#include "dialect/dnd/shapes/Quadratic.h"
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

LogicalResult QuadraticOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, (*this)->getOperands())) ||
      failed(verifySameFloatType(*this, {getX(), getResult()})))
    return failure();
  return verifyResult(*this,
                      shapes::quadratic(getX().getType(), getA().getType(),
                                        optionalType(getLinear()),
                                        optionalType(getBias()), getAxis()),
                      getType());
}

LogicalResult QuadraticWeightGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getX(), getAdjoint(), getResult()})))
    return failure();
  return verifyResult(*this,
                      shapes::quadraticWeightGrad(
                          getX().getType(), getAdjoint().getType(), getAxis()),
                      getType());
}

SmallVector<Value> QuadraticOp::expand(OpBuilder &builder) {
  FeatureSpace space(getX(), getAxis(), getA().getType().getShape());
  Value y = makeContract(builder, getLoc(), {getA(), getX(), getX()},
                         {space.inner({0, 1, 2}), space.at({1}), space.at({2})},
                         space.at({0}), space.getExtents());
  return {addLinearAndBias(builder, getLoc(), y, getX(), getLinear(), getBias(),
                           getAxis())};
}
