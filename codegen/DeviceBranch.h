//===- DeviceBranch.h - the code for GPUs beside the main road --*- C++ -*-===//
#ifndef DND_CODEGEN_DEVICEBRANCH_H
#define DND_CODEGEN_DEVICEBRANCH_H

#include "codegen/PhaseRunner.h"
#include "codegen/cuda/Assembler.h"
#include "codegen/cuda/DeviceModule.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

namespace dnd::codegen {

/// Takes a copy of the main module at phase `memref` to images for GPUs, and
/// brings its entry points back (codegen/cuda/README.md).
class DeviceBranch {
public:
  DeviceBranch(PhaseRunner &runner, const CpuTarget &target)
      : runner(runner), options(runner.options), target(target) {}

  /// Leaves the main road. The exit code, as of all that follow.
  int leave(mlir::ModuleOp main);
  /// Starts from a module that was read in `phase` of the branch.
  int resume(mlir::OwningOpRef<mlir::ModuleOp> module, Phase phase);
  /// All images that --cuda-arch asks for, PTX first.
  int makeImages();
  /// What --emit asks for: the text or the bytes of a phase of the branch.
  int emit(std::string &text);
  /// Brings entry points and images back.
  void join(mlir::ModuleOp main);

private:
  int runTo(Phase last);
  int makePtx(llvm::StringRef chip, const std::string *&ptx);
  int makeCubin(llvm::StringRef arch, std::string &cubin);
  int makeSimt(std::string &image);
  void remarkUsage(llvm::StringRef arch, llvm::ArrayRef<KernelUsage> kernels);

  PhaseRunner &runner;
  const Options &options;
  const CpuTarget &target;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  Phase phase = Phase::memref;
  llvm::MapVector<std::string, std::string, std::map<std::string, unsigned>>
      ptxTexts; // by chip
  std::vector<DeviceImage> images;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_DEVICEBRANCH_H
