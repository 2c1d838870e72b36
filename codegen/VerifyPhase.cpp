//===- VerifyPhase.cpp - what each phase promises -------------------------===//
#include "codegen/Pipelines.h"
#include "dialect/dnd/DndDialect.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace dnd::codegen;

static bool isTensor(Type type) { return isa<TensorType>(type); }

/// Host code of a device module only computes sizes and launches kernels, some
/// where a library does not do their work: what buffers hold is not in the
/// host's memory. Kernels are behind linalg; in phase nvvm,
/// they are in the LLVM dialect.
static bool breaksDevicePromise(Operation *op, Phase phase) {
  if (isa<dnd::dndrt::LibraryCallOp>(op))
    return false;
  if (isa<linalg::LinalgOp>(op) ||
      isa<dnd::dndrt::DndrtDialect>(op->getDialect()))
    return true;
  if (op->getParentOfType<gpu::GPUModuleOp>())
    return phase == Phase::nvvm &&
           !isa<LLVM::LLVMDialect, NVVM::NVVMDialect>(op->getDialect()) &&
           !isa<gpu::ModuleEndOp>(op);
  return !isa<func::FuncDialect>(op->getDialect()) &&
         !isa<gpu::GPUModuleOp, gpu::LaunchFuncOp>(op) && !isPure(op);
}

/// True where `op` may not be in the phase.
static bool breaksPromise(Operation *op, Phase phase) {
  if (isDevicePhase(phase))
    return breaksDevicePromise(op, phase);
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
  if (phase >= Phase::loops &&
      (isa<linalg::LinalgOp>(op) ||
       (isa<DestinationStyleOpInterface>(op) &&
        isa<dnd::dndrt::DndrtDialect>(op->getDialect()))))
    return true;
  return phase >= Phase::llvm &&
         !isa<LLVM::LLVMDialect, BuiltinDialect>(op->getDialect());
}

/// True where two operands disagree on how long a loop is. linalg's own
/// verifier looks only where no dimension is dynamic, and every op here has the
/// batch; the loops would run over the end of the shorter operand.
static bool loopsDisagree(linalg::LinalgOp op) {
  SmallVector<int64_t> lengths(op.getNumLoops(), ShapedType::kDynamic);
  for (OpOperand &operand : op->getOpOperands()) {
    ArrayRef<int64_t> shape = op.getShape(&operand);
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [size, expr] : llvm::zip(shape, map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim || ShapedType::isDynamic(size))
        continue;
      int64_t &length = lengths[dim.getPosition()];
      if (!ShapedType::isDynamic(length) && length != size)
        return true;
      length = size;
    }
  }
  return false;
}

LogicalResult dnd::codegen::verifyPhase(ModuleOp module, Phase phase) {
  WalkResult found = module.walk([&](Operation *op) {
    if (auto loops = dyn_cast<linalg::LinalgOp>(op);
        loops && loopsDisagree(loops)) {
      op->emitError("'") << op->getName() << "' has operands of different "
                         << "lengths along one loop in phase "
                         << phaseName(phase);
      return WalkResult::interrupt();
    }
    if (op == module || !op->getDialect() || !breaksPromise(op, phase))
      return WalkResult::advance();
    op->emitError("'") << op->getName() << "' is left in phase "
                       << phaseName(phase);
    return WalkResult::interrupt();
  });
  return failure(found.wasInterrupted());
}
