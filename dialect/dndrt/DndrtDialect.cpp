//===- DndrtDialect.cpp - registration and verifiers of dndrt -------------===//
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpImplementation.h"

using namespace mlir;
using namespace dnd::rt;

#include "dialect/dndrt/DndrtDialect.cpp.inc"
#define GET_OP_CLASSES
#include "dialect/dndrt/DndrtOps.cpp.inc"

void DndrtDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "dialect/dndrt/DndrtOps.cpp.inc"
      >();
}

/// Buffers in `outs` are read and written, the others read; tensors have no
/// effects.
static void
addEffects(DestinationStyleOpInterface op,
           SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
               &effects) {
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    effects.emplace_back(MemoryEffects::Read::get(), &operand);
    if (op.isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
  }
}

void ScatterContractOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addEffects(cast<DestinationStyleOpInterface>(getOperation()), effects);
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callee =
      symbols.lookupNearestSymbolFrom<func::FuncOp>(*this, getCalleeAttr());
  if (!callee)
    return emitOpError("names no function: ") << getCallee();
  FunctionType type = callee.getFunctionType();
  if (type.getNumInputs() != getCaptures().size() + 2 ||
      type.getNumResults() != 0)
    return emitOpError("and its kernel differ in their arguments");
  for (auto [want, have] :
       llvm::zip(type.getInputs().drop_front(2), getCaptures().getTypes()))
    if (have != want)
      return emitOpError("passes ") << have << " for " << want;
  return success();
}
