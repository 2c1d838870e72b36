//===- Pipelines.cpp - which passes lead from phase to phase --------------===//
#include "codegen/Pipelines.h"
#include "codegen/Passes.h"
#include "codegen/cpu/kernels/KernelPasses.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/LLVMIR/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"
#include "passes/lower/LowerPasses.h"
#include "passes/network/NetworkPasses.h"

using namespace mlir;
using namespace dnd::codegen;

static void toForms(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(dnd::passes::createRaisePass());
  pm.addPass(dnd::passes::createFuseFormsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toTrain(OpPassManager &pm, const Options &options) {
  dnd::passes::BuildEntryPointsOptions entries;
  entries.network = options.network;
  pm.addPass(dnd::passes::createBuildEntryPoints(entries));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toLinalg(OpPassManager &pm, llvm::ArrayRef<std::string> features) {
  pm.addPass(dnd::passes::createConvertDndToLinalg());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addNestedPass<func::FuncOp>(dnd::passes::createFuseElementwise());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  bool isWide = llvm::is_contained(features, "avx512f");
  pm.addPass(createPackContractsPass(isWide ? 512 : 256));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toMemref(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createSplitEmptyTensors());
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  bufferization::OneShotBufferizationOptions options;
  options.bufferizeFunctionBoundaries = true;
  options.setFunctionBoundaryTypeConversion(
      bufferization::LayoutMapOption::IdentityLayoutMap);
  pm.addPass(bufferization::createOneShotBufferizePass(options));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createFinishBuffers());
  pm.addPass(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createPlanMemory());
  pm.addPass(createCSEPass());
}

static void toLoops(OpPassManager &pm) {
  pm.addPass(createLowerToLoops());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toLlvm(OpPassManager &pm, const Options &options,
                   llvm::StringRef march,
                   llvm::ArrayRef<std::string> features) {
  pm.addPass(createLowerCalls());
  pm.addPass(createConvertSCFToCFPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createExpandMath());
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertIndexToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  EmitDescriptorOptions descriptor;
  descriptor.march = march.str();
  descriptor.features = features;
  descriptor.source = options.input;
  pm.addPass(createEmitDescriptor(descriptor));
  pm.addPass(createFlattenLocations());
  if (options.debugInfo)
    pm.addPass(LLVM::createDIScopeForLLVMFuncOpPass());
}

void dnd::codegen::buildPipeline(OpPassManager &pm, Phase from, Phase to,
                                 const Options &options, llvm::StringRef march,
                                 llvm::ArrayRef<std::string> features) {
  auto passes = [&](Phase phase) { return from < phase && phase <= to; };
  if (passes(Phase::forms))
    toForms(pm);
  if (passes(Phase::train))
    toTrain(pm, options);
  if (passes(Phase::linalg))
    toLinalg(pm, features);
  if (passes(Phase::memref))
    toMemref(pm);
  if (passes(Phase::loops))
    toLoops(pm);
  if (passes(Phase::llvm))
    toLlvm(pm, options, march, features);
}
