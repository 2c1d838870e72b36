//===- ReverseMode.cpp - Plain reverse mode for the reference -------------===//
//
// One walk from the last op to the first.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/ReverseMode.h"

#include "dialect/dnd/Builders.h"

using namespace mlir;

namespace dnd::reference {

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
  if (failed(rule.buildVjp(builder, resultAdjoints, needed, parts)))
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
