//===- Quadratic.cpp - quadratic forms of one vector ----------------------===//
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

/// The shape of x with another extent at the axis.
static SmallVector<int64_t> replaceAxis(RankedTensorType type, int64_t axis,
                                        int64_t size) {
  SmallVector<int64_t> shape(type.getShape());
  shape[axis] = size;
  return shape;
}

LogicalResult QuadraticOp::verify() {
  int64_t axis = getAxis();
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, (*this)->getOperands())) ||
      failed(verifySameFloatType(*this, {getX(), getResult()})) ||
      failed(verifyDim(*this, getX().getType(), axis)) ||
      failed(verifyRank(*this, "A", getA().getType(), 3)))
    return failure();
  int64_t n = getX().getType().getDimSize(axis);
  int64_t J = getA().getType().getDimSize(0);
  if (failed(verifyShape(*this, "A", getA().getType(), {J, n, n})))
    return failure();
  if (getLinear() &&
      failed(verifyShape(*this, "linear", getLinear().getType(), {J, n})))
    return failure();
  if (getBias() && failed(verifyShape(*this, "bias", getBias().getType(), {J})))
    return failure();
  return verifyShape(*this, "result", getType(),
                     replaceAxis(getX().getType(), axis, J));
}

LogicalResult QuadraticWeightGradOp::verify() {
  int64_t axis = getAxis();
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getX(), getAdjoint(), getResult()})) ||
      failed(verifyDim(*this, getX().getType(), axis)) ||
      failed(verifyRank(*this, "adjoint", getAdjoint().getType(),
                        getX().getType().getRank())))
    return failure();
  int64_t n = getX().getType().getDimSize(axis);
  int64_t J = getAdjoint().getType().getDimSize(axis);
  if (failed(verifyShape(*this, "adjoint", getAdjoint().getType(),
                         replaceAxis(getX().getType(), axis, J))))
    return failure();
  return verifyShape(*this, "result", getType(), {J, n, n});
}

Value QuadraticOp::expand(OpBuilder &builder) {
  FeatureSpace space(getX(), getAxis(), getA().getType().getShape());
  Value y = makeContract(builder, getLoc(), {getA(), getX(), getX()},
                         {space.inner({0, 1, 2}), space.at({1}), space.at({2})},
                         space.at({0}), space.getExtents());
  return addLinearAndBias(builder, getLoc(), y, getX(), getLinear(), getBias(),
                          getAxis());
}
