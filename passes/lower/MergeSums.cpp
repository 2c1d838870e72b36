//===- MergeSums.cpp - sums over the same tensors in one pass -------------===//
//
// The sums of a norm and those of its gradient read the same large tensors, one
// after the other. Those that go through the same space become one op with
// several results, at the place of the first.
//
//===----------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "passes/lower/LowerPasses.h"

namespace dnd::passes {
#define GEN_PASS_DEF_MERGESUMS
#include "passes/lower/LowerPasses.h.inc"
} // namespace dnd::passes

using namespace mlir;

/// More results than this take too many registers.
constexpr unsigned maxResults = 6;

/// Plain arithmetic only: sums over a table have kernels of their own.
static bool isSum(linalg::GenericOp op) {
  return op.getNumReductionLoops() > 0 && op.hasPureTensorSemantics() &&
         op.getNumDpsInits() == 1 &&
         llvm::all_of(op.getBody()->without_terminator(), [](Operation &inner) {
           return isa<arith::ArithDialect>(inner.getDialect());
         });
}

/// Inputs as large as the space that the op goes through.
static SmallVector<Value> largeInputs(linalg::GenericOp op) {
  SmallVector<Value> streams;
  for (OpOperand *input : op.getDpsInputOperands())
    if (op.getMatchingIndexingMap(input).isPermutation())
      streams.push_back(input->get());
  return streams;
}

/// Both go through the same points in the same way.
static bool haveSameSpace(linalg::GenericOp a, linalg::GenericOp b) {
  auto outMap = [](linalg::GenericOp op) {
    return op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  };
  if (a.getStaticLoopRanges() != b.getStaticLoopRanges() ||
      a.getIteratorTypesArray() != b.getIteratorTypesArray() ||
      outMap(a) != outMap(b))
    return false;
  // A tensor that both read is read at the same places.
  for (OpOperand *x : a.getDpsInputOperands())
    for (OpOperand *y : b.getDpsInputOperands())
      if (x->get() == y->get() &&
          a.getMatchingIndexingMap(x) != b.getMatchingIndexingMap(y))
        return false;
  return true;
}

namespace {
class SumGroup {
public:
  SumGroup(linalg::GenericOp first, const DominanceInfo &dominance)
      : dominance(dominance) {
    sums.push_back(first);
  }

  /// The other sums over the tensors that the first one reads.
  void collect() {
    linalg::GenericOp first = sums.front();
    for (Value stream : largeInputs(first))
      for (Operation *user : stream.getUsers()) {
        auto other = dyn_cast<linalg::GenericOp>(user);
        if (other && !llvm::is_contained(sums, other) &&
            sums.size() < maxResults && isSum(other) &&
            other->getBlock() == first->getBlock() &&
            !other->isBeforeInBlock(first) && haveSameSpace(first, other) &&
            llvm::is_contained(largeInputs(other), stream) && canMove(other))
          sums.push_back(other);
      }
  }

  unsigned size() const { return sums.size(); }
  auto begin() const { return sums.begin(); }
  auto end() const { return sums.end(); }

  /// Makes one op of all.
  void merge() {
    linalg::GenericOp first = sums.front();
    OpBuilder b(first);
    SmallVector<Value> inputs, inits;
    SmallVector<AffineMap> maps;
    DenseMap<Value, unsigned> number;
    for (linalg::GenericOp sum : sums) {
      for (OpOperand *input : sum.getDpsInputOperands())
        if (number.try_emplace(input->get(), inputs.size()).second) {
          inputs.push_back(input->get());
          maps.push_back(sum.getMatchingIndexingMap(input));
        }
      inits.push_back(initOf(b, sum));
    }
    maps.append(sums.size(),
                first.getMatchingIndexingMap(first.getDpsInitOperand(0)));
    auto made = b.create<linalg::GenericOp>(
        first.getLoc(), ValueRange(inits).getTypes(), inputs, inits, maps,
        first.getIteratorTypesArray(),
        [&](OpBuilder &in, Location loc, ValueRange args) {
          SmallVector<Value> results;
          for (auto [i, sum] : llvm::enumerate(sums)) {
            IRMapping mapping;
            for (OpOperand *input : sum.getDpsInputOperands())
              mapping.map(sum.getMatchingBlockArgument(input),
                          args[number[input->get()]]);
            mapping.map(sum.getRegionOutputArgs()[0], args[inputs.size() + i]);
            for (Operation &op : sum.getBody()->without_terminator())
              in.clone(op, mapping);
            results.push_back(mapping.lookupOrDefault(
                sum.getBody()->getTerminator()->getOperand(0)));
          }
          in.create<linalg::YieldOp>(loc, results);
        });
    for (auto [sum, result] : llvm::zip_equal(sums, made.getResults())) {
      sum.getResult(0).replaceAllUsesWith(result);
      sum.erase();
    }
  }

private:
  /// What the sum starts from can be made again, everything else is there.
  bool canMove(linalg::GenericOp sum) {
    Operation *to = sums.front();
    auto isThere = [&](Value value) {
      return dominance.properlyDominates(value, to);
    };
    auto fill = sum.getDpsInits()[0].getDefiningOp<linalg::FillOp>();
    if (!isThere(sum.getDpsInits()[0]) &&
        !(fill &&
          cast<ShapedType>(sum.getDpsInits()[0].getType()).hasStaticShape() &&
          isThere(fill.getInputs()[0])))
      return false;
    if (!llvm::all_of(sum.getDpsInputs(), isThere))
      return false;
    bool isFree = true;
    sum.getBody()->walk([&](Operation *op) {
      for (Value operand : op->getOperands())
        if (operand.getParentRegion() != &sum.getRegion() &&
            !sum.getRegion().isAncestor(operand.getParentRegion()))
          isFree &= isThere(operand);
    });
    return isFree;
  }

  Value initOf(OpBuilder &b, linalg::GenericOp sum) {
    Value init = sum.getDpsInits()[0];
    if (dominance.properlyDominates(init, sums.front()))
      return init;
    auto type = cast<RankedTensorType>(init.getType());
    auto fill = init.getDefiningOp<linalg::FillOp>();
    Value empty = b.create<tensor::EmptyOp>(sum.getLoc(), type.getShape(),
                                            type.getElementType());
    return b.create<linalg::FillOp>(sum.getLoc(), fill.getInputs()[0], empty)
        .getResult(0);
  }

  const DominanceInfo &dominance;
  SmallVector<linalg::GenericOp> sums;
};

struct MergeSumsPass : dnd::passes::impl::MergeSumsBase<MergeSumsPass> {
  void runOnOperation() override {
    DominanceInfo dominance(getOperation());
    SmallVector<Operation *> order;
    getOperation().walk([&](linalg::GenericOp op) { order.push_back(op); });
    llvm::DenseSet<Operation *> gone;
    for (Operation *op : order) {
      if (gone.contains(op) || !isSum(cast<linalg::GenericOp>(op)))
        continue;
      SumGroup group(cast<linalg::GenericOp>(op), dominance);
      group.collect();
      if (group.size() < 2)
        continue;
      gone.insert(group.begin(), group.end());
      group.merge();
    }
  }
};
} // namespace
