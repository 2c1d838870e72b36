//===- Registration.cpp - the dialects, interfaces and passes we use ------===//
#include "codegen/Passes.h"
#include "codegen/Pipelines.h"
#include "codegen/cuda/CudaPasses.h"
#include "codegen/select/SelectPasses.h"
#include "dialect/Register.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/GPU/GPUToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/NVVM/NVVMToLLVMIRTranslation.h"
#include "passes/Passes.h"
#include "passes/lower/LowerPasses.h"
#include "passes/network/NetworkPasses.h"

using namespace mlir;

void dnd::codegen::registerEverythingWeUse(DialectRegistry &registry) {
  dnd::registerEverythingWeUse(registry);
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerGPUDialectTranslation(registry);
  registerNVVMDialectTranslation(registry);
}

void dnd::codegen::registerPassesWeUse() {
  dnd::passes::registerDndPasses();
  dnd::passes::registerNetworkPasses();
  dnd::passes::registerDndLowerPasses();
  registerDndCodegenPasses();
  registerDndCudaPasses();
  registerSelectPasses();
}
