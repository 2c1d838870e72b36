//===- LowerToGpu.cpp - every op of an entry point becomes a GPU kernel ---===//
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/Passes.h"
#include "codegen/cuda/GroupKernels.h"
#include "codegen/kernel/KernelMemo.h"
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

static void mergeEqualKernels(ModuleOp module, gpu::GPUModuleOp kernels) {
  SmallVector<Operation *> all;
  for (auto kernel : kernels.getOps<gpu::GPUFuncOp>())
    all.push_back(kernel);
  auto doubles = equalKernels(all);
  llvm::StringMap<StringAttr> firsts;
  for (auto [kernel, first] : doubles)
    firsts[SymbolTable::getSymbolName(kernel)] =
        SymbolTable::getSymbolName(first);
  module.walk([&](gpu::LaunchFuncOp launch) {
    if (StringAttr first = firsts.lookup(launch.getKernelName().getValue()))
      launch.setKernelAttr(SymbolRefAttr::get(kernels.getNameAttr(),
                                              {FlatSymbolRefAttr::get(first)}));
  });
  for (auto [kernel, first] : doubles)
    kernel->erase();
}

namespace {
struct LowerToGpuPass : dnd::codegen::impl::LowerToGpuBase<LowerToGpuPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    module->setAttr(gpu::GPUDialect::getContainerModuleAttrName(),
                    b.getUnitAttr());
    kernels = b.create<gpu::GPUModuleOp>(module.getLoc(), kernelModuleName);
    KernelMemo memo;
    for (auto func : module.getOps<func::FuncOp>())
      if (!func.isExternal() && func.isPublic() &&
          failed(lowerEntry(func, memo)))
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

  LogicalResult lowerEntry(func::FuncOp entry, KernelMemo &memo) {
    unsigned count = 0;
    for (const KernelOp &each : kernelOps(entry)) {
      KernelPlace place{
          entry, kernels,
          (entry.getName() + "_k" + std::to_string(count++)).str()};
      if (failed(memo.outline(each.op, each.fill, entry, [&] {
            return outline(each.op, each.fill, place);
          })))
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
