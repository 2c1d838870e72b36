//===- dnd-opt.cpp - runs passes on IR files ------------------------------===//
//
// A development tool: reads MLIR text, runs the passes named on the command
// line, prints the result. Knows the project's dialects and passes and those
// upstream passes that the pipelines use.
//
//===----------------------------------------------------------------------===//
#include "codegen/Pipelines.h"
#include "codegen/tools/PrintableErrors.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Affine/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/Transforms/Passes.h"
#include "mlir/Dialect/Tensor/Transforms/Passes.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

static void registerUpstreamPasses() {
  mlir::registerTransformsPasses();
  mlir::affine::registerAffinePasses();
  mlir::arith::registerArithPasses();
  mlir::bufferization::registerBufferizationPasses();
  mlir::bufferization::registerBufferizationPipelines();
  mlir::memref::registerMemRefPasses();
  mlir::registerLinalgPasses();
  mlir::registerSCFPasses();
  mlir::tensor::registerTensorPasses();
  mlir::registerArithToLLVMConversionPass();
  mlir::registerConvertAffineToStandard();
  mlir::registerConvertControlFlowToLLVMPass();
  mlir::registerConvertFuncToLLVMPass();
  mlir::registerConvertIndexToLLVMPass();
  mlir::registerConvertMathToLibm();
  mlir::registerConvertMathToLLVMPass();
  mlir::registerConvertVectorToLLVMPass();
  mlir::registerConvertVectorToSCF();
  mlir::registerFinalizeMemRefToLLVMConversionPass();
  mlir::registerReconcileUnrealizedCasts();
  mlir::registerSCFToControlFlowPass();
}

int main(int argc, char **argv) {
  dnd::codegen::PrintableErrors errors;
  mlir::DialectRegistry registry;
  dnd::codegen::registerEverythingWeUse(registry);
  registerUpstreamPasses();
  dnd::codegen::registerPassesWeUse();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "dnd network compiler, passes\n", registry));
}
