//===- LowerToLoops.cpp - every op of an entry point becomes a kernel -----===//
#include "codegen/Passes.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/KernelMemo.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/SetVector.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERTOLOOPS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cpu;

static void mergeEqualKernels(ModuleOp module) {
  // A table: a deep network has tens of thousands of kernels here.
  SymbolTable symbols(module);
  llvm::SetVector<Operation *> launched;
  SmallVector<dnd::dndrt::LaunchOp> launches;
  module.walk([&](dnd::dndrt::LaunchOp op) {
    launches.push_back(op);
    launched.insert(symbols.lookup(op.getCallee()));
  });
  auto doubles = equalKernels(launched.getArrayRef());
  for (dnd::dndrt::LaunchOp op : launches)
    if (Operation *first = doubles.lookup(symbols.lookup(op.getCallee())))
      op.setCallee(SymbolTable::getSymbolName(first));
  for (auto [kernel, first] : doubles)
    kernel->erase();
}

namespace {
struct LowerToLoopsPass
    : dnd::codegen::impl::LowerToLoopsBase<LowerToLoopsPass> {
  void runOnOperation() override {
    SmallVector<func::FuncOp> entries;
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && func.isPublic())
        entries.push_back(func);
    KernelMemo memo;
    for (func::FuncOp entry : entries)
      if (failed(lowerEntry(entry, memo)))
        return signalPassFailure();
    mergeEqualKernels(getOperation());
  }

private:
  static LogicalResult lowerEntry(func::FuncOp entry, KernelMemo &memo) {
    outlineGathers(entry);
    unsigned count = 0;
    for (const KernelOp &each : kernelOps(entry)) {
      std::string name =
          (entry.getName() + "_k" + std::to_string(count++)).str();
      if (failed(memo.outline(each.op, each.fill, entry, [&] {
            return outline(each.op, each.fill, entry, name);
          })))
        return failure();
    }
    return success();
  }

  static LogicalResult outline(Operation *op, linalg::FillOp fill,
                               func::FuncOp entry, StringRef name) {
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      outlineGeneric(generic, fill, entry, name);
    else if (auto fillOp = dyn_cast<linalg::FillOp>(op))
      outlineFill(fillOp, entry, name);
    else if (auto scatter = dyn_cast<dnd::dndrt::ScatterContractOp>(op))
      outlineScatter(scatter, entry, name);
    else
      return outlineKernel(op, entry, name);
    return success();
  }

  /// Ops whose kernel is chosen from several, or has a plan.
  static LogicalResult outlineKernel(Operation *op, func::FuncOp entry,
                                     StringRef name) {
    if (auto packed = dyn_cast<dnd::dndrt::PackedContractOp>(op))
      return outlinePackedContract(packed, entry, name);
    if (auto form = dyn_cast<dnd::dndrt::TriangularQuadraticOp>(op))
      return outlineTriangularQuadratic(form, entry, name);
    if (auto grad = dyn_cast<dnd::dndrt::TriangularGradOp>(op))
      return outlineTriangularGrad(grad, entry, name);
    return op->emitOpError("has no kernel for processors");
  }
};
} // namespace
