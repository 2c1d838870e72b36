//===- Softmax.cpp - gradients of softmax and its logarithm ---------------===//
//
// softmax p: p * (g - sum g p).  log_softmax y: g - exp(y) sum g.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

/// fn(full, reduced), the second operand repeated along `dim`.
static Value makeAlong(OpBuilder &builder, Location loc, MapFn fn, Value full,
                       Value reduced, int64_t dim) {
  MLIRContext *context = builder.getContext();
  RankedTensorType type = tensorType(full);
  return makeMap(builder, loc, fn, {full, reduced},
                 {identityMap(context, type.getRank()),
                  projectionWithout(context, type.getRank(), {dim})},
                 type.getShape());
}

LogicalResult SoftmaxOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                  ArrayRef<bool> needed,
                                  MutableArrayRef<Value> operandAdjoints) {
  if (!needed[0])
    return success();
  MLIRContext *context = builder.getContext();
  int64_t dim = getDim(), rank = getType().getRank();
  AffineMap identity = identityMap(context, rank);
  Value sum = makeContract(
      builder, getLoc(), {adjoints[0], getResult()}, {identity, identity},
      projectionWithout(context, rank, {dim}), getType().getShape());
  Value centred =
      makeAlong(builder, getLoc(), MapFn::sub, adjoints[0], sum, dim);
  operandAdjoints[0] = makeMul(builder, getLoc(), getResult(), centred);
  return success();
}

LogicalResult LogSoftmaxOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                     ArrayRef<bool> needed,
                                     MutableArrayRef<Value> operandAdjoints) {
  if (!needed[0])
    return success();
  int64_t dim = getDim();
  Value sum = makeSum(builder, getLoc(), adjoints[0], {dim});
  Value p = makeMap(builder, getLoc(), MapFn::exp, getResult());
  Value part = makeAlong(builder, getLoc(), MapFn::mul, p, sum, dim);
  operandAdjoints[0] =
      makeMap(builder, getLoc(), MapFn::sub, {adjoints[0], part});
  return success();
}
