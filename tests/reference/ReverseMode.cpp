//===- ReverseMode.cpp - Plain reverse mode for the reference -------------===//
//
// One walk from the last op to the first.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/ReverseMode.h"

#include "dialect/dnd/Builders.h"
#include "dialect/dnd/gradients/Zeros.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace dnd::reference {

/// The value where it is finite, else 0.
static Value finitePart(OpBuilder &builder, Location loc, Value value) {
  Value zero = makeScalar(builder, loc, tensorType(value).getElementType(), 0);
  Value difference = makeMap(builder, loc, MapFn::sub, {value, value});
  Value isFinite = makeMap(builder, loc, MapFn::eq, {difference, zero});
  return makeMap(builder, loc, MapFn::select, {isFinite, value, zero});
}

/// What is not taken has gradient 0, whatever its derivative is: all maps keep
/// zeros, and products meet no infinite factor of a map.
static LogicalResult applyRule(DifferentiableOpInterface rule,
                               OpBuilder &builder, ValueRange adjoints,
                               ArrayRef<bool> needed,
                               MutableArrayRef<Value> parts) {
  Operation *op = rule;
  if (isa<MapOp>(op)) {
    op->setAttr(keepsZerosAttr, builder.getUnitAttr());
    LogicalResult built = rule.buildVjp(builder, adjoints, needed, parts);
    op->removeAttr(keepsZerosAttr);
    return built;
  }
  IRMapping tamed;
  for (Value operand : op->getOperands())
    if (isa<ContractOp>(op) && operand.getDefiningOp<MapOp>() &&
        isFloatTensor(operand.getType()))
      tamed.map(operand, finitePart(builder, op->getLoc(), operand));
  if (tamed.getValueMap().empty())
    return rule.buildVjp(builder, adjoints, needed, parts);
  return cast<DifferentiableOpInterface>(builder.clone(*op, tamed))
      .buildVjp(builder, adjoints, needed, parts);
}

static LogicalResult appendAdjointsOf(Operation *op, OpBuilder &builder,
                                      Adjoints &adjoints) {
  SmallVector<Value> resultAdjoints;
  for (Value result : op->getResults()) {
    Value adjoint = adjoints.lookup(result);
    resultAdjoints.push_back(
        adjoint ? adjoint
                : makeZero(builder, op->getLoc(), tensorType(result), result));
  }
  auto rule = dyn_cast<DifferentiableOpInterface>(op);
  if (!rule)
    return op->emitOpError("has no derivative");
  SmallVector<bool> needed;
  for (Value operand : op->getOperands())
    needed.push_back(isFloatTensor(operand.getType()));
  SmallVector<Value> parts(op->getNumOperands());
  if (failed(applyRule(rule, builder, resultAdjoints, needed, parts)))
    return failure();
  for (auto [operand, part] : llvm::zip_equal(op->getOperands(), parts)) {
    if (!part)
      continue;
    if (part.getType() != operand.getType())
      return op->emitOpError("its rule gives an adjoint of type ")
             << part.getType() << " for an operand of type "
             << operand.getType();
    Value &sum = adjoints[operand];
    sum = sum ? makeAdd(builder, op->getLoc(), sum, part) : part;
  }
  return success();
}

LogicalResult appendAdjoints(Block &block, Adjoints &adjoints) {
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  OpBuilder builder(block.getTerminator());
  for (Operation *op : llvm::reverse(ops)) {
    // Sources of values, and ops on integers, have nothing to pass on to.
    bool hasRealOperand = llvm::any_of(op->getOperandTypes(), isFloatTensor);
    bool reached = llvm::any_of(op->getResults(), [&](Value result) {
      return adjoints.lookup(result) != Value();
    });
    if (!hasRealOperand || !reached)
      continue;
    if (failed(appendAdjointsOf(op, builder, adjoints)))
      return failure();
  }
  return success();
}

} // namespace dnd::reference
