//===- PhaseRunner.cpp - runs phases on a module --------------------------===//
#include "codegen/PhaseRunner.h"
#include "codegen/Pipelines.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace dnd::codegen;

double dnd::codegen::now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

int PhaseRunner::run(ModuleOp module, Phase to, const CpuTarget &target) {
  std::string phase = phaseName(to).str();
  bundle.phaseStarts(phase, printModule(module, true));
  PassManager pm(&context);
  pm.enableVerifier(true);
  pm.addInstrumentation(std::make_unique<PassWatch>(options, times, dumps,
                                                    phase, bundle.currentPass));
  buildPipeline(pm, to, options, target.march, target.used);
  unsigned before = printer.errors();
  bool ok = succeeded(pm.run(module)) && printer.errors() == before;
  if (ok) {
    bundle.currentPass = "legality check";
    ok = succeeded(verifyPhase(module, to));
  }
  if (!ok)
    return to <= Phase::train && printer.errors() > before
               ? exitModel
               : internalError("phase '" + phase + "' failed");
  if (llvm::is_contained(options.printAfter, phase))
    llvm::errs() << printModule(module);
  dump(module, to);
  return exitDone;
}

void PhaseRunner::dump(ModuleOp module, Phase phase) {
  if (dumps.enabled())
    dumps.write(phaseName(phase), phaseExtension(phase),
                ("phase " + phaseName(phase)).str(), printModule(module));
}

int PhaseRunner::fail(const OutsideError &error) {
  llvm::errs() << "error: " << error.message << "\n  help: " << error.remedy
               << "\n";
  return error.exitCode;
}

int PhaseRunner::internalError(const std::string &what) {
  llvm::errs() << "internal error: " << what;
  if (!bundle.currentPass.empty())
    llvm::errs() << " (pass " << bundle.currentPass << ")";
  if (!printer.firstPlace().empty())
    llvm::errs() << ", at " << printer.firstPlace();
  llvm::errs() << "\n  this is a fault of dndc, not of your model; "
               << bundle.write() << "\n";
  return exitInternal;
}
