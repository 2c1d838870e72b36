//===- DeviceBranch.h - the code for GPUs beside the main road --*- C++ -*-===//
#ifndef DND_CODEGEN_DEVICEBRANCH_H
#define DND_CODEGEN_DEVICEBRANCH_H

#include "codegen/PhaseRunner.h"
#include "codegen/cuda/Assembler.h"
#include "codegen/cuda/DeviceModule.h"
#include "codegen/cuda/PtxJob.h"
#include "llvm/ADT/MapVector.h"

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
  /// Goes to phase nvvm, and starts on the PTX in a thread.
  int start();
  /// The images that --cuda-arch asks for.
  int makeImages();
  /// What --emit asks for: the text or the bytes of a phase of the branch.
  int emit(std::string &text);
  /// Brings the entry points back.
  void join(mlir::ModuleOp main);
  /// Brings the images back, PTX first, when that is there.
  int attach(mlir::ModuleOp main);

private:
  int runTo(Phase last);
  int startPtx(llvm::StringRef chip);
  int finishPtx();
  int makePtx(llvm::StringRef chip, const std::string *&ptx);
  int makeCubin(llvm::StringRef arch, std::string &cubin);
  int makeSimt(std::string &image);
  void remarkUsage(llvm::StringRef arch,
                   llvm::ArrayRef<cuda::KernelUsage> kernels);

  PhaseRunner &runner;
  const Options &options;
  const CpuTarget &target;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  Phase phase = Phase::memref;
  llvm::MapVector<std::string, std::string, std::map<std::string, unsigned>>
      ptxTexts;                      // by chip
  std::unique_ptr<cuda::PtxJob> job; // for jobChip, when one runs
  std::string jobChip;
  std::vector<cuda::DeviceImage> images;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_DEVICEBRANCH_H
