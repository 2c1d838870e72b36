//===- Ptx.h - kernels as assembly for NVIDIA GPUs --------------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_PTX_H
#define DND_CODEGEN_CUDA_PTX_H

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <string>

namespace dnd::codegen::cuda {

/// The architecture whose PTX every GPU that we support can load.
constexpr llvm::StringLiteral portableArch = "sm_80";

/// True for "sm_80" and newer, "sm_90a" and the like.
bool isGpuArch(llvm::StringRef arch);

/// The architecture for which LLVM makes PTX when code for `arch` is wanted:
/// itself, or the newest one it knows that `arch` runs.
std::string ptxArch(llvm::StringRef arch);

/// A module of kernels (phase nvvm) as LLVM IR for `chip` (one that ptxArch
/// gives); null after a diagnostic.
std::unique_ptr<llvm::Module> translateKernels(mlir::gpu::GPUModuleOp kernels,
                                               llvm::LLVMContext &context,
                                               llvm::StringRef chip);

/// Optimises such a module. The functions `dnd_ptx_*` are not inlined yet.
void optimizeKernels(llvm::Module &module, llvm::StringRef chip, int optLevel);

/// The PTX of such a module, which is changed. An error names a function that
/// nothing defines.
llvm::Expected<std::string> generatePtx(llvm::Module &module,
                                        llvm::StringRef chip, int optLevel);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_PTX_H
