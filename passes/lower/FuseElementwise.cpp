//===- FuseElementwise.cpp - chains of pointwise ops, updates in place ----===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "passes/lower/LowerPasses.h"

namespace dnd::passes {
#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "passes/lower/LowerPasses.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd::passes;

/// True where computing the body again costs no more than reading its result.
static bool isCheap(linalg::GenericOp op) {
  unsigned arithmetic = 0;
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (isa<math::MathDialect, scf::SCFDialect, tensor::TensorDialect>(
            inner.getDialect()) ||
        isa<arith::DivFOp>(inner))
      return false;
    if (!isa<arith::ConstantOp, linalg::IndexOp>(inner))
      ++arithmetic;
  }
  return arithmetic <= 2 && op.getNumDpsInputs() <= 2;
}

/// The one number that the body computes with, seen through a change to a wider
/// type; `rest` counts the ops that are left to explain.
static bool isRead(Value value, ptrdiff_t &rest) {
  if (auto wide = value.getDefiningOp<arith::ExtFOp>()) {
    --rest;
    value = wide.getIn();
  }
  return isa<BlockArgument>(value);
}

/// True for products of two tensors: as they are, a sum behind them can take
/// them as its factors, and the larger tensor is never stored.
static bool isPlainProduct(linalg::GenericOp op) {
  Block *body = op.getBody();
  auto mul =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::MulFOp>();
  ptrdiff_t rest = std::distance(body->begin(), body->end());
  return mul && isRead(mul.getLhs(), rest) && isRead(mul.getRhs(), rest) &&
         rest == 2;
}

/// True for values that are rounded to be stored: whoever reads them again and
/// again reads half of the bytes.
static bool isRounded(linalg::GenericOp op) {
  return op.getBody()
             ->getTerminator()
             ->getOperand(0)
             .getDefiningOp<arith::TruncFOp>() != nullptr;
}

/// Tensors (numbers left out) that both read, the intermediate one not counted.
static unsigned numInputsTogether(linalg::GenericOp producer,
                                  linalg::GenericOp consumer,
                                  OpOperand *fused) {
  llvm::SmallDenseSet<Value> inputs;
  for (linalg::GenericOp op : {producer, consumer})
    for (OpOperand *input : op.getDpsInputOperands())
      if (input != fused && cast<ShapedType>(input->get().getType()).getRank())
        inputs.insert(input->get());
  return inputs.size();
}

/// As many inputs an op may read that computes again what others read as well:
/// else a chain of residual sums would read all that came before at each link.
constexpr unsigned maxInputsComputedAgain = 6;
/// The same for operations: x + x of x + x, and so on, would double.
constexpr unsigned maxOpsComputedAgain = 24;

/// Fuse when each value of the producer is then computed no more often than
/// before, or cheaply; into a sum only along a full read.
static bool shouldFuse(OpOperand *fused) {
  auto producer = fused->get().getDefiningOp<linalg::GenericOp>();
  auto consumer = dyn_cast<linalg::GenericOp>(fused->getOwner());
  if (!producer || !consumer || producer.getNumResults() != 1 ||
      isRounded(producer))
    return false;
  // Inputs of the producer must not make the fused op read a place it writes.
  AffineMap map = consumer.getMatchingIndexingMap(fused);
  bool readsOnce = map.isPermutation();
  bool onlyUse = fused->get().hasOneUse();
  if (!readsOnce && consumer.getNumReductionLoops() == 0 &&
      isPlainProduct(consumer))
    return false;
  if (consumer.getNumReductionLoops() > 0)
    return readsOnce && onlyUse && isCheap(producer);
  if (readsOnce && onlyUse)
    return true;
  return isCheap(producer) &&
         numInputsTogether(producer, consumer, fused) <=
             maxInputsComputedAgain &&
         consumer.getBody()->getOperations().size() <= maxOpsComputedAgain &&
         std::distance(fused->get().use_begin(), fused->get().use_end()) <= 4;
}

/// The op that stores a new value into argument `target`, where it stands
/// before another reader of the old value, moves behind the last of them.
static void sinkUpdate(bufferization::MaterializeInDestinationOp store) {
  Operation *update = store.getSource().getDefiningOp();
  Value target = store.getDest();
  if (!update || !isa<linalg::LinalgOp>(update) ||
      update->getBlock() != store->getBlock())
    return;
  Block *block = update->getBlock();
  Operation *last = nullptr;
  for (Operation *user : target.getUsers()) {
    Operation *top = block->findAncestorOpInBlock(*user);
    if (!top || top == update || top == store)
      continue;
    if (!last || last->isBeforeInBlock(top))
      last = top;
  }
  if (!last || last->isBeforeInBlock(update))
    return;
  for (Operation *user : update->getUsers()) {
    Operation *top = block->findAncestorOpInBlock(*user);
    if (top && !last->isBeforeInBlock(top))
      return; // the new value is needed earlier
  }
  update->moveAfter(last);
}

namespace {
struct FuseElementwisePass
    : dnd::passes::impl::FuseElementwiseBase<FuseElementwisePass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(
            applyPatternsAndFoldGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    SmallVector<bufferization::MaterializeInDestinationOp> stores;
    getOperation().walk([&](bufferization::MaterializeInDestinationOp store) {
      stores.push_back(store);
    });
    for (auto store : stores)
      sinkUpdate(store);
  }
};
} // namespace
