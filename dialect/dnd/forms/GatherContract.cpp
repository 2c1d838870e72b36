//===- GatherContract.cpp - sparse dendrites ------------------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

/// x `[B, n]`, index `[K, T]`, and every known index inside x.
static LogicalResult verifyGather(Operation *op, Value x, Value index) {
  if (failed(verifyRank(op, "x", x.getType(), 2)) ||
      failed(verifyIndices(op, "index", index.getType())) ||
      failed(verifyRank(op, "index", index.getType(), 2)) ||
      failed(verifyDim(op, x.getType(), 1)))
    return failure();
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
      failed(verifyGather(*this, getX(), getIndex())))
    return failure();
  ArrayRef<int64_t> shape = getIndex().getType().getShape();
  if (failed(verifyShape(*this, "w", getW().getType(), shape)))
    return failure();
  if (getBias() && (failed(verifySameFloatType(*this, {getX(), getBias()})) ||
                    failed(verifyShape(*this, "bias", getBias().getType(),
                                       shape.take_front()))))
    return failure();
  return verifyShape(*this, "result", getType(),
                     {getX().getType().getDimSize(0), shape[0]});
}

LogicalResult GatherContractGradOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getX(), getAdjoint(), getResult()})) ||
      failed(verifyGather(*this, getX(), getIndex())))
    return failure();
  ArrayRef<int64_t> shape = getIndex().getType().getShape();
  if (failed(verifyShape(*this, "adjoint", getAdjoint().getType(),
                         {getX().getType().getDimSize(0), shape[0]})))
    return failure();
  return verifyShape(*this, "result", getType(), shape);
}

Value GatherContractOp::expand(OpBuilder &builder) {
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
  return getBias() ? makeAdd(builder, getLoc(), getBias(), y) : y;
}
