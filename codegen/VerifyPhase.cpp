//===- VerifyPhase.cpp - what each phase promises -------------------------===//
#include "codegen/Pipelines.h"
#include "dialect/dnd/DndDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dnd::codegen;

static bool isTensor(Type type) { return isa<TensorType>(type); }

/// True where `op` may not be in the phase.
static bool breaksPromise(Operation *op, Phase phase) {
  if (phase >= Phase::train &&
      isa<dnd::NetworkOp, dnd::ObjectiveOp, dnd::RecipeOp, dnd::ParamOp,
          dnd::HyperOp>(op))
    return true;
  if (phase >= Phase::linalg && isa<dnd::DndDialect>(op->getDialect()))
    return true;
  if (phase >= Phase::memref &&
      (llvm::any_of(op->getResultTypes(), isTensor) ||
       llvm::any_of(op->getOperandTypes(), isTensor) ||
       isa<memref::AllocOp>(op)))
    return true;
  if (phase >= Phase::loops && isa<linalg::LinalgOp>(op))
    return true;
  return phase >= Phase::llvm &&
         !isa<LLVM::LLVMDialect, BuiltinDialect>(op->getDialect());
}

LogicalResult dnd::codegen::verifyPhase(ModuleOp module, Phase phase) {
  WalkResult found = module.walk([&](Operation *op) {
    if (op == module || !op->getDialect() || !breaksPromise(op, phase))
      return WalkResult::advance();
    op->emitError("'") << op->getName() << "' is left in phase "
                       << phaseName(phase);
    return WalkResult::interrupt();
  });
  return failure(found.wasInterrupted());
}
