//===- Reshape.cpp - the same numbers under another shape -----------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace dnd;

/// Number of elements, the batch counted as 1.
static int64_t countPerSample(RankedTensorType type) {
  int64_t count = 1;
  for (int64_t size : type.getShape())
    if (!ShapedType::isDynamic(size))
      count *= size;
  return count;
}

LogicalResult ReshapeOp::verify() {
  if (failed(verifyBatchFirst(*this)))
    return failure();
  RankedTensorType from = getInput().getType(), to = getType();
  if (from.getElementType() != to.getElementType())
    return emitOpError() << "cannot change the element type from "
                         << from.getElementType() << " to "
                         << to.getElementType();
  if (hasBatch(from) != hasBatch(to))
    return emitOpError() << "must keep the batch, found " << from << " to "
                         << to;
  if (countPerSample(from) != countPerSample(to))
    return emitOpError() << "cannot turn " << countPerSample(from)
                         << " elements (" << from << ") into "
                         << countPerSample(to) << " (" << to << ")";
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  if (getInput().getType() == getType())
    return getInput();
  if (auto elements = dyn_cast_or_null<DenseElementsAttr>(adaptor.getInput()))
    return elements.reshape(getType());
  return {};
}

namespace {
/// reshape(reshape(x)) is one reshape.
struct MergeReshapes : OpRewritePattern<ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<ReshapeOp>();
    if (!inner)
      return failure();
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), inner.getInput());
    return success();
  }
};
} // namespace

void ReshapeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                            MLIRContext *context) {
  patterns.add<MergeReshapes>(context);
}
