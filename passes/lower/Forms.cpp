//===- Forms.cpp - special forms without a kernel -------------------------===//
#include "passes/lower/Forms.h"

using namespace mlir;
using namespace dnd;

/// dA[j,i,k] = sum over all positions of g[.., j, ..] x[.., i, ..] x[.., k,
/// ..].
static Value expandQuadraticGrad(QuadraticWeightGradOp op, OpBuilder &b) {
  auto xType = cast<RankedTensorType>(op.getX().getType());
  auto gType = cast<RankedTensorType>(op.getAdjoint().getType());
  int64_t rank = xType.getRank(), axis = op.getAxis();
  // Dimensions: those of x with j at the axis, then i and k.
  SmallVector<int64_t> extents(gType.getShape());
  extents.append(2, xType.getDimSize(axis));
  auto access = [&](unsigned feature) {
    SmallVector<AffineExpr> exprs;
    for (int64_t d = 0; d < rank; ++d)
      exprs.push_back(b.getAffineDimExpr(d == axis ? feature : d));
    return AffineMap::get(rank + 2, 0, exprs, b.getContext());
  };
  AffineMap out =
      AffineMap::get(rank + 2, 0,
                     {b.getAffineDimExpr(axis), b.getAffineDimExpr(rank),
                      b.getAffineDimExpr(rank + 1)},
                     b.getContext());
  return b.create<ContractOp>(
      op.getLoc(), op.getType(),
      ValueRange{op.getAdjoint(), op.getX(), op.getX()}, ValueRange(),
      b.getDenseI64ArrayAttr(extents),
      b.getAffineMapArrayAttr({access(axis), access(rank), access(rank + 1)}),
      b.getAffineMapArrayAttr({}), AffineMapAttr::get(out),
      b.getF64FloatAttr(1));
}

/// dw[k,t] = sum_b g[b,k] x[b, index[k,t]].
static Value expandGatherGrad(GatherContractGradOp op, OpBuilder &b) {
  auto index = cast<RankedTensorType>(op.getIndex().getType());
  int64_t batch = cast<RankedTensorType>(op.getX().getType()).getDimSize(0);
  AffineExpr d0 = b.getAffineDimExpr(0), k = b.getAffineDimExpr(1),
             t = b.getAffineDimExpr(2), s = b.getAffineSymbolExpr(0);
  MLIRContext *ctx = b.getContext();
  return b.create<ContractOp>(
      op.getLoc(), op.getType(), ValueRange{op.getAdjoint(), op.getX()},
      ValueRange{op.getIndex()},
      b.getDenseI64ArrayAttr({batch, index.getDimSize(0), index.getDimSize(1)}),
      b.getAffineMapArrayAttr({AffineMap::get(3, 1, {d0, k}, ctx),
                               AffineMap::get(3, 1, {d0, s}, ctx)}),
      b.getAffineMapArrayAttr({AffineMap::get(3, 0, {k, t}, ctx)}),
      AffineMapAttr::get(AffineMap::get(3, 1, {k, t}, ctx)),
      b.getF64FloatAttr(1));
}

LogicalResult dnd::passes::expandForms(Operation *root) {
  SmallVector<Operation *> forms;
  root->walk([&](Operation *op) {
    if (isa<FormOpInterface, QuadraticWeightGradOp, GatherContractGradOp>(op) &&
        !hasKernel(op))
      forms.push_back(op);
  });
  for (Operation *op : forms) {
    OpBuilder b(op);
    Value value;
    if (auto form = dyn_cast<FormOpInterface>(op))
      value = form.expand(b);
    else if (auto grad = dyn_cast<QuadraticWeightGradOp>(op))
      value = expandQuadraticGrad(grad, b);
    else
      value = expandGatherGrad(cast<GatherContractGradOp>(op), b);
    if (!value)
      return op->emitOpError("has no expansion into primitives");
    op->getResult(0).replaceAllUsesWith(value);
    op->erase();
  }
  return success();
}
