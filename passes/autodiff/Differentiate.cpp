//===- Differentiate.cpp - reverse-mode differentiation -------------------===//
#include "passes/autodiff/Differentiate.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/gradients/Zeros.h"
#include "passes/autodiff/Activity.h"
#include "passes/autodiff/Vanishing.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

Location dnd::passes::gradientLocation(Location loc) {
  MLIRContext *context = loc.getContext();
  auto named = dyn_cast<NameLoc>(loc);
  if (!named)
    return NameLoc::get(StringAttr::get(context, "grad"), loc);
  auto name =
      StringAttr::get(context, "grad(" + named.getName().getValue() + ")");
  return NameLoc::get(name, named.getChildLoc());
}

namespace {

/// Gives every op that a rule creates the location of the gradient.
struct RelocateListener : OpBuilder::Listener {
  explicit RelocateListener(Location loc) : loc(loc) {}
  void notifyOperationInserted(Operation *op, OpBuilder::InsertPoint) override {
    op->setLoc(loc);
  }
  Location loc;
};

/// One backward walk.
class BackwardWalk {
public:
  BackwardWalk(OpBuilder &builder, ArrayRef<Operation *> ops,
               ArrayRef<Value> wrt)
      : builder(builder), ops(ops), activity(ops, wrt), vanishing(ops) {}

  void addSeed(const AdjointSeed &seed) {
    addContribution(seed.value, seed.adjoint);
  }
  LogicalResult run();
  /// The sum of what has arrived at a value; null if nothing has.
  Value takeAdjoint(Value value);

private:
  void addContribution(Value value, Value adjoint) {
    if (activity.isActive(value))
      contributions[value].push_back(adjoint);
  }
  LogicalResult visit(Operation *op);
  LogicalResult applyRule(DifferentiableOpInterface op,
                          ArrayRef<Value> resultAdjoints, ArrayRef<bool> needed,
                          MutableArrayRef<Value> operandAdjoints);
  LogicalResult checkRule(Operation *op, ArrayRef<bool> needed,
                          ArrayRef<Value> adjoints);

  OpBuilder &builder;
  ArrayRef<Operation *> ops;
  Activity activity;
  Vanishing vanishing;
  llvm::MapVector<Value, SmallVector<Value, 2>> contributions;
};

} // namespace

Value BackwardWalk::takeAdjoint(Value value) {
  auto it = contributions.find(value);
  if (it == contributions.end())
    return {};
  Value sum = it->second.front();
  for (Value next : ArrayRef(it->second).drop_front())
    sum = makeAdd(builder, gradientLocation(value.getLoc()), sum, next);
  it->second.assign(1, sum);
  return sum;
}

/// The engine trusts nobody: a wrong rule is reported, not passed on.
LogicalResult BackwardWalk::checkRule(Operation *op, ArrayRef<bool> needed,
                                      ArrayRef<Value> adjoints) {
  for (auto [index, adjoint] : llvm::enumerate(adjoints)) {
    if (!needed[index] || !adjoint)
      continue;
    Type expected = op->getOperand(index).getType();
    if (adjoint.getType() != expected)
      return op->emitOpError()
             << "internal error: its gradient rule gives operand #" << index
             << " an adjoint of type " << adjoint.getType() << ", expected "
             << expected;
  }
  return success();
}

/// The value where it is finite, else 0.
static Value finitePart(OpBuilder &builder, Location loc, Value value) {
  Value zero = makeScalar(builder, loc, tensorType(value).getElementType(), 0);
  // Infinity minus itself is NaN.
  Value difference = makeMap(builder, loc, MapFn::sub, {value, value});
  Value isFinite = makeMap(builder, loc, MapFn::eq, {difference, zero});
  return makeMap(builder, loc, MapFn::select, {isFinite, value, zero});
}

/// Builds the adjoints of the operands; a zero adjoint stays one (Vanishing).
LogicalResult BackwardWalk::applyRule(DifferentiableOpInterface op,
                                      ArrayRef<Value> resultAdjoints,
                                      ArrayRef<bool> needed,
                                      MutableArrayRef<Value> operandAdjoints) {
  auto map = dyn_cast<MapOp>(op.getOperation());
  if (map && vanishing.keepsZeros(map)) {
    map->setAttr(keepsZerosAttr, builder.getUnitAttr());
    auto restore =
        llvm::make_scope_exit([&] { map->removeAttr(keepsZerosAttr); });
    return map.buildVjp(builder, resultAdjoints, needed, operandAdjoints);
  }
  SmallVector<unsigned> wild = vanishing.operandsToTame(op);
  if (wild.empty())
    return op.buildVjp(builder, resultAdjoints, needed, operandAdjoints);
  // The rule of the same op on tamed operands. What it does not need of the
  // copy is dead.
  IRMapping tamed;
  for (unsigned index : wild) {
    Value operand = op->getOperand(index);
    if (!tamed.contains(operand))
      tamed.map(operand, finitePart(builder, op->getLoc(), operand));
  }
  auto copy =
      cast<DifferentiableOpInterface>(builder.clone(*op.getOperation(), tamed));
  return copy.buildVjp(builder, resultAdjoints, needed, operandAdjoints);
}

LogicalResult BackwardWalk::visit(Operation *op) {
  if (!activity.hasActiveOperand(op))
    return success();
  bool reached = llvm::any_of(op->getResults(), [&](Value result) {
    return contributions.count(result) != 0;
  });
  if (!reached)
    return success();
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  if (!differentiable)
    return op->emitOpError() << "has no gradient, and the loss depends on a "
                                "parameter through it";
  SmallVector<Value> resultAdjoints;
  for (Value result : op->getResults()) {
    Value adjoint = takeAdjoint(result);
    if (!adjoint)
      adjoint = makeZero(builder, gradientLocation(op->getLoc()),
                         tensorType(result), result);
    resultAdjoints.push_back(adjoint);
  }
  SmallVector<bool> needed;
  for (Value operand : op->getOperands())
    needed.push_back(activity.isActive(operand));
  SmallVector<Value> operandAdjoints(op->getNumOperands());
  {
    RelocateListener listener(gradientLocation(op->getLoc()));
    OpBuilder::Listener *previous = builder.getListener();
    builder.setListener(&listener);
    auto restore =
        llvm::make_scope_exit([&] { builder.setListener(previous); });
    if (failed(
            applyRule(differentiable, resultAdjoints, needed, operandAdjoints)))
      return failure();
  }
  if (failed(checkRule(op, needed, operandAdjoints)))
    return failure();
  for (auto [index, adjoint] : llvm::enumerate(operandAdjoints))
    if (needed[index] && adjoint)
      addContribution(op->getOperand(index), adjoint);
  return success();
}

LogicalResult BackwardWalk::run() {
  for (Operation *op : llvm::reverse(ops))
    if (failed(visit(op)))
      return failure();
  return success();
}

/// Removes the ops behind `lastForward` that no adjoint needs: what was built
/// towards a value whose derivative turned out to be zero.
static void eraseUnneeded(Block &block, Operation *lastForward,
                          Block::iterator end, ArrayRef<Value> adjoints) {
  SmallVector<Operation *> built;
  auto begin =
      lastForward ? std::next(lastForward->getIterator()) : block.begin();
  for (Operation &op : llvm::make_range(begin, end))
    built.push_back(&op);
  for (Operation *op : llvm::reverse(built)) {
    bool isWanted = llvm::any_of(op->getResults(), [&](Value result) {
      return llvm::is_contained(adjoints, result);
    });
    if (!isWanted && isOpTriviallyDead(op))
      op->erase();
  }
}

FailureOr<SmallVector<Value>>
dnd::passes::differentiate(OpBuilder &builder, Block &block,
                           ArrayRef<AdjointSeed> seeds, ArrayRef<Value> wrt) {
  SmallVector<Operation *> ops;
  for (Operation &op :
       llvm::make_range(block.begin(), builder.getInsertionPoint()))
    ops.push_back(&op);
  BackwardWalk walk(builder, ops, wrt);
  for (const AdjointSeed &seed : seeds)
    walk.addSeed(seed);
  if (failed(walk.run()))
    return failure();
  SmallVector<Value> adjoints;
  for (Value value : wrt)
    adjoints.push_back(walk.takeAdjoint(value));
  eraseUnneeded(block, ops.empty() ? nullptr : ops.back(),
                builder.getInsertionPoint(), adjoints);
  return adjoints;
}
