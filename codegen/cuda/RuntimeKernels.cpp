//===- RuntimeKernels.cpp - kernels of the training loop ------------------===//
//
// The runtime's own kernels (dndrt/abi.h) are compiled with the model's, so
// that every image has them and the host image runs them too.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/cuda/DeviceKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Parser/Parser.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_ADDRUNTIMEKERNELS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

static constexpr llvm::StringLiteral kernelText =
#include "codegen/cuda/RuntimeKernels.inc"
    ;

namespace {
struct AddRuntimeKernelsPass
    : dnd::codegen::impl::AddRuntimeKernelsBase<AddRuntimeKernelsPass> {
  void runOnOperation() override {
    auto kernels = getOperation().lookupSymbol<gpu::GPUModuleOp>(
        dnd::codegen::cuda::kernelModuleName);
    // A module without entry points has no kernels either.
    if (!kernels || kernels.getOps<gpu::GPUFuncOp>().empty())
      return;
    ParserConfig config(&getContext());
    OwningOpRef<ModuleOp> text =
        parseSourceString<ModuleOp>(kernelText, config, "dnd-runtime-kernels");
    if (!text) {
      getOperation().emitError("the kernels of the runtime cannot be read");
      return signalPassFailure();
    }
    OpBuilder b(kernels.getBody()->getTerminator());
    text->walk([&](gpu::GPUFuncOp func) {
      if (!kernels.lookupSymbol(func.getName()))
        b.clone(*func);
    });
  }
};
} // namespace
