//===- LowRankQuadratic.cpp - sums of products of projections -------------===//
#include "dialect/dnd/shapes/LowRankQuadratic.h"
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

LogicalResult LowRankQuadraticOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, (*this)->getOperands())) ||
      failed(verifySameFloatType(*this, {getX(), getResult()})))
    return failure();
  return verifyResult(
      *this,
      shapes::lowRankQuadratic(getX().getType(), getU().getType(),
                               optionalType(getV()), optionalType(getScale()),
                               optionalType(getLinear()),
                               optionalType(getBias()), getAxis()),
      getType());
}

Value dnd::makeProjections(OpBuilder &builder, Location loc, Value x, Value u,
                           int64_t axis) {
  FeatureSpace space(x, axis, tensorType(u).getShape());
  return makeContract(builder, loc, {u, x},
                      {space.inner({0, 1, 2}), space.at({2})}, space.at({0, 1}),
                      space.getExtents());
}

SmallVector<Value> LowRankQuadraticOp::expand(OpBuilder &builder) {
  Location loc = getLoc();
  Value p = makeProjections(builder, loc, getX(), getU(), getAxis());
  Value q =
      getV() ? makeProjections(builder, loc, getX(), getV(), getAxis()) : p;
  FeatureSpace space(getX(), getAxis(),
                     getU().getType().getShape().take_front(2));
  SmallVector<Value> factors = {p, q};
  SmallVector<AffineMap> maps = {space.at({0, 1}), space.at({0, 1})};
  if (getScale()) {
    factors.push_back(getScale());
    maps.push_back(space.inner({0, 1}));
  }
  Value y = makeContract(builder, loc, factors, maps, space.at({0}),
                         space.getExtents());
  return {addLinearAndBias(builder, loc, y, getX(), getLinear(), getBias(),
                           getAxis())};
}

bool LowRankQuadraticOp::prefersExpansionForGradient() { return true; }
