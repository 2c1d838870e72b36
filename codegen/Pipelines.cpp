//===- Pipelines.cpp - which passes lead from phase to phase --------------===//
#include "codegen/Pipelines.h"
#include "codegen/Passes.h"
#include "codegen/cuda/CudaPasses.h"
#include "codegen/select/SelectPasses.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Conversion/VectorToSCF/VectorToSCF.h"
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
  pm.addPass(dnd::passes::createResolveModes());
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
  dnd::passes::SetPrecisionOptions precision;
  precision.precision = options.precision;
  pm.addPass(dnd::passes::createSetPrecision(precision));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toLinalg(OpPassManager &pm, llvm::ArrayRef<std::string> features) {
  pm.addPass(createSelectForms());
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
  pm.addNestedPass<func::FuncOp>(dnd::passes::createMergeSums());
  pm.addPass(createCSEPass());
}

static void toMemref(OpPassManager &pm, const Options &options) {
  pm.addNestedPass<func::FuncOp>(createSplitEmptyTensors());
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  bufferization::OneShotBufferizationOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  bufferize.setFunctionBoundaryTypeConversion(
      bufferization::LayoutMapOption::IdentityLayoutMap);
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createFinishBuffers());
  pm.addPass(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createPlanMemory());
  pm.addPass(createCSEPass());
  SelectKernelsOptions select;
  select.cuda = options.cuda != CudaMode::off;
  select.math = options.cudaMath;
  select.blas = options.cudaBlas;
  pm.addPass(createSelectKernels(select));
}

static void toLoops(OpPassManager &pm) {
  pm.addPass(createLowerToLoops());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

namespace {
using Step = std::function<LogicalResult(ModuleOp)>;

/// What the driver does between two passes: it brings the device code, which is
/// made in a thread meanwhile.
struct BringImagesPass : PassWrapper<BringImagesPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(BringImagesPass)

  explicit BringImagesPass(Step step) : step(std::move(step)) {}
  llvm::StringRef getArgument() const override { return "dnd-bring-images"; }
  void runOnOperation() override {
    if (failed(step(getOperation())))
      signalPassFailure();
  }

  Step step;
};
} // namespace

static void toLlvm(OpPassManager &pm, const Options &options,
                   llvm::StringRef march, llvm::ArrayRef<std::string> features,
                   Step beforeDescriptor) {
  pm.addPass(createLowerLaunches());
  pm.addPass(createLowerCalls());
  pm.addPass(createExpandMath());
  pm.addPass(createConvertSCFToCFPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createExpandCasts());
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertIndexToLLVMPass());
  pm.addPass(createStoreHalves());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(std::make_unique<BringImagesPass>(std::move(beforeDescriptor)));
  EmitDescriptorOptions descriptor;
  descriptor.march = march.str();
  descriptor.features = features;
  descriptor.source = options.input;
  std::vector<std::string> definitions;
  for (const auto &[name, value] : options.defines)
    definitions.push_back(name + "=" + value);
  descriptor.definitions = definitions;
  descriptor.shippedData = options.shippedData;
  pm.addPass(createEmitDescriptor(descriptor));
  pm.addPass(createFlattenLocations());
  if (options.debugInfo)
    pm.addPass(LLVM::createDIScopeForLLVMFuncOpPass());
}

static void toGpu(OpPassManager &pm, const Options &options) {
  pm.addNestedPass<func::FuncOp>(createExpandWindows());
  pm.addNestedPass<func::FuncOp>(createGroupKernels());
  pm.addNestedPass<func::FuncOp>(createPlanMemory());
  pm.addPass(createLowerToGpu());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createMergeKernels());
  pm.addPass(createAddRuntimeKernels());
}

static void toNvvm(OpPassManager &pm, const Options &options) {
  pm.addPass(createConvertVectorToSCFPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createExpandMath());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createConvertSCFToCFPass());
  pm.addPass(createLowerToNvvm());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createFlattenLocations());
  if (options.debugInfo)
    pm.addPass(LLVM::createDIScopeForLLVMFuncOpPass());
}

void dnd::codegen::buildPipeline(OpPassManager &pm, Phase to,
                                 const Options &options, llvm::StringRef march,
                                 llvm::ArrayRef<std::string> features,
                                 Step beforeDescriptor) {
  switch (to) {
  case Phase::forms:
    return toForms(pm);
  case Phase::train:
    return toTrain(pm, options);
  case Phase::linalg:
    return toLinalg(pm, features);
  case Phase::memref:
    return toMemref(pm, options);
  case Phase::loops:
    return toLoops(pm);
  case Phase::llvm:
    return toLlvm(pm, options, march, features, std::move(beforeDescriptor));
  case Phase::gpu:
    return toGpu(pm, options);
  case Phase::nvvm:
    return toNvvm(pm, options);
  default:
    return;
  }
}
