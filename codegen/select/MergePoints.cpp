//===- MergePoints.cpp - pointwise ops in one pass over memory ------------===//
//
// On tensors a pointwise op joins the only op that reads its result. What stays
// apart there has several readers (an activation and its derivative, the moment
// and the parameter of an optimiser's step) or a destination of its own. On
// buffers, before they have their places, such ops become one op with several
// results: what one writes and the other reads stays in a register.
//
//===----------------------------------------------------------------------===//
#include "codegen/nest/Accesses.h"
#include "codegen/select/Limits.h"
#include "codegen/select/SelectPasses.h"
#include "dialect/entry/Arguments.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_MERGEPOINTS
#include "codegen/select/SelectPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;

/// A pointwise op whose body is arithmetic: gathers and loops would keep the
/// other's part out of vector registers.
static bool isArithmetic(linalg::GenericOp op) {
  if (op.getNumReductionLoops() != 0 || !op.hasPureBufferSemantics())
    return false;
  for (OpOperand &init : op.getDpsInitsMutable())
    if (!op.getMatchingIndexingMap(&init).isPermutation())
      return false;
  return llvm::all_of(*op.getBody(), [](Operation &inner) {
    return isa<linalg::YieldOp, linalg::IndexOp>(inner) ||
           isa<arith::ArithDialect, math::MathDialect>(inner.getDialect());
  });
}

namespace {
/// An op of the entry point and the buffers that it uses.
struct OpUses {
  Operation *op;
  SmallVector<BufferUse> uses;
};

/// One op that does what `first` and then `second` do at each point.
class Merged {
public:
  Merged(linalg::GenericOp first, linalg::GenericOp second)
      : first(first), second(second), builder(second) {}

  linalg::GenericOp build() {
    for (OpOperand *input : first.getDpsInputOperands())
      addInput(first, *input);
    for (OpOperand *input : second.getDpsInputOperands())
      if (!isMadeByFirst(input->get()))
        addInput(second, *input);
    collectOutputs();
    SmallVector<AffineMap> maps(inputMaps);
    llvm::append_range(maps, outputMaps);
    auto merged = builder.create<linalg::GenericOp>(
        builder.getFusedLoc({first.getLoc(), second.getLoc()}), inputs, outputs,
        maps, second.getIteratorTypesArray());
    fill(merged);
    return merged;
  }

private:
  void addInput(linalg::GenericOp op, OpOperand &operand) {
    if (op.getMatchingBlockArgument(&operand).use_empty())
      return;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (placeOf(operand.get(), map))
      return;
    inputs.push_back(operand.get());
    inputMaps.push_back(map);
  }

  /// The number of the input that reads `value` by `map`.
  std::optional<unsigned> placeOf(Value value, AffineMap map) const {
    for (auto [i, input] : llvm::enumerate(inputs))
      if (input == value && inputMaps[i] == map)
        return i;
    return std::nullopt;
  }

  bool isMadeByFirst(Value value) {
    return llvm::is_contained(first.getDpsInits(), value);
  }

  /// Nobody but the two ops has to do with what `first` writes there.
  bool isDead(Value output) {
    return output.getDefiningOp<memref::AllocOp>() &&
           llvm::all_of(output.getUsers(), [&](Operation *user) {
             return user == first || user == second;
           });
  }

  void collectOutputs() {
    for (auto [i, init] : llvm::enumerate(first.getDpsInitsMutable()))
      if (!isDead(init.get()) &&
          !llvm::is_contained(second.getDpsInits(), init.get()))
        addOutput(first, init, i);
    for (auto [i, init] : llvm::enumerate(second.getDpsInitsMutable()))
      addOutput(second, init, first.getNumDpsInits() + i);
  }

  void addOutput(linalg::GenericOp op, OpOperand &init, unsigned number) {
    outputs.push_back(init.get());
    outputMaps.push_back(op.getMatchingIndexingMap(&init));
    yielded.push_back(number);
  }

  /// What the arguments of `op` are: inputs of the merged op, what `first` has
  /// made, or what was in the destination before.
  void mapArguments(linalg::GenericOp op, Block *body, ValueRange made,
                    IRMapping &mapping) {
    for (OpOperand &operand : op->getOpOperands()) {
      BlockArgument argument = op.getMatchingBlockArgument(&operand);
      if (argument.use_empty())
        continue;
      if (op == second && isMadeByFirst(operand.get())) {
        auto at = llvm::find(first.getDpsInits(), operand.get());
        mapping.map(argument, made[at - first.getDpsInits().begin()]);
        continue;
      }
      std::optional<unsigned> place =
          placeOf(operand.get(), op.getMatchingIndexingMap(&operand));
      if (!place) { // reads its destination
        auto at = llvm::find(outputs, operand.get());
        place = inputs.size() + (at - outputs.begin());
      }
      mapping.map(argument, body->getArgument(*place));
    }
  }

  void fill(linalg::GenericOp merged) {
    Block *body = builder.createBlock(&merged.getRegion());
    for (Value operand : merged->getOperands())
      body->addArgument(getElementTypeOrSelf(operand.getType()),
                        merged.getLoc());
    SmallVector<Value> made;
    for (linalg::GenericOp op : {first, second}) {
      IRMapping mapping;
      mapArguments(op, body, made, mapping);
      for (Operation &inner : op.getBody()->without_terminator())
        builder.clone(inner, mapping);
      for (Value value : op.getBody()->getTerminator()->getOperands())
        made.push_back(mapping.lookupOrDefault(value));
    }
    SmallVector<Value> results;
    for (unsigned number : yielded)
      results.push_back(made[number]);
    builder.create<linalg::YieldOp>(merged.getLoc(), results);
  }

  linalg::GenericOp first, second;
  OpBuilder builder;
  SmallVector<Value> inputs, outputs;
  SmallVector<AffineMap> inputMaps, outputMaps;
  SmallVector<unsigned> yielded; // of the values that both ops make
};

/// The ops of one entry point, with neighbours that share memory merged.
class Merger {
public:
  explicit Merger(func::FuncOp func) {
    for (Operation &op : func.getBody().front().without_terminator())
      if (!isa<memref::AllocOp>(op) && !isMemoryEffectFree(&op))
        pending.push_back(&op);
  }

  void run() {
    for (Operation *op : pending) {
      OpUses current{op, usesOf(op)};
      while (std::optional<size_t> partner = partnerOf(current))
        merge(*partner, current);
      done.push_back(std::move(current));
    }
  }

private:
  /// The nearest op before `current` that may be done together with it: nothing
  /// between the two has to do with its buffers.
  std::optional<size_t> partnerOf(const OpUses &current) {
    auto second = dyn_cast<linalg::GenericOp>(current.op);
    if (!second || !isArithmetic(second))
      return std::nullopt;
    SmallVector<BufferUse> between;
    for (size_t i = done.size(); i > 0 && done.size() - i < limits::mergeReach;
         --i) {
      const OpUses &candidate = done[i - 1];
      auto first = dyn_cast<linalg::GenericOp>(candidate.op);
      if (first && isArithmetic(first) && share(candidate, current) &&
          meetAtSamePoints(first, second) && !conflict(candidate.uses, between))
        return i - 1;
      llvm::append_range(between, candidate.uses);
    }
    return std::nullopt;
  }

  /// The buffers of which each point has a place of its own.
  static llvm::SmallSetVector<Value, 16> wholeBuffers(const OpUses &of) {
    llvm::SmallSetVector<Value, 16> buffers;
    for (const BufferUse &use : of.uses)
      if (use.map && use.map.isPermutation())
        buffers.insert(use.buffer);
    return buffers;
  }

  /// Whether a pass over memory is saved, and not too many are walked at once.
  static bool share(const OpUses &left, const OpUses &right) {
    llvm::SmallSetVector<Value, 16> buffers = wholeBuffers(left),
                                    others = wholeBuffers(right);
    bool shares = llvm::any_of(
        others, [&](Value buffer) { return buffers.contains(buffer); });
    buffers.insert(others.begin(), others.end());
    return shares && buffers.size() <= limits::mergedBuffers;
  }

  void merge(size_t partner, OpUses &current) {
    auto first = cast<linalg::GenericOp>(done[partner].op);
    auto second = cast<linalg::GenericOp>(current.op);
    linalg::GenericOp merged = Merged(first, second).build();
    SmallVector<Value> written(first.getDpsInits());
    first.erase();
    second.erase();
    for (Value buffer : written)
      if (auto alloc = buffer.getDefiningOp<memref::AllocOp>();
          alloc && alloc->use_empty())
        alloc.erase();
    done.erase(done.begin() + static_cast<std::ptrdiff_t>(partner));
    current = {merged, usesOf(merged)};
  }

  SmallVector<Operation *> pending;
  std::vector<OpUses> done;
};

struct MergePointsPass : dnd::codegen::impl::MergePointsBase<MergePointsPass> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (!func.isExternal() && dnd::isEntryPoint(func))
      Merger(func).run();
  }
};
} // namespace
