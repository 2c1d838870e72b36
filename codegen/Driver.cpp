//===- Driver.cpp - one compilation from file to executable ---------------===//
#include "codegen/Driver.h"
#include "codegen/Import.h"
#include "codegen/Pipelines.h"
#include "codegen/Reproducer.h"
#include "codegen/Watch.h"
#include "codegen/emit/Object.h"
#include "codegen/emit/Target.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace mlir;
using namespace dnd::codegen;

namespace {
double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

class Compilation {
public:
  Compilation(const Options &options, llvm::StringRef program,
              llvm::ArrayRef<std::string> command)
      : options(options), program(program.str()), dumps(options.dumpDir),
        bundle(options, command),
        context(makeRegistry(), MLIRContext::Threading::DISABLED),
        printer(&context, options) {}

  int run() {
    int code = exitInternal;
    llvm::CrashRecoveryContext::Enable();
    llvm::CrashRecoveryContext recovery;
    bool ended = recovery.RunSafely([&] { code = compileAll(); });
    llvm::CrashRecoveryContext::Disable();
    if (!ended)
      return internalError("the compiler crashed");
    return code;
  }

private:
  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerEverythingWeUse(registry);
    return registry;
  }

  int compileAll() {
    if (std::string error = dumps.open(); !error.empty())
      return fail({exitOutput,
                   "cannot make the folder '" + options.dumpDir + "': " + error,
                   "choose another folder for --dump-ir"});
    double start = now();
    ImportResult imported = importModel(options, context);
    times.add("import", "parse and elaborate", now() - start);
    if (imported.exitCode)
      return imported.exitCode;
    if (imported.finished)
      return write(imported.text, /*toStdout=*/true);
    module = std::move(imported.module);
    // Targets are checked early: a wrong --march is a wrong command line.
    llvm::Expected<CpuTarget> made =
        makeTarget(options.march, options.optLevel);
    if (!made) {
      llvm::errs() << "error: " << llvm::toString(made.takeError()) << "\n";
      return exitUsage;
    }
    CpuTarget target = std::move(*made);
    int code = runPhases(imported.phase, target);
    if (code == exitDone)
      code = options.checkOnly ? exitDone : emit(target);
    dumps.close();
    if (options.timeReport)
      times.print(llvm::errs());
    return code;
  }

  /// Brings the module to the phase that is asked for, at most `llvm`.
  int runPhases(Phase phase, const CpuTarget &target) {
    dump(phase);
    Phase last = std::min(options.emit, Phase::llvm);
    if (options.checkOnly)
      last = Phase::train;
    if (options.emit < phase) {
      llvm::errs() << "error: the input is already in phase '"
                   << phaseName(phase) << "', behind '"
                   << phaseName(options.emit) << "'\n";
      return exitUsage;
    }
    while (phase < last) {
      Phase next = static_cast<Phase>(static_cast<int>(phase) + 1);
      if (int code = runPhase(phase, next, target))
        return code;
      phase = next;
    }
    return exitDone;
  }

  int runPhase(Phase from, Phase to, const CpuTarget &target) {
    bundle.phaseStarts(phaseName(to), printModule(*module, true));
    PassManager pm(&context);
    pm.enableVerifier(true);
    std::string phase = phaseName(to).str();
    pm.addInstrumentation(std::make_unique<PassWatch>(
        options, times, dumps, phase, bundle.currentPass));
    buildPipeline(pm, from, to, options, target.march, target.used);
    unsigned before = printer.errors();
    bool ok = succeeded(pm.run(*module)) && printer.errors() == before;
    if (ok) {
      bundle.currentPass = "legality check";
      ok = succeeded(verifyPhase(*module, to));
    }
    if (!ok)
      return to <= Phase::train && printer.errors() > before
                 ? exitModel
                 : internalError("phase '" + phase + "' failed");
    if (llvm::is_contained(options.printAfter, phase))
      llvm::errs() << printModule(*module);
    dump(to);
    return exitDone;
  }

  void dump(Phase phase) {
    if (dumps.enabled())
      dumps.write(phaseName(phase), phaseExtension(phase),
                  ("phase " + phaseName(phase)).str(), printModule(*module));
  }

  /// The text after the last MLIR phase: IR, LLVM IR, code, executable.
  int emit(CpuTarget &target) {
    if (options.emit <= Phase::llvm)
      return write(printModule(*module), /*toStdout=*/true);
    bundle.phaseStarts("llvmir", printModule(*module, true));
    bundle.currentPass = "LLVM";
    llvm::LLVMContext llvmContext;
    double start = now();
    std::unique_ptr<llvm::Module> code =
        translateToLlvm(*module, llvmContext, target);
    if (!code)
      return internalError("the translation to LLVM IR failed");
    times.add("llvm", "translate", now() - start);
    start = now();
    optimize(*code, target, options.optLevel);
    times.add("llvm", "optimise", now() - start);
    if (options.emit == Phase::llvmir || dumps.enabled()) {
      std::string text;
      llvm::raw_string_ostream stream(text);
      code->print(stream, nullptr);
      dumps.write("llvmir", "ll", "phase llvmir", text);
      if (options.emit == Phase::llvmir)
        return write(text, /*toStdout=*/true);
    }
    start = now();
    if (dumps.enabled() && options.emit != Phase::asm_) {
      std::unique_ptr<llvm::Module> copy = llvm::CloneModule(*code);
      if (auto text = generateCode(*copy, target, true))
        dumps.write("asm", "s", "phase asm", *text);
    }
    llvm::Expected<std::string> object =
        generateCode(*code, target, options.emit == Phase::asm_);
    if (!object)
      return internalError(llvm::toString(object.takeError()));
    times.add("llvm", "generate code", now() - start);
    if (options.emit != Phase::exe)
      return write(*object, options.emit == Phase::asm_);
    start = now();
    OutsideError error =
        linkExecutable(program, *object, options, outputPath(""));
    times.add("link", "link", now() - start);
    return error.exitCode ? fail(error) : exitDone;
  }

  /// The output's path: -o, or the input's name with another ending.
  std::string outputPath(llvm::StringRef extension) {
    if (!options.output.empty())
      return options.output;
    std::string stem = llvm::sys::path::stem(options.input).str();
    if (stem.empty() || stem == "-")
      stem = "model";
    return extension.empty() ? stem : stem + "." + extension.str();
  }

  int write(llvm::StringRef text, bool toStdout) {
    std::string path = toStdout && options.output.empty()
                           ? "-"
                           : outputPath(phaseExtension(options.emit));
    OutsideError error = writeOutput(path, text);
    return error.exitCode ? fail(error) : exitDone;
  }

  int fail(const OutsideError &error) {
    llvm::errs() << "error: " << error.message << "\n  help: " << error.remedy
                 << "\n";
    return error.exitCode;
  }

  int internalError(const std::string &what) {
    llvm::errs() << "internal error: " << what;
    if (!bundle.currentPass.empty())
      llvm::errs() << " (pass " << bundle.currentPass << ")";
    if (!printer.firstPlace().empty())
      llvm::errs() << ", at " << printer.firstPlace();
    llvm::errs() << "\n  this is a fault of dndc, not of your model; "
                 << bundle.write() << "\n";
    return exitInternal;
  }

  const Options &options;
  std::string program;
  TimeReport times;
  DumpFolder dumps;
  Reproducer bundle;
  MLIRContext context;
  DiagnosticPrinter printer;
  OwningOpRef<ModuleOp> module;
};
} // namespace

int dnd::codegen::compile(const Options &options, llvm::StringRef program,
                          llvm::ArrayRef<std::string> command) {
  return Compilation(options, program, command).run();
}
