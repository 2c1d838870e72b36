//===- Kernel.cpp - building an outlined kernel ---------------------------===//
#include "codegen/kernel/Kernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace dnd::codegen;

void Kernel::begin(FunctionOpInterface made, Operation *terminator) {
  function = made;
  ownArguments = made.getNumArguments();
  b.setInsertionPoint(terminator);
  // Everything imported goes before the first op that is made in place.
  anchor = b.create<arith::ConstantIndexOp>(made.getLoc(), 0);
}

void Kernel::end() {
  if (anchor->use_empty())
    anchor->erase();
}

Value Kernel::capture(Value value) {
  unsigned place = ownArguments + captured.size();
  Block &body = entryBlock();
  BlockArgument argument =
      body.insertArgument(place, value.getType(), value.getLoc());
  captured.push_back(value);
  SmallVector<Type> types;
  for (unsigned i = 0; i <= place; ++i)
    types.push_back(body.getArgument(i).getType());
  function.setType(b.getFunctionType(types, {}));
  imported.map(value, argument);
  return argument;
}

Value Kernel::import(Value value) {
  if (Value known = imported.lookupOrNull(value))
    return known;
  Operation *def = value.getDefiningOp();
  // A view of the arena is a buffer of its own: the kernel need not know more.
  if (!def || isa<memref::ViewOp>(def) || !isPure(def) ||
      def->getNumRegions() != 0)
    return capture(value);
  for (Value operand : def->getOperands())
    import(operand);
  OpBuilder early(anchor);
  Operation *copy = early.clone(*def, imported);
  for (auto [from, to] : llvm::zip(def->getResults(), copy->getResults()))
    imported.map(from, to);
  return imported.lookup(value);
}

Operation *Kernel::clone(OpBuilder &at, Operation &op, IRMapping &mapping) {
  op.walk([&](Operation *inner) {
    for (Value operand : inner->getOperands()) {
      if (mapping.contains(operand))
        continue;
      // Defined inside of what is cloned: the clone maps it.
      Operation *owner = operand.getDefiningOp();
      if (!owner)
        owner = cast<BlockArgument>(operand).getOwner()->getParentOp();
      if (op.isAncestor(owner))
        continue;
      mapping.map(operand, import(operand));
    }
  });
  return at.clone(op, mapping);
}
