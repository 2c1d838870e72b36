//===- Reshape.cpp - the same numbers under another shape -----------------===//
#include "dialect/dnd/shapes/Reshape.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace dnd;

LogicalResult ReshapeOp::verify() {
  if (failed(verifyBatchFirst(*this)))
    return failure();
  return verifyResult(*this, shapes::reshape(getInput().getType(), getType()),
                      getType());
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
