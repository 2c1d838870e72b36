//===- PtxJob.cpp - PTX in the making -------------------------------------===//
#include "codegen/cuda/PtxJob.h"
#include "codegen/emit/Parts.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

std::unique_ptr<PtxJob> PtxJob::start(mlir::gpu::GPUModuleOp kernels,
                                      StringRef chip, int optLevel,
                                      bool keepIr) {
  std::unique_ptr<PtxJob> job(new PtxJob);
  job->module = translateKernels(kernels, job->context, chip);
  if (!job->module)
    return nullptr;
  job->thread =
      std::thread([raw = job.get(), name = chip.str(), optLevel, keepIr] {
        CrashRecoveryContext recovery;
        if (!recovery.RunSafely([&] { raw->work(name, optLevel, keepIr); }))
          raw->fault = "LLVM crashed";
      });
  return job;
}

void PtxJob::work(StringRef chip, int optLevel, bool keepIr) {
  double start = threadSeconds();
  optimizeKernels(*module, chip, optLevel);
  optimizing = threadSeconds() - start;
  if (keepIr) {
    raw_string_ostream stream(irText);
    module->print(stream, nullptr);
  }
  start = threadSeconds();
  Expected<std::string> made = generatePtx(*module, chip, optLevel);
  generating = threadSeconds() - start;
  if (made)
    ptx = std::move(*made);
  else
    fault = toString(made.takeError());
}

Expected<std::string> PtxJob::finish() {
  wait();
  if (!fault.empty())
    return createStringError(fault);
  return ptx;
}
