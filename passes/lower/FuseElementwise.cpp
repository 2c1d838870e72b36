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
#include "passes/lower/Exact.h"
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

/// What computing the body again costs beside reading its operands; nothing
/// where a value is worth more than a pass over memory.
static std::optional<unsigned> costOfBody(linalg::GenericOp op) {
  unsigned arithmetic = 0;
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (isa<math::MathDialect, scf::SCFDialect, tensor::TensorDialect>(
            inner.getDialect()) ||
        isa<arith::DivFOp>(inner))
      return std::nullopt;
    arithmetic += !isa<arith::ConstantOp, linalg::IndexOp>(inner);
  }
  return arithmetic;
}

/// Tensors as large as the producer's result that it reads, or that much of a
/// larger one: streams of memory.
static llvm::SmallDenseSet<Value> streamsOf(linalg::GenericOp producer) {
  llvm::SmallDenseSet<Value> streams;
  auto isStream = [&](OpOperand *input) {
    AffineMap map = producer.getMatchingIndexingMap(input);
    for (unsigned d = 0; d < map.getNumDims(); ++d)
      if (!map.isFunctionOfDim(d))
        return false;
    return true;
  };
  for (OpOperand *input : producer.getDpsInputOperands())
    if (isStream(input))
      streams.insert(input->get());
  return streams;
}

/// Streams that fusing adds: those that the consumer does not read already.
static unsigned numNewStreams(linalg::GenericOp producer,
                              linalg::GenericOp consumer) {
  return llvm::count_if(streamsOf(producer), [&](Value stream) {
    return !llvm::is_contained(consumer.getDpsInputs(), stream);
  });
}

/// True where `user` is the producer, or what only the producer needs.
static bool isOnlyFor(Operation *user, Operation *producer) {
  while (user != producer) {
    if (!isa<linalg::GenericOp>(user) || user->getNumResults() != 1 ||
        !user->getResult(0).hasOneUse())
      return false;
    user = *user->getResult(0).user_begin();
  }
  return true;
}

/// True where a sum of products is read by the producer alone: the producer is
/// then its epilogue, and only one of both is stored.
static bool isEpilogue(linalg::GenericOp producer) {
  return llvm::any_of(streamsOf(producer), [&](Value stream) {
    auto sum = stream.getDefiningOp<linalg::GenericOp>();
    return sum && sum.getNumReductionLoops() > 0 &&
           llvm::all_of(stream.getUsers(), [&](Operation *user) {
             return isOnlyFor(user, producer);
           });
  });
}

/// Operations that may be computed again, of the producer and of both together:
/// less than a stream of memory costs, and x + x of x + x, and so on, must not
/// double without end.
constexpr unsigned maxOpsComputedAgain = 12, maxOpsTogether = 48;

/// The producer is cheap enough to be part of the consumer, too.
static bool isShort(linalg::GenericOp producer, linalg::GenericOp consumer) {
  std::optional<unsigned> cost = costOfBody(producer);
  return cost && *cost <= maxOpsComputedAgain &&
         *cost + consumer.getBody()->getOperations().size() <= maxOpsTogether;
}

/// The reader that can compute the producer's result again, if it can.
static linalg::GenericOp repeaterOf(linalg::GenericOp producer,
                                    OpOperand &use) {
  auto consumer = dyn_cast<linalg::GenericOp>(use.getOwner());
  bool can = consumer &&
             consumer.getMatchingIndexingMap(&use).isPermutation() &&
             isShort(producer, consumer);
  return can ? consumer : nullptr;
}

/// True where the readers of the producer's result read no more memory together
/// when this one computes it again. Where one of them needs it stored, this one
/// must find all operands among its own.
static bool readsLess(linalg::GenericOp producer, linalg::GenericOp reader) {
  unsigned numUses = 0, added = 0, here = numNewStreams(producer, reader);
  for (OpOperand &use : producer.getResult(0).getUses()) {
    linalg::GenericOp consumer = repeaterOf(producer, use);
    if (!consumer)
      return here == 0;
    ++numUses;
    added += numNewStreams(producer, consumer);
  }
  return here <= 1 || added < streamsOf(producer).size() + 1 + numUses;
}

/// The reader computes what others need, too, once more.
static bool isRepeated(linalg::GenericOp producer, linalg::GenericOp reader) {
  return isShort(producer, reader) && !isEpilogue(producer) &&
         readsLess(producer, reader);
}

/// Fuse when each value of the producer is then computed no more often than
/// before, or cheaply and with less traffic of memory; into a sum only along a
/// full read.
static bool shouldFuse(OpOperand *fused) {
  auto producer = fused->get().getDefiningOp<linalg::GenericOp>();
  auto consumer = dyn_cast<linalg::GenericOp>(fused->getOwner());
  if (!producer || !consumer || producer.getNumResults() != 1 ||
      isRounded(producer))
    return false;
  // Inputs of the producer must not make the fused op read a place it writes.
  AffineMap map = consumer.getMatchingIndexingMap(fused);
  bool onlyUse = fused->get().hasOneUse();
  bool sums = consumer.getNumReductionLoops() > 0;
  if (!map.isPermutation())
    return !sums && !isPlainProduct(consumer) && isCheap(producer) &&
           consumer.getBody()->getOperations().size() <= maxOpsTogether;
  if (onlyUse)
    return !sums || isShort(producer, consumer);
  return !sums && isRepeated(producer, consumer);
}

namespace {
/// A sum that computes a shared value again gets a copy of its producer, which
/// then has no other use: a sum stores nothing but sums.
struct CopyForSum : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::GenericOp sum,
                                PatternRewriter &rewriter) const override {
    if (sum.getNumReductionLoops() == 0)
      return failure();
    for (OpOperand *input : sum.getDpsInputOperands()) {
      auto producer = input->get().getDefiningOp<linalg::GenericOp>();
      if (!producer || producer.getNumResults() != 1 || isRounded(producer) ||
          producer->hasOneUse() ||
          !sum.getMatchingIndexingMap(input).isPermutation() ||
          !isRepeated(producer, sum) ||
          !linalg::areElementwiseOpsFusable(input))
        continue;
      rewriter.setInsertionPoint(sum);
      Operation *copy = rewriter.clone(*producer);
      rewriter.modifyOpInPlace(sum, [&] { input->set(copy->getResult(0)); });
      return success();
    }
    return failure();
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Roots below a fraction
//===----------------------------------------------------------------------===//

/// The op that makes `value` and ends in a square root.
static linalg::GenericOp rootBehind(Value value) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op || op.getNumResults() != 1 || op.getNumReductionLoops() > 0 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return nullptr;
  Value yielded = op.getBody()->getTerminator()->getOperand(0);
  return yielded.getDefiningOp<math::SqrtOp>() ? op : nullptr;
}

/// 1 / `root`, right behind it.
static Value reciprocalOf(linalg::GenericOp root) {
  OpBuilder b(root->getContext());
  b.setInsertionPointAfter(root);
  unsigned rank = root.getNumLoops();
  AffineMap same = b.getMultiDimIdentityMap(rank);
  SmallVector<AffineMap> maps{same, same};
  SmallVector<utils::IteratorType> parallel(rank,
                                            utils::IteratorType::parallel);
  Value one = b.create<arith::ConstantOp>(root.getLoc(), b.getF32FloatAttr(1));
  auto made = b.create<linalg::GenericOp>(
      root.getLoc(), root.getResultTypes(), root.getResults(),
      root.getDpsInits(), maps, parallel,
      [&](OpBuilder &inner, Location loc, ValueRange args) {
        Value quotient = inner.create<arith::DivFOp>(loc, one, args[0]);
        inner.create<linalg::YieldOp>(loc, quotient);
      });
  return made.getResult(0);
}

/// Fractions over a root that many elements share (norms) become products with
/// its reciprocal, which is computed once. The root of no f32 number but 0 is
/// so small that its reciprocal overflows; in f64 the fraction stays as
/// written.
static void multiplyByReciprocals(func::FuncOp func) {
  llvm::SmallDenseMap<Operation *, Value> reciprocals;
  func.walk([&](arith::DivFOp fraction) {
    auto op = dyn_cast<linalg::GenericOp>(fraction->getParentOp());
    auto divisor = dyn_cast<BlockArgument>(fraction.getRhs());
    if (!op || !divisor || divisor.getOwner() != op.getBody() ||
        !divisor.hasOneUse() || !fraction.getType().isF32() ||
        fraction->hasAttr(exactAttr) ||
        divisor.getArgNumber() >= op.getNumDpsInputs())
      return;
    OpOperand *operand = op.getDpsInputOperand(divisor.getArgNumber());
    if (op.getMatchingIndexingMap(operand).getNumResults() >= op.getNumLoops())
      return;
    linalg::GenericOp root = rootBehind(operand->get());
    if (!root)
      return;
    Value &reciprocal = reciprocals[root];
    if (!reciprocal)
      reciprocal = reciprocalOf(root);
    operand->set(reciprocal);
    OpBuilder b(fraction);
    fraction.replaceAllUsesWith(
        b.create<arith::MulFOp>(fraction.getLoc(), fraction.getLhs(), divisor)
            .getResult());
    fraction.erase();
  });
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

/// True for a pointwise op whose view of an operand is all that keeps it from
/// the op that makes the operand: it is brought to the shape of that one.
static bool isBetween(OpOperand *operand) {
  auto isPointwise = [](linalg::GenericOp op) {
    return op && op.getNumReductionLoops() == 0 && op.getNumResults() == 1;
  };
  auto consumer = dyn_cast<linalg::GenericOp>(operand->getOwner());
  auto view = operand->get().getDefiningOp<tensor::CollapseShapeOp>();
  if (!isPointwise(consumer) || !view || !view->hasOneUse())
    return false;
  auto producer = view.getSrc().getDefiningOp<linalg::GenericOp>();
  return isPointwise(producer) && producer->hasOneUse() &&
         llvm::all_of(consumer->getOpOperands(), [&](OpOperand &other) {
           return consumer.getMatchingIndexingMap(&other)
               .isProjectedPermutation();
         });
}

namespace {
struct FuseElementwisePass
    : dnd::passes::impl::FuseElementwiseBase<FuseElementwisePass> {
  void runOnOperation() override {
    multiplyByReciprocals(getOperation());
    // Views stand between whole chains only when those are one op each.
    if (failed(fuse(/*throughViews=*/false)) ||
        (hasViewsBetween() && failed(fuse(/*throughViews=*/true))))
      return signalPassFailure();
    SmallVector<bufferization::MaterializeInDestinationOp> stores;
    getOperation().walk([&](bufferization::MaterializeInDestinationOp store) {
      stores.push_back(store);
    });
    for (auto store : stores)
      sinkUpdate(store);
  }

private:
  LogicalResult fuse(bool throughViews) {
    RewritePatternSet patterns(&getContext());
    if (throughViews)
      linalg::populateFoldReshapeOpsByExpansionPatterns(patterns, isBetween);
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    patterns.add<CopyForSum>(&getContext());
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    return applyPatternsAndFoldGreedily(getOperation(), std::move(patterns));
  }

  bool hasViewsBetween() {
    return getOperation()
        .walk([](tensor::CollapseShapeOp view) {
          for (OpOperand &use : view->getUses())
            if (isBetween(&use))
              return WalkResult::interrupt();
          return WalkResult::advance();
        })
        .wasInterrupted();
  }
};
} // namespace
