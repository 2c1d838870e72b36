//===- MergeSums.cpp - sums over the same tensors in one pass -------------===//
//
// The sums of a norm and those of its gradient read the same large tensors, one
// after the other. Those that go through the same space become one op with
// several results, at the place of the first. The sum of a + k b, where others
// sum a and b already, becomes the sum of a plus k times that of b.
//
//===----------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "passes/lower/LowerPasses.h"
#include "llvm/ADT/SetVector.h"

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

/// A sum of two terms that read different large tensors, as two sums.
class SplitSum {
public:
  explicit SplitSum(linalg::GenericOp sum)
      : sum(sum), out(sum.getMatchingIndexingMap(sum.getDpsInitOperand(0))) {}

  /// True if it was split; the op is then gone.
  bool run() {
    if (!match() || !isReadByOthers(terms[0]) || !isReadByOthers(terms[1]))
      return false;
    OpBuilder b(sum);
    for (Term &term : terms)
      term.total = sumOf(b, term);
    addTerms(b);
    sum.erase();
    return true;
  }

private:
  struct Term {
    Value value;                // in the body, without the factors
    SmallVector<Value> factors; // in the body, the same for all that is summed
    SmallVector<Value> large;   // tensors
    Value total;
  };

  bool match() {
    Block *body = sum.getBody();
    Value added = body->getTerminator()->getOperand(0);
    auto outer = added.getDefiningOp<arith::AddFOp>();
    Value old = sum.getRegionOutputArgs()[0];
    if (!added.getType().isF32() || !out.isProjectedPermutation() || !outer ||
        !old.hasOneUse() || (outer.getLhs() != old && outer.getRhs() != old))
      return false;
    Value summand = outer.getLhs() == old ? outer.getRhs() : outer.getLhs();
    auto both = summand.getDefiningOp<arith::AddFOp>();
    if (!both || !startsFromZero())
      return false;
    terms[0].value = both.getLhs();
    terms[1].value = both.getRhs();
    for (Term &term : terms) {
      term.large = largeBehind(term.value);
      if (term.large.empty())
        return false;
      while (takeFactor(term))
        ;
    }
    return llvm::none_of(terms[0].large, [&](Value tensor) {
      return llvm::is_contained(terms[1].large, tensor);
    });
  }

  bool startsFromZero() {
    auto fill = sum.getDpsInits()[0].getDefiningOp<linalg::FillOp>();
    return fill && matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
  }

  /// Operands of the op that a value of the body depends on.
  llvm::SetVector<OpOperand *> operandsBehind(Value value) {
    llvm::SetVector<OpOperand *> found;
    SmallVector<Value> open{value};
    while (!open.empty()) {
      Value next = open.pop_back_val();
      if (auto argument = dyn_cast<BlockArgument>(next);
          argument && argument.getOwner() == sum.getBody())
        found.insert(&sum->getOpOperand(argument.getArgNumber()));
      else if (Operation *op = next.getDefiningOp();
               op && op->getBlock() == sum.getBody())
        llvm::append_range(open, op->getOperands());
    }
    return found;
  }

  SmallVector<Value> largeBehind(Value value) {
    SmallVector<Value> large;
    for (OpOperand *operand : operandsBehind(value))
      if (sum.getMatchingIndexingMap(operand).isPermutation())
        large.push_back(operand->get());
    return large;
  }

  /// True for what is the same for all that one result sums.
  bool isFactor(Value value) {
    return llvm::all_of(operandsBehind(value), [&](OpOperand *operand) {
      AffineMap map = sum.getMatchingIndexingMap(operand);
      for (unsigned d = 0; d < map.getNumDims(); ++d)
        if (map.isFunctionOfDim(d) && !out.isFunctionOfDim(d))
          return false;
      return map.isProjectedPermutation() && sum.isDpsInput(operand);
    });
  }

  bool takeFactor(Term &term) {
    auto product = term.value.getDefiningOp<arith::MulFOp>();
    if (!product)
      return false;
    for (auto [factor, rest] : {std::pair(product.getLhs(), product.getRhs()),
                                std::pair(product.getRhs(), product.getLhs())})
      if (isFactor(factor)) {
        term.factors.push_back(factor);
        term.value = rest;
        return true;
      }
    return false;
  }

  /// Another sum goes through the tensors of the term, which this one joins.
  bool isReadByOthers(const Term &term) {
    return llvm::any_of(term.large.front().getUsers(), [&](Operation *user) {
      auto other = dyn_cast<linalg::GenericOp>(user);
      if (!other || other == sum || !isSum(other) || !haveSameSpace(sum, other))
        return false;
      SmallVector<Value> read = largeInputs(other);
      return llvm::all_of(term.large, [&](Value tensor) {
        return llvm::is_contained(read, tensor);
      });
    });
  }

  /// Clones what `value` of the body is computed from.
  Value clone(OpBuilder &b, Value value, IRMapping &mapping) {
    if (mapping.contains(value))
      return mapping.lookup(value);
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != sum.getBody())
      return value;
    for (Value operand : op->getOperands())
      clone(b, operand, mapping);
    b.clone(*op, mapping);
    return mapping.lookup(value);
  }

  Value sumOf(OpBuilder &b, const Term &term) {
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    llvm::SetVector<OpOperand *> read = operandsBehind(term.value);
    for (OpOperand *operand : read) {
      inputs.push_back(operand->get());
      maps.push_back(sum.getMatchingIndexingMap(operand));
    }
    maps.push_back(out);
    auto made = b.create<linalg::GenericOp>(
        sum.getLoc(), sum.getResultTypes(), inputs, sum.getDpsInits(), maps,
        sum.getIteratorTypesArray(),
        [&](OpBuilder &in, Location loc, ValueRange args) {
          IRMapping mapping;
          for (auto [i, operand] : llvm::enumerate(read))
            mapping.map(sum.getMatchingBlockArgument(operand), args[i]);
          Value value = clone(in, term.value, mapping);
          in.create<linalg::YieldOp>(
              loc,
              in.create<arith::AddFOp>(loc, args.back(), value).getResult());
        });
    return made.getResult(0);
  }

  /// The totals times their factors, over the results alone.
  void addTerms(OpBuilder &b) {
    unsigned rank = out.getNumResults();
    SmallVector<AffineExpr> dims(out.getNumDims(), b.getAffineConstantExpr(0));
    for (unsigned i = 0; i < rank; ++i)
      dims[out.getDimPosition(i)] = b.getAffineDimExpr(i);
    AffineMap same = b.getMultiDimIdentityMap(rank);
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    llvm::SetVector<OpOperand *> read;
    for (Term &term : terms) {
      inputs.push_back(term.total);
      maps.push_back(same);
      for (Value factor : term.factors)
        for (OpOperand *operand : operandsBehind(factor))
          read.insert(operand);
    }
    for (OpOperand *operand : read) {
      inputs.push_back(operand->get());
      maps.push_back(sum.getMatchingIndexingMap(operand).replaceDimsAndSymbols(
          dims, {}, rank, 0));
    }
    maps.push_back(same);
    auto type = cast<RankedTensorType>(sum.getResult(0).getType());
    Value empty =
        sum.getDpsInits()[0].getDefiningOp<linalg::FillOp>().getOutputs()[0];
    SmallVector<utils::IteratorType> parallel(rank,
                                              utils::IteratorType::parallel);
    auto made = b.create<linalg::GenericOp>(
        sum.getLoc(), TypeRange(type), inputs, empty, maps, parallel,
        [&](OpBuilder &in, Location loc, ValueRange args) {
          IRMapping mapping;
          for (auto [i, operand] : llvm::enumerate(read))
            mapping.map(sum.getMatchingBlockArgument(operand), args[2 + i]);
          Value parts[2];
          for (unsigned i : {0u, 1u}) {
            parts[i] = args[i];
            for (Value factor : llvm::reverse(terms[i].factors))
              parts[i] = in.create<arith::MulFOp>(loc, parts[i],
                                                  clone(in, factor, mapping));
          }
          in.create<linalg::YieldOp>(
              loc,
              in.create<arith::AddFOp>(loc, parts[0], parts[1]).getResult());
        });
    sum.getResult(0).replaceAllUsesWith(made.getResult(0));
  }

  linalg::GenericOp sum;
  AffineMap out;
  Term terms[2];
};

struct MergeSumsPass : dnd::passes::impl::MergeSumsBase<MergeSumsPass> {
  void runOnOperation() override {
    DominanceInfo dominance(getOperation());
    SmallVector<linalg::GenericOp> sums;
    getOperation().walk([&](linalg::GenericOp op) {
      if (isSum(op))
        sums.push_back(op);
    });
    for (linalg::GenericOp sum : sums)
      SplitSum(sum).run();
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
