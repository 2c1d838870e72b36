//===- LowerToLoops.cpp - every op of an entry point becomes a kernel -----===//
#include "codegen/Passes.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/LoopNest.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERTOLOOPS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cpu;

linalg::FillOp dnd::codegen::cpu::firstFill(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0)
    return nullptr;
  Value target = op.getDpsInits()[0];
  for (Operation *before = op->getPrevNode(); before;
       before = before->getPrevNode()) {
    if (!llvm::is_contained(before->getOperands(), target))
      continue;
    auto fill = dyn_cast<linalg::FillOp>(before);
    return fill && fill.getOutputs()[0] == target ? fill : nullptr;
  }
  return nullptr;
}

/// Entry points share most of their kernels (forward, evaluation and training):
/// equal ones become one.
static void mergeEqualKernels(ModuleOp module) {
  SmallVector<dnd::dndrt::LaunchOp> launches;
  module.walk([&](dnd::dndrt::LaunchOp op) { launches.push_back(op); });
  llvm::StringMap<StringAttr> kernels; // by their text behind the name
  llvm::StringMap<std::string> texts;  // by name
  SetVector<Operation *> doubles;
  for (dnd::dndrt::LaunchOp op : launches) {
    auto kernel = module.lookupSymbol<func::FuncOp>(op.getCallee());
    auto [text, isNew] = texts.try_emplace(op.getCallee());
    if (isNew) {
      llvm::raw_string_ostream stream(text->second);
      kernel->print(stream, OpPrintingFlags().useLocalScope());
      text->second.erase(0, text->second.find('('));
    }
    StringAttr first =
        kernels.try_emplace(text->second, kernel.getNameAttr()).first->second;
    if (first == kernel.getNameAttr())
      continue;
    op.setCallee(first);
    doubles.insert(kernel);
  }
  for (Operation *kernel : doubles)
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
    said.clear();
    for (func::FuncOp entry : entries)
      if (failed(lowerEntry(entry)))
        return signalPassFailure();
    mergeEqualKernels(getOperation());
  }

private:
  LogicalResult lowerEntry(func::FuncOp entry) {
    outlineGathers(entry, said);
    // Consumers first: a fill joins the op that sums into it.
    SmallVector<Operation *> ops;
    for (Operation &op : entry.getBody().front())
      ops.push_back(&op);
    DenseSet<Operation *> done;
    unsigned count = 0;
    for (Operation *op : ops)
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        if (linalg::FillOp fill = firstFill(generic))
          fills[op] = fill, done.insert(fill);
    for (Operation *op : ops) {
      if (done.contains(op))
        continue;
      std::string name = (entry.getName() + "_k" + std::to_string(count)).str();
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        outlineGeneric(generic, fills.lookup(op), entry, name);
      else if (auto fill = dyn_cast<linalg::FillOp>(op))
        outlineFill(fill, entry, name);
      else if (auto scatter = dyn_cast<dnd::dndrt::ScatterContractOp>(op))
        outlineScatter(scatter, entry, name);
      else if (auto packed = dyn_cast<dnd::dndrt::PackedContractOp>(op))
        outlinePackedContract(packed, entry, name);
      else if (auto form = dyn_cast<dnd::dndrt::TriangularQuadraticOp>(op))
        outlineTriangularQuadratic(form, entry, name);
      else if (auto grad = dyn_cast<dnd::dndrt::TriangularGradOp>(op))
        outlineTriangularGrad(grad, entry, name);
      else if (isa<linalg::LinalgOp>(op))
        return op->emitOpError("has no lowering to loops");
      else
        continue;
      ++count;
    }
    fills.clear();
    return success();
  }

  DenseMap<Operation *, linalg::FillOp> fills;
  SaidRemarks said;
};
} // namespace
