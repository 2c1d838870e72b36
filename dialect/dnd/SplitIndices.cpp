//===- SplitIndices.cpp - affine indices that only regroup dimensions -----===//
//
// `h[s*D + d]` with s and d running over all of h reads every element once: h
// under the shape [S, D], read at [s, d]. Rewriting it so leaves a plain index
// and, in the gradient, a plain store instead of a scatter.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/SplitIndices.h"
#include "dialect/dnd/Builders.h"
#include "mlir/Analysis/FlatLinearValueConstraints.h"

using namespace mlir;
using namespace dnd;

namespace {

/// One tensor of a contract or map under a finer shape.
struct SplitAccess {
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> results;
  bool changed = false;
};

/// The dimensions, slowest first, of which `expr` is the row-major number, if
/// they cover [0, size) exactly once.
std::optional<SmallVector<unsigned>>
splitIndex(AffineExpr expr, unsigned numDims, unsigned numSymbols,
           ArrayRef<int64_t> extents, int64_t size) {
  SmallVector<int64_t> terms;
  if (!expr.isPureAffine() ||
      failed(getFlattenedAffineExpr(expr, numDims, numSymbols, &terms)) ||
      terms.size() != numDims + numSymbols + 1 || terms.back() != 0)
    return std::nullopt;
  SmallVector<unsigned> dims;
  for (unsigned i = 0; i < numDims + numSymbols; ++i) {
    if (terms[i] == 0 || (i < numDims && extents[i] == 1))
      continue;
    if (i >= numDims || ShapedType::isDynamic(extents[i]) || terms[i] < 0)
      return std::nullopt;
    dims.push_back(i);
  }
  llvm::sort(dims, [&](unsigned a, unsigned b) { return terms[a] > terms[b]; });
  int64_t stride = 1;
  for (unsigned dim : llvm::reverse(dims)) {
    if (terms[dim] != stride)
      return std::nullopt;
    stride *= extents[dim];
  }
  if (dims.empty() || stride != size)
    return std::nullopt;
  return dims;
}

SplitAccess splitAccess(AffineMap map, RankedTensorType type,
                        ArrayRef<int64_t> extents) {
  SplitAccess split;
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    std::optional<SmallVector<unsigned>> dims;
    if (!isa<AffineDimExpr, AffineConstantExpr, AffineSymbolExpr>(expr))
      dims = splitIndex(expr, map.getNumDims(), map.getNumSymbols(), extents,
                        type.getDimSize(dim));
    if (!dims) {
      split.shape.push_back(type.getDimSize(dim));
      split.results.push_back(expr);
      continue;
    }
    split.changed = true;
    for (unsigned part : *dims) {
      split.shape.push_back(extents[part]);
      split.results.push_back(getAffineDimExpr(part, map.getContext()));
    }
  }
  return split;
}

/// Splits the inputs of an op with maps over `extents`; false if none changes.
bool splitInputs(OpBuilder &builder, Location loc, ArrayRef<int64_t> extents,
                 MutableArrayRef<Value> inputs,
                 MutableArrayRef<AffineMap> maps) {
  bool changed = false;
  for (auto [input, map] : llvm::zip(inputs, maps)) {
    RankedTensorType type = tensorType(input);
    SplitAccess split = splitAccess(map, type, extents);
    if (!split.changed)
      continue;
    changed = true;
    input = builder.create<ReshapeOp>(
        loc, RankedTensorType::get(split.shape, type.getElementType()), input);
    map = AffineMap::get(map.getNumDims(), map.getNumSymbols(), split.results,
                         map.getContext());
  }
  return changed;
}

struct SplitContract : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    SmallVector<Value> inputs(op.getInputs());
    SmallVector<AffineMap> maps = op.getInputMaps();
    bool changed =
        splitInputs(rewriter, op.getLoc(), op.getExtents(), inputs, maps);
    AffineMap out = op.getOutMap();
    SplitAccess split = splitAccess(out, op.getType(), op.getExtents());
    if (!changed && !split.changed)
      return failure();
    auto type =
        RankedTensorType::get(split.shape, op.getType().getElementType());
    Value result = rewriter.create<ContractOp>(
        op.getLoc(), type, inputs, maps,
        AffineMap::get(out.getNumDims(), out.getNumSymbols(), split.results,
                       op.getContext()),
        op.getExtents(), op.getCoefficientValue(), op.getTables(),
        op.getTableMapList());
    if (split.changed)
      result = rewriter.create<ReshapeOp>(op.getLoc(), op.getType(), result);
    rewriter.replaceOp(op, result);
    return success();
  }
};

struct SplitMap : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    SmallVector<Value> inputs(op.getInputs());
    SmallVector<AffineMap> maps = op.getInputMaps();
    if (!splitInputs(rewriter, op.getLoc(), op.getType().getShape(), inputs,
                     maps))
      return failure();
    rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), op.getFn(), inputs,
                                       maps, op.getParams());
    return success();
  }
};

} // namespace

void dnd::populateSplitIndexPatterns(RewritePatternSet &patterns) {
  patterns.add<SplitContract, SplitMap>(patterns.getContext());
}
