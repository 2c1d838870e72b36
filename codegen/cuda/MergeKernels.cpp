//===- MergeKernels.cpp - equal kernels become one ------------------------===//
#include "codegen/cuda/CudaPasses.h"
#include "codegen/cuda/DeviceKernel.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_MERGEKERNELS
#include "codegen/cuda/CudaPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// The kernel as text without its name and its places in the model.
static std::string textOf(gpu::GPUFuncOp kernel) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  kernel->print(stream,
                OpPrintingFlags().enableDebugInfo(false).useLocalScope());
  return text.substr(text.find('('));
}

namespace {
struct MergeKernelsPass
    : dnd::codegen::impl::MergeKernelsBase<MergeKernelsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::StringMap<gpu::GPUFuncOp> firsts; // by text
    DenseMap<Operation *, gpu::GPUFuncOp> kept;
    SetVector<Operation *> doubles;
    SymbolTableCollection symbols;
    module.walk([&](gpu::LaunchFuncOp launch) {
      auto kernel = dyn_cast_or_null<gpu::GPUFuncOp>(
          symbols.lookupNearestSymbolFrom(launch, launch.getKernelAttr()));
      if (!kernel)
        return;
      gpu::GPUFuncOp &first = kept[kernel];
      if (!first)
        first = firsts.try_emplace(textOf(kernel), kernel).first->second;
      if (first == kernel)
        return;
      launch.setKernelAttr(
          SymbolRefAttr::get(launch.getKernelModuleName(),
                             FlatSymbolRefAttr::get(first.getNameAttr())));
      doubles.insert(kernel);
    });
    for (Operation *kernel : doubles)
      kernel->erase();
  }
};
} // namespace
