//===- Kernel.cpp - building an outlined kernel ---------------------------===//
#include "codegen/kernel/Kernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace dnd::codegen;

Kernel::Kernel(func::FuncOp entry, StringRef name, Location loc)
    : b(entry.getContext()) {
  OpBuilder outer(entry);
  Type index = b.getIndexType();
  func = outer.create<func::FuncOp>(loc, name,
                                    outer.getFunctionType({index, index}, {}));
  func.setPrivate();
  Block *body = func.addEntryBlock();
  begin = body->getArgument(0);
  end = body->getArgument(1);
  b.setInsertionPointToEnd(body);
  anchor = b.create<func::ReturnOp>(loc);
  b.setInsertionPoint(anchor);
  // Everything imported goes before the first op that is made in place.
  anchor = b.create<arith::ConstantIndexOp>(loc, 0);
}

Value Kernel::capture(Value value) {
  unsigned place = func.getNumArguments();
  func.insertArgument(place, value.getType(), DictionaryAttr(), value.getLoc());
  captured.push_back(value);
  imported.map(value, func.getArgument(place));
  return func.getArgument(place);
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

void Kernel::finish() {
  if (anchor->use_empty())
    anchor->erase();
}

void dnd::codegen::allowFastMath(func::FuncOp func) {
  func.walk([](Operation *op) {
    auto math = dyn_cast<arith::ArithFastMathInterface>(op);
    if (!math || op->getNumResults() != 1)
      return;
    Type type = getElementTypeOrSelf(op->getResult(0).getType());
    if (!isa<FloatType>(type))
      return;
    auto flags = arith::FastMathFlags::contract;
    if (type.isF32())
      flags = flags | arith::FastMathFlags::reassoc;
    op->setAttr(math.getFastMathAttrName(),
                arith::FastMathFlagsAttr::get(op->getContext(), flags));
  });
}
