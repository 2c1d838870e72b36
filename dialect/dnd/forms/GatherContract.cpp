//===- GatherContract.cpp - sparse dendrites ------------------------------===//
#include "dialect/dnd/shapes/GatherContract.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

/// Every known index is inside x.
static LogicalResult verifyRange(Operation *op, Value x, Value index) {
  auto table = index.getDefiningOp<TableOp>();
  int64_t n = tensorType(x).getDimSize(1);
  if (table && static_cast<int64_t>(table.getRange()) > n)
    return op->emitOpError() << "the table holds indices up to "
                             << table.getRange() - 1 << ", the extent is " << n;
  return success();
}

LogicalResult GatherContractOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getX(), getW(), getResult()})) ||
      (getBias() && failed(verifySameFloatType(*this, {getX(), getBias()}))) ||
      failed(verifyResult(
          *this,
          shapes::gatherContract(getX().getType(), getIndex().getType(),
                                 getW().getType(), optionalType(getBias())),
          getType())))
    return failure();
  return verifyRange(*this, getX(), getIndex());
}

LogicalResult GatherContractGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getX(), getAdjoint(), getResult()})) ||
      failed(verifyResult(*this,
                          shapes::gatherContractGrad(getX().getType(),
                                                     getIndex().getType(),
                                                     getAdjoint().getType()),
                          getType())))
    return failure();
  return verifyRange(*this, getX(), getIndex());
}

SmallVector<Value> GatherContractOp::expand(OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  ArrayRef<int64_t> shape = getIndex().getType().getShape();
  SmallVector<int64_t> extents = {getX().getType().getDimSize(0), shape[0],
                                  shape[1]};
  AffineExpr b, s;
  bindDims(context, b);
  bindSymbols(context, s);
  AffineMap kt = projection(context, 3, {1, 2});
  Value y = makeContract(builder, getLoc(), {getW(), getX()},
                         {kt, AffineMap::get(3, 1, {b, s}, context)},
                         projection(context, 3, {0, 1}), extents, 1.0,
                         getIndex(), kt);
  return {getBias() ? makeAdd(builder, getLoc(), getBias(), y) : y};
}
