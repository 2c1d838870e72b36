//===- PtxJob.h - PTX in the making ----------------------------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_PTXJOB_H
#define DND_CODEGEN_CUDA_PTXJOB_H

#include "codegen/cuda/Ptx.h"
#include <thread>

namespace dnd::codegen::cuda {

/// Makes the PTX of a module of kernels in a thread of its own, beside whatever
/// its owner does in the meantime.
class PtxJob {
public:
  /// Translates `kernels` (phase nvvm) at once, in the calling thread; they are
  /// not needed afterwards. Null after a diagnostic. With `keepIr`, `ir()` is
  /// the text of the optimised LLVM IR.
  static std::unique_ptr<PtxJob> start(mlir::gpu::GPUModuleOp kernels,
                                       llvm::StringRef chip, int optLevel,
                                       bool keepIr);
  ~PtxJob() { wait(); }

  /// Waits for the end. An error as generatePtx gives it, or about a crash.
  llvm::Expected<std::string> finish();

  /// After finish(): the IR, and seconds of the thread's work.
  const std::string &ir() const { return irText; }
  double optimizeSeconds() const { return optimizing; }
  double generateSeconds() const { return generating; }

private:
  PtxJob() = default;
  void work(llvm::StringRef chip, int optLevel, bool keepIr);
  void wait() {
    if (thread.joinable())
      thread.join();
  }

  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module;
  std::string irText, ptx, fault;
  double optimizing = 0, generating = 0;
  std::thread thread;
};

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_PTXJOB_H
