//===- SplitReductions.cpp - long sums in two steps -----------------------===//
#include "codegen/cuda/SplitReductions.h"
#include "codegen/cuda/PointKernel.h"
#include "codegen/select/Limits.h"
#include "codegen/select/ReductionPlan.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;
using utils::IteratorType;

/// The summed dimension that stage one keeps apart: the batch, or the longest.
static std::optional<unsigned> dimensionToKeep(linalg::GenericOp op) {
  Points results = pointsOf(op, IteratorType::parallel);
  Points summed = pointsOf(op, IteratorType::reduction);
  if (summed.dims.size() < 2 || results.assumedCount() >= limits::fewResults ||
      summed.assumedCount() < limits::longSplitSum)
    return std::nullopt;
  std::optional<unsigned> best;
  for (unsigned d : summed.dims) {
    if (ShapedType::isDynamic(summed.extents[d]))
      return d;
    if (summed.extents[d] >= limits::enoughParts &&
        (!best || summed.extents[d] > summed.extents[*best]))
      best = d;
  }
  return best;
}

/// A buffer of partial results for `init` and its map over the space of `op`:
/// the batch stays first.
static std::pair<Value, AffineMap> partialBuffer(OpBuilder &b,
                                                 linalg::GenericOp op,
                                                 OpOperand &init, unsigned kept,
                                                 Value batch) {
  auto type = cast<MemRefType>(init.get().getType());
  AffineMap map = op.getMatchingIndexingMap(&init);
  int64_t extent = op.getStaticLoopRanges()[kept];
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<AffineExpr> places(map.getResults());
  bool isBatch = ShapedType::isDynamic(extent);
  shape.insert(isBatch ? shape.begin() : shape.end(), extent);
  places.insert(isBatch ? places.begin() : places.end(),
                b.getAffineDimExpr(kept));
  auto partial = MemRefType::get(shape, type.getElementType());
  SmallVector<Value> sizes(partial.getNumDynamicDims(), batch);
  Value buffer = b.create<memref::AllocOp>(op.getLoc(), partial, sizes);
  return {buffer, AffineMap::get(map.getNumDims(), 0, places, b.getContext())};
}

static void split(linalg::GenericOp op, unsigned kept, Value batch) {
  SmallVector<Operation *> combiners = combinersOf(op);
  OpBuilder b(op);
  Location loc = op.getLoc();
  SmallVector<IteratorType> first = op.getIteratorTypesArray();
  SmallVector<AffineMap> firstMaps;
  for (OpOperand *input : op.getDpsInputOperands())
    firstMaps.push_back(op.getMatchingIndexingMap(input));
  // Stage two runs over the dimensions of the results and the kept one.
  SmallVector<unsigned> order;
  SmallVector<IteratorType> second;
  for (auto [d, type] : llvm::enumerate(first))
    if (type == IteratorType::parallel || d == kept) {
      order.push_back(d);
      second.push_back(type);
    }
  first[kept] = IteratorType::parallel;
  auto overOrder = [&](AffineMap map) {
    SmallVector<AffineExpr> dims(map.getNumDims(), b.getAffineConstantExpr(0));
    for (auto [i, d] : llvm::enumerate(order))
      dims[d] = b.getAffineDimExpr(i);
    return map.replaceDimsAndSymbols(dims, {}, order.size(), 0);
  };
  SmallVector<Value> partials;
  SmallVector<AffineMap> partialMaps, outMaps;
  for (auto [init, combiner] : llvm::zip(op.getDpsInitsMutable(), combiners)) {
    auto [buffer, map] = partialBuffer(b, op, init, kept, batch);
    Value neutral =
        b.create<arith::ConstantOp>(loc, *arith::getNeutralElement(combiner));
    b.create<linalg::FillOp>(loc, neutral, buffer);
    partials.push_back(buffer);
    firstMaps.push_back(map);
    partialMaps.push_back(overOrder(map));
    outMaps.push_back(overOrder(op.getMatchingIndexingMap(&init)));
  }
  auto stage = b.create<linalg::GenericOp>(loc, op.getInputs(), partials,
                                           firstMaps, first);
  IRMapping mapping;
  op.getRegion().cloneInto(&stage.getRegion(), mapping);
  SmallVector<AffineMap> secondMaps(partialMaps);
  secondMaps.append(outMaps);
  b.create<linalg::GenericOp>(
      loc, partials, op.getOutputs(), secondMaps, second,
      [&](OpBuilder &in, Location, ValueRange args) {
        SmallVector<Value> joined;
        for (auto [i, combiner] : llvm::enumerate(combiners)) {
          IRMapping operands;
          operands.map(combiner->getOperand(0), args[combiners.size() + i]);
          operands.map(combiner->getOperand(1), args[i]);
          joined.push_back(in.clone(*combiner, operands)->getResult(0));
        }
        in.create<linalg::YieldOp>(loc, joined);
      });
  op.erase();
}

void dnd::codegen::cuda::splitLongReductions(func::FuncOp func) {
  Value batch = dnd::passes::batchSize(func);
  for (Operation &op : llvm::make_early_inc_range(func.getBody().front())) {
    auto generic = dyn_cast<linalg::GenericOp>(op);
    if (!generic || combinersOf(generic).empty())
      continue;
    if (std::optional<unsigned> kept = dimensionToKeep(generic))
      split(generic, *kept, batch);
  }
}
