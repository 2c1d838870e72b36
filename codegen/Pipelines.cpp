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

/// Passes that look at one function at a time run on functions side by side,
/// with the same result.
static OpPassManager &eachFunction(OpPassManager &pm, const Options &options) {
  return watchesPasses(options) ? pm : pm.nest<func::FuncOp>();
}

static void simplify(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void toForms(OpPassManager &pm) {
  pm.addPass(dnd::passes::createResolveModes());
  simplify(pm);
  pm.addPass(dnd::passes::createRaisePass());
  pm.addPass(dnd::passes::createFuseFormsPass());
  simplify(pm);
}

static void toTrain(OpPassManager &pm, const Options &options) {
  dnd::passes::BuildEntryPointsOptions entries;
  entries.network = options.network;
  pm.addPass(dnd::passes::createBuildEntryPoints(entries));
  dnd::passes::SetPrecisionOptions precision;
  precision.precision = options.precision;
  pm.addPass(dnd::passes::createSetPrecision(precision));
  simplify(pm);
}

static void toLinalg(OpPassManager &pm, const Options &options,
                     llvm::ArrayRef<std::string> features) {
  pm.addPass(createSelectForms());
  pm.addPass(dnd::passes::createConvertDndToLinalg());
  simplify(eachFunction(pm, options));
  pm.addNestedPass<func::FuncOp>(dnd::passes::createFuseElementwise());
  simplify(eachFunction(pm, options));
  bool isWide = llvm::is_contained(features, "avx512f");
  pm.addPass(createPackContractsPass(isWide ? 512 : 256));
  simplify(eachFunction(pm, options));
  pm.addNestedPass<func::FuncOp>(dnd::passes::createMergeSums());
  eachFunction(pm, options).addPass(createCSEPass());
}

static void toMemref(OpPassManager &pm, const Options &options) {
  pm.addNestedPass<func::FuncOp>(createSplitEmptyTensors());
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  bufferization::OneShotBufferizationOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  bufferize.setFunctionBoundaryTypeConversion(
      bufferization::LayoutMapOption::IdentityLayoutMap);
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));
  simplify(eachFunction(pm, options));
  eachFunction(pm, options).addPass(createCanonicalizerPass());
  pm.addPass(createFinishBuffers());
  eachFunction(pm, options).addPass(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createMergePoints());
  pm.addNestedPass<func::FuncOp>(createPlanMemory());
  eachFunction(pm, options).addPass(createCSEPass());
  SelectKernelsOptions select;
  select.cuda = options.cuda != CudaMode::off;
  select.math = options.cudaMath;
  select.blas = options.cudaBlas;
  pm.addPass(createSelectKernels(select));
}

static void toLoops(OpPassManager &pm, const Options &options) {
  pm.addPass(createLowerToLoops());
  simplify(eachFunction(pm, options));
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

/// Everything in functions becomes the LLVM dialect.
static void convertFunctions(OpPassManager &pm) {
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
  simplify(pm);
}

static void toLlvm(OpPassManager &pm, const Options &options,
                   llvm::StringRef march, llvm::ArrayRef<std::string> features,
                   Step beforeDescriptor) {
  pm.addPass(createLowerLaunches());
  pm.addPass(createLowerCalls());
  if (watchesPasses(options)) {
    convertFunctions(pm);
  } else {
    pm.addPass(createDealOut());
    convertFunctions(pm.nest<ModuleOp>());
    pm.addPass(createBringTogether());
  }
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
  simplify(pm);
  pm.addPass(createMergeKernels());
  pm.addPass(createAddRuntimeKernels());
}

static void toNvvm(OpPassManager &pm, const Options &options) {
  pm.addPass(createConvertVectorToSCFPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createExpandMath());
  simplify(pm);
  pm.addPass(createConvertSCFToCFPass());
  pm.addPass(createLowerToNvvm());
  pm.addPass(createReconcileUnrealizedCastsPass());
  simplify(pm);
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
    return toLinalg(pm, options, features);
  case Phase::memref:
    return toMemref(pm, options);
  case Phase::loops:
    return toLoops(pm, options);
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
