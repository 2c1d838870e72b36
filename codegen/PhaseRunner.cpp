//===- PhaseRunner.cpp - runs phases on a module --------------------------===//
#include "codegen/PhaseRunner.h"
#include "codegen/Pipelines.h"
#include "mlir/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace dnd::codegen;

int PhaseRunner::run(ModuleOp module, Phase to, const CpuTarget &target) {
  std::string phase = phaseName(to).str();
  bundle.phaseStarts(phase, module);
  PassManager pm(&context);
  // Entry points are large, and to verify them costs a good part of a pass:
  // there one check at the end does, unless somebody looks on.
  bool verifyEach = to < Phase::linalg || dumps.enabled();
  pm.enableVerifier(verifyEach);
  pm.addInstrumentation(std::make_unique<PassWatch>(
      options, times, dumps, phase, bundle.currentPass()));
  int stepCode = exitDone;
  auto step = [&](ModuleOp main) {
    stepCode = beforeDescriptor ? beforeDescriptor(main) : exitDone;
    return success(stepCode == exitDone);
  };
  buildPipeline(pm, to, options, target.march, target.used, step);
  unsigned before = printer.errors();
  bool ok = succeeded(pm.run(module)) && printer.errors() == before;
  if (ok) {
    bundle.currentPass() = "legality check";
    ok = timed(phase, "check", [&] {
      return (verifyEach || succeeded(verify(module))) &&
             succeeded(verifyPhase(module, to));
    });
  }
  if (stepCode)
    return stepCode;
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
  if (explorer.enabled())
    explorer.addPhase(int(phase), phaseName(phase), phaseTitle(phase),
                      mapMlir(printModule(module, /*locations=*/true)));
}

int PhaseRunner::fail(const OutsideError &error) {
  llvm::errs() << "error: " << error.message << "\n  help: " << error.remedy
               << "\n";
  return error.exitCode;
}

int PhaseRunner::internalError(const std::string &what) {
  llvm::errs() << "internal error: " << what;
  if (!bundle.currentPass().empty())
    llvm::errs() << " (pass " << bundle.currentPass() << ")";
  if (!printer.firstPlace().empty())
    llvm::errs() << ", at " << printer.firstPlace();
  llvm::errs() << "\n  this is a fault of dndc, not of your model; "
               << bundle.write() << "\n";
  return exitInternal;
}
