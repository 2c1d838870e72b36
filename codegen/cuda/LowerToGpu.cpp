//===- LowerToGpu.cpp - every op of an entry point becomes a GPU kernel ---===//
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/Passes.h"
#include "codegen/cuda/BlockProduct.h"
#include "codegen/cuda/GroupKernels.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERTOGPU
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

linalg::FillOp dnd::codegen::cuda::fillOf(linalg::GenericOp op) {
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
static void mergeEqualKernels(ModuleOp module, gpu::GPUModuleOp kernels) {
  llvm::StringMap<gpu::GPUFuncOp> byText; // behind the name
  llvm::StringMap<gpu::GPUFuncOp> first;  // by name
  SmallVector<gpu::GPUFuncOp> doubles;
  for (auto kernel : kernels.getOps<gpu::GPUFuncOp>()) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    kernel->print(stream, OpPrintingFlags().useLocalScope());
    text.erase(0, text.find('('));
    auto [known, isNew] = byText.try_emplace(text, kernel);
    first[kernel.getName()] = known->second;
    if (!isNew)
      doubles.push_back(kernel);
  }
  module.walk([&](gpu::LaunchFuncOp launch) {
    gpu::GPUFuncOp kernel = first.lookup(launch.getKernelName().getValue());
    launch.setKernelAttr(SymbolRefAttr::get(kernels.getNameAttr(),
                                            {FlatSymbolRefAttr::get(kernel)}));
  });
  for (gpu::GPUFuncOp kernel : doubles)
    kernel.erase();
}

namespace {
struct LowerToGpuPass : dnd::codegen::impl::LowerToGpuBase<LowerToGpuPass> {
  using LowerToGpuBase::LowerToGpuBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    if (!math.empty() && math != "f32" && math != "tf32" && math != "bf16") {
      emitError(module.getLoc())
          << "unknown arithmetic '" << math << "' for GPUs: f32, tf32 or bf16";
      return signalPassFailure();
    }
    if (!math.empty())
      module->setAttr(cudaMathAttr, b.getStringAttr(math));
    if (blas != "auto" && blas != "all" && blas != "off") {
      emitError(module.getLoc())
          << "unknown use of a library '" << blas << "': auto, all or off";
      return signalPassFailure();
    }
    module->setAttr(gpu::GPUDialect::getContainerModuleAttrName(),
                    b.getUnitAttr());
    kernels = b.create<gpu::GPUModuleOp>(module.getLoc(), kernelModuleName);
    for (auto func : module.getOps<func::FuncOp>())
      if (!func.isExternal() && func.isPublic() && failed(lowerEntry(func)))
        return signalPassFailure();
    mergeEqualKernels(module, kernels);
    moveConstants(module);
  }

private:
  /// Constants are read by kernels only, and stand among them.
  void moveConstants(ModuleOp module) {
    llvm::StringSet<> read;
    kernels.walk([&](memref::GetGlobalOp op) { read.insert(op.getName()); });
    for (auto global :
         llvm::make_early_inc_range(module.getOps<memref::GlobalOp>()))
      if (read.contains(global.getSymName()))
        global->moveBefore(kernels.getBody(), kernels.getBody()->begin());
      else
        global.erase();
    module.walk([&](memref::GetGlobalOp op) {
      if (op->use_empty())
        op.erase();
    });
  }

  LogicalResult lowerEntry(func::FuncOp entry) {
    // Consumers first: a fill joins the op that sums into it.
    SmallVector<Operation *> ops;
    for (Operation &op : entry.getBody().front())
      ops.push_back(&op);
    DenseMap<Operation *, linalg::FillOp> fills;
    DenseSet<Operation *> done;
    for (Operation *op : ops)
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        if (linalg::FillOp fill = fillOf(generic))
          fills[op] = fill, done.insert(fill);
    unsigned count = 0;
    for (Operation *op : ops) {
      bool ours =
          isa<linalg::LinalgOp, dnd::dndrt::ScatterContractOp,
              dnd::dndrt::PackedContractOp, dnd::dndrt::TriangularQuadraticOp,
              dnd::dndrt::TriangularGradOp, scf::ExecuteRegionOp>(op);
      if (!ours || done.contains(op))
        continue;
      KernelPlace place{
          entry, kernels,
          (entry.getName() + "_k" + std::to_string(count++)).str(),
          blas == "all"   ? LibraryUse::all
          : blas == "off" ? LibraryUse::off
                          : LibraryUse::automatic};
      if (failed(outline(op, fills.lookup(op), place)))
        return failure();
    }
    return success();
  }

  static LogicalResult outline(Operation *op, linalg::FillOp fill,
                               const KernelPlace &place) {
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      return generic.getNumReductionLoops() == 0
                 ? outlinePointwise(generic, place)
                 : outlineReduction(generic, fill, place);
    if (auto fillOp = dyn_cast<linalg::FillOp>(op))
      return outlineFill(fillOp, place);
    if (auto scatter = dyn_cast<dnd::dndrt::ScatterContractOp>(op))
      return outlineScatter(scatter, place);
    if (auto packed = dyn_cast<dnd::dndrt::PackedContractOp>(op))
      return outlinePackedContract(packed, place);
    if (auto form = dyn_cast<dnd::dndrt::TriangularQuadraticOp>(op))
      return outlineTriangularQuadratic(form, place);
    if (auto grad = dyn_cast<dnd::dndrt::TriangularGradOp>(op))
      return outlineTriangularGrad(grad, place);
    if (auto group = dyn_cast<scf::ExecuteRegionOp>(op))
      return outlineGroup(group, place);
    return op->emitOpError("has no GPU kernel");
  }

  gpu::GPUModuleOp kernels;
};
} // namespace
