//===- GatherContract.cpp - gradient of sparse dendrites ------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult
GatherContractOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                           ArrayRef<bool> needed,
                           MutableArrayRef<Value> operandAdjoints) {
  Location loc = getLoc();
  MLIRContext *context = builder.getContext();
  Value g = adjoints[0];
  RankedTensorType type = getIndex().getType();
  if (needed[0]) { // dx[b, index[k,t]] += g[b,k] w[k,t]
    SmallVector<int64_t> extents = {getX().getType().getDimSize(0),
                                    type.getDimSize(0), type.getDimSize(1)};
    AffineMap kt = projection(context, 3, {1, 2});
    AffineExpr b, s;
    bindDims(context, b);
    bindSymbols(context, s);
    operandAdjoints[0] = makeContractOfType(
        builder, loc, getX().getType(), {g, getW()},
        {projection(context, 3, {0, 1}), kt},
        AffineMap::get(3, 1, {b, s}, context), extents, 1.0, getIndex(), kt);
  }
  if (needed[2])
    operandAdjoints[2] = builder.create<GatherContractGradOp>(
        loc, getW().getType(), getX(), getIndex(), g);
  if (getBias() && needed[3])
    operandAdjoints[3] = makeSum(builder, loc, g, {0});
  return success();
}

/// dw[k,t] = sum_b g[b,k] x[b, index[k,t]].
SmallVector<Value> GatherContractGradOp::expand(OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  ArrayRef<int64_t> shape = getIndex().getType().getShape();
  SmallVector<int64_t> extents = {getX().getType().getDimSize(0), shape[0],
                                  shape[1]};
  AffineExpr b, s;
  bindDims(context, b);
  bindSymbols(context, s);
  AffineMap kt = projection(context, 3, {1, 2});
  return {makeContract(
      builder, getLoc(), {getAdjoint(), getX()},
      {projection(context, 3, {0, 1}), AffineMap::get(3, 1, {b, s}, context)},
      kt, extents, 1.0, getIndex(), kt)};
}
