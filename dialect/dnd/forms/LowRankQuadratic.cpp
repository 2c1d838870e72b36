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

/// `value` before a reshape that only gave it a dimension of extent 1 at
/// `place`; null if it has none such.
static Value withoutUnit(Value value, unsigned place) {
  auto reshape = value.getDefiningOp<ReshapeOp>();
  if (!reshape)
    return {};
  SmallVector<int64_t> shape(tensorType(value).getShape());
  if (shape[place] != 1)
    return {};
  shape.erase(shape.begin() + place);
  Value input = reshape.getInput();
  return tensorType(input).getShape() == ArrayRef(shape) ? input : Value();
}

/// One product of two projections by parameters [J, n]: with the rank as a
/// dimension of its own the gradients would be reshaped before the optimizer
/// reads them.
static Value expandOneProduct(OpBuilder &builder, LowRankQuadraticOp op) {
  Location loc = op.getLoc();
  SmallVector<Value> weights{withoutUnit(op.getU(), 1)};
  if (op.getV())
    weights.push_back(withoutUnit(op.getV(), 1));
  Value scale = op.getScale() ? withoutUnit(op.getScale(), 1) : Value();
  if (llvm::is_contained(weights, Value()) || (op.getScale() && !scale))
    return {};
  Value x = op.getX();
  int64_t axis = op.getAxis();
  FeatureSpace both(x, axis, tensorType(weights[0]).getShape());
  SmallVector<Value> factors;
  for (Value weight : weights)
    factors.push_back(makeContract(builder, loc, {weight, x},
                                   {both.inner({0, 1}), both.at({1})},
                                   both.at({0}), both.getExtents()));
  if (!op.getV())
    factors.push_back(factors[0]);
  FeatureSpace space(x, axis, tensorType(weights[0]).getShape().take_front(1));
  SmallVector<AffineMap> maps(2, space.at({0}));
  if (scale) {
    factors.push_back(scale);
    maps.push_back(space.inner({0}));
  }
  return makeContract(builder, loc, factors, maps, space.at({0}),
                      space.getExtents());
}

SmallVector<Value> LowRankQuadraticOp::expand(OpBuilder &builder) {
  Location loc = getLoc();
  if (Value y = expandOneProduct(builder, *this))
    return {addLinearAndBias(builder, loc, y, getX(), getLinear(), getBias(),
                             getAxis())};
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
