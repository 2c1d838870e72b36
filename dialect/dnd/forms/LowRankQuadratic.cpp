//===- LowRankQuadratic.cpp - sums of products of projections -------------===//
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

LogicalResult LowRankQuadraticOp::verify() {
  int64_t axis = getAxis();
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, (*this)->getOperands())) ||
      failed(verifySameFloatType(*this, {getX(), getResult()})) ||
      failed(verifyDim(*this, getX().getType(), axis)) ||
      failed(verifyRank(*this, "u", getU().getType(), 3)))
    return failure();
  int64_t n = getX().getType().getDimSize(axis);
  int64_t J = getU().getType().getDimSize(0),
          R = getU().getType().getDimSize(1);
  if (failed(verifyShape(*this, "u", getU().getType(), {J, R, n})))
    return failure();
  if (getV() && failed(verifyShape(*this, "v", getV().getType(), {J, R, n})))
    return failure();
  if (getScale() &&
      failed(verifyShape(*this, "scale", getScale().getType(), {J, R})))
    return failure();
  if (getLinear() &&
      failed(verifyShape(*this, "linear", getLinear().getType(), {J, n})))
    return failure();
  if (getBias() && failed(verifyShape(*this, "bias", getBias().getType(), {J})))
    return failure();
  SmallVector<int64_t> expected(getX().getType().getShape());
  expected[axis] = J;
  return verifyShape(*this, "result", getType(), expected);
}

Value dnd::makeProjections(OpBuilder &builder, Location loc, Value x, Value u,
                           int64_t axis) {
  FeatureSpace space(x, axis, tensorType(u).getShape());
  return makeContract(builder, loc, {u, x},
                      {space.inner({0, 1, 2}), space.at({2})}, space.at({0, 1}),
                      space.getExtents());
}

Value LowRankQuadraticOp::expand(OpBuilder &builder) {
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
  return addLinearAndBias(builder, loc, y, getX(), getLinear(), getBias(),
                          getAxis());
}

bool LowRankQuadraticOp::prefersExpansionForGradient() { return true; }
