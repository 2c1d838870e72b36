//===- Quadratic.cpp - gradient of quadratic forms ------------------------===//
//
// dA_j = sum g_j x x', dw_j = sum g_j x, db_j = sum g_j,
// dx = sum_j g_j ((A_j + A_j') x + w_j)      (science.md 2.11 and 3.8).
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

/// A + A' in its last two dimensions.
static Value symmetrise(OpBuilder &builder, Location loc, Value A) {
  MLIRContext *context = builder.getContext();
  return makeMap(builder, loc, MapFn::add, {A, A},
                 {identityMap(context, 3), projection(context, 3, {0, 2, 1})},
                 tensorType(A).getShape());
}

LogicalResult QuadraticOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                    ArrayRef<bool> needed,
                                    MutableArrayRef<Value> operandAdjoints) {
  if (getX().getType().getElementType() != getType().getElementType())
    return emitOpError("of mixed types has no gradient: precision is set "
                       "behind differentiation");
  Location loc = getLoc();
  Value g = adjoints[0], x = getX();
  int64_t axis = getAxis();
  if (needed[0]) {
    FeatureSpace space(x, axis, getA().getType().getShape());
    Value dx =
        makeContract(builder, loc, {g, symmetrise(builder, loc, getA()), x},
                     {space.at({0}), space.inner({0, 1, 2}), space.at({2})},
                     space.at({1}), space.getExtents());
    if (getLinear())
      dx = makeAdd(builder, loc, dx,
                   linearInputGrad(builder, loc, getLinear(), g, axis));
    operandAdjoints[0] = dx;
  }
  if (needed[1])
    operandAdjoints[1] = builder.create<QuadraticWeightGradOp>(
        loc, getA().getType(), x, g, axis);
  unsigned linear = getODSOperandIndexAndLength(2).first;
  if (getLinear() && needed[linear])
    operandAdjoints[linear] = linearWeightGrad(builder, loc, x, g, axis);
  unsigned bias = getODSOperandIndexAndLength(3).first;
  if (getBias() && needed[bias])
    operandAdjoints[bias] = biasGrad(builder, loc, g, axis);
  return success();
}

/// dA[j,i,k] = sum over all positions of g[.., j, ..] x[.., i, ..] x[.., k,
/// ..].
SmallVector<Value> QuadraticWeightGradOp::expand(OpBuilder &builder) {
  FeatureSpace space(getX(), getAxis(), tensorType(getResult()).getShape());
  return {makeContractOfType(builder, getLoc(), tensorType(getResult()),
                             {getAdjoint(), getX(), getX()},
                             {space.at({0}), space.at({1}), space.at({2})},
                             space.inner({0, 1, 2}), space.getExtents())};
}
