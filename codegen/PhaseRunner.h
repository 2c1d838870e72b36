//===- PhaseRunner.h - runs phases on a module ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_PHASERUNNER_H
#define DND_CODEGEN_PHASERUNNER_H

#include "codegen/Driver.h"
#include "codegen/Reproducer.h"
#include "codegen/Watch.h"
#include "codegen/emit/Object.h"
#include "codegen/explore/Explorer.h"
#include "mlir/IR/MLIRContext.h"

namespace dnd::codegen {

/// What the whole compilation shares, and how one phase is run: passes, times,
/// dumps, the check at its end, messages about failures.
class PhaseRunner {
public:
  PhaseRunner(const Options &options, llvm::ArrayRef<std::string> command,
              mlir::MLIRContext &context)
      : options(options), dumps(options.dumpDir), explorer(options.explore),
        bundle(options, command), printer(&context, options), context(context) {
    if (explorer.enabled())
      printer.onRemark = [this](llvm::StringRef file, unsigned line,
                                llvm::StringRef text) {
        explorer.addRemark({file.str(), line}, text);
      };
  }

  const Options &options;
  TimeReport times;
  DumpFolder dumps;
  Explorer explorer;
  Reproducer bundle;
  DiagnosticPrinter printer;

  /// A step of phase llvm before the descriptor is made; its exit code ends the
  /// compilation when it is not exitDone. May be empty.
  std::function<int(mlir::ModuleOp)> beforeDescriptor;

  /// Brings `module` from the phase before `to` to `to`; the exit code.
  int run(mlir::ModuleOp module, Phase to, const CpuTarget &target);
  /// The module's text into the folder of dumps and onto the explorer's page.
  void dump(mlir::ModuleOp module, Phase phase);
  /// Times `work` as a row of the report.
  template <typename Work>
  auto timed(llvm::StringRef group, llvm::StringRef what, Work work) {
    Seconds start = Seconds::now();
    auto result = work();
    times.add(group, what, Seconds::now() - start);
    return result;
  }

  /// A failure outside of the model and the compiler.
  int fail(const OutsideError &error);
  /// A failure of ours: says where, and writes the reproducer.
  int internalError(const std::string &what);

private:
  mlir::MLIRContext &context;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_PHASERUNNER_H
