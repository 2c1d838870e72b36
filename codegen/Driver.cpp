//===- Driver.cpp - one compilation from file to executable ---------------===//
#include "codegen/Driver.h"
#include "codegen/DeviceBranch.h"
#include "codegen/Import.h"
#include "codegen/Making.h"
#include "codegen/Pipelines.h"
#include "codegen/emit/Object.h"
#include "codegen/emit/Outputs.h"
#include "codegen/emit/Parts.h"
#include "codegen/emit/SharedLibrary.h"
#include "codegen/emit/Target.h"
#include "codegen/export/Export.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <future>

using namespace mlir;
using namespace dnd::codegen;

namespace {
class Compilation {
public:
  Compilation(const Options &options, llvm::StringRef program,
              llvm::ArrayRef<std::string> command)
      : options(options), program(program.str()), words(command),
        context(makeRegistry(), MLIRContext::Threading::ENABLED),
        runner(options, command, context) {
    // Messages show the author's line, not the op.
    context.printOpOnDiagnostic(false);
  }

  int run() {
    int code = exitInternal;
    llvm::CrashRecoveryContext::Enable();
    llvm::CrashRecoveryContext recovery;
    bool ended = recovery.RunSafely([&] { code = compileAll(); });
    llvm::CrashRecoveryContext::Disable();
    if (!ended)
      return runner.internalError("the compiler crashed");
    return code;
  }

private:
  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerEverythingWeUse(registry);
    return registry;
  }

  int compileAll() {
    if (std::string error = runner.dumps.open(); !error.empty())
      return runner.fail(
          {exitOutput,
           "cannot make the folder '" + options.dumpDir + "': " + error,
           "choose another folder for --dump-ir"});
    ImportResult imported = runner.timed("import", "parse and elaborate", [&] {
      return importModel(options, context);
    });
    if (imported.exitCode)
      return imported.exitCode;
    inputs = std::move(imported.files);
    sourceSum = std::move(imported.sha256);
    for (auto [name, text] : llvm::zip(inputs, imported.texts))
      if (!llvm::StringRef(name).starts_with("<std>") &&
          !llvm::StringRef(name).starts_with("<-D"))
        runner.explorer.addSource(name, text);
    texts = std::move(imported.ownTexts);
    runner.dumps.keep(inputs);
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
    if (options.timeReport)
      runner.times.print(llvm::errs());
    for (const std::string &name : options.printAfter)
      if (!code && name != "all" && !runner.times.knows(name))
        llvm::errs() << "warning: --print-after=" << name
                     << ": no pass or phase of this name ran; --time-report "
                        "lists those that do\n";
    std::string error = runner.dumps.close();
    if (!error.empty() && !code)
      code = runner.fail(
          {exitOutput,
           "cannot write into the folder '" + options.dumpDir + "': " + error,
           "choose another folder for --dump-ir, or make room"});
    return code;
  }

  /// Brings the module to the phase that is asked for, and writes it.
  int runPhases(Phase phase, CpuTarget &target) {
    runner.dump(*module, phase);
    if (!options.checkOnly &&
        (options.exportTo == Export::torch || options.exportTo == Export::onnx))
      return emitExport(phase);
    if (!options.checkOnly && !leadsTo(phase, options.emit)) {
      llvm::errs() << "error: the input is already in phase '"
                   << phaseName(phase) << "', which does not lead to '"
                   << phaseName(options.emit) << "'\n";
      return exitUsage;
    }
    DeviceBranch branch(runner, target);
    if (isDevicePhase(options.emit) && !options.checkOnly)
      return emitDevice(branch, phase, target);
    Phase last =
        options.checkOnly ? Phase::train : std::min(options.emit, Phase::llvm);
    bool device = false;
    std::future<int> started; // the branch, beside the main road
    runner.beforeDescriptor = [&](ModuleOp main) {
      attachMaking(main, options, texts);
      return exitDone;
    };
    while (phase < last) {
      if (phase == Phase::memref && wantsDevice()) {
        device = true;
        if (int code = branch.leave(*module))
          return code;
        started = startBranch(branch);
      }
      Phase next = static_cast<Phase>(static_cast<int>(phase) + 1);
      if (next == Phase::llvm && !sourceSum.empty())
        (*module)->setAttr("dnd.source_sha256",
                           StringAttr::get(&context, sourceSum));
      if (next == Phase::llvm && device) {
        if (int code = started.get())
          return code;
        if (int code = branch.makeImages())
          return code;
        branch.join(*module);
        runner.beforeDescriptor = [&](ModuleOp main) {
          attachMaking(main, options, texts);
          return branch.attach(main);
        };
      }
      if (int code = runner.run(*module, next, target))
        return code;
      phase = next;
    }
    return options.checkOnly ? exitDone : emit(target);
  }

  /// The device branch in a thread of its own, or at once where somebody looks
  /// on and wants everything in its order.
  std::future<int> startBranch(DeviceBranch &branch) {
    if (options.remarks || watchesPasses(options)) {
      std::promise<int> done;
      done.set_value(branch.start());
      return done.get_future();
    }
    // Dialects are not loaded in two threads at a time.
    context.loadAllAvailableDialects();
    return std::async(std::launch::async, [this, &branch] {
      int code = exitInternal;
      llvm::CrashRecoveryContext recovery;
      if (!recovery.RunSafely([&] { code = branch.start(); }))
        code = runner.internalError("the compiler crashed");
      return code;
    });
  }

  /// --emit=torch, onnx: from the network as it was imported.
  int emitExport(Phase phase) {
    if (phase != Phase::dnd)
      return runner.fail({exitUsage,
                          "only a model's text is exported, not the IR of "
                          "a later phase",
                          "name the .dnd file"});
    PassManager pm(&context);
    pm.addPass(dnd::passes::createResolveModes());
    pm.addPass(createCanonicalizerPass());
    pm.addPass(createCSEPass());
    if (failed(pm.run(*module)))
      return runner.internalError("the network could not be made ready for "
                                  "an export");
    bool isTorch = options.exportTo == Export::torch;
    exporting::Exported made =
        isTorch ? exporting::exportTorch(*module, options.input)
                : exporting::exportOnnx(*module, options.input);
    if (!made.refusal.empty())
      return runner.fail({exitModel, made.refusal,
                          "the format has no word for it; the shared library "
                          "(--emit=shared) can do all that dnd can"});
    std::string path = outputPath("") + (isTorch ? "_torch.py" : ".onnx");
    if (!options.output.empty())
      path = options.output;
    OutsideError error = checkOutput(path, inputs);
    if (!error.exitCode)
      error = writeOutput(path, made.data);
    return error.exitCode ? runner.fail(error) : exitDone;
  }

  /// Device code is made when the output can hold it: behind the loops, in a
  /// model with a descriptor.
  bool wantsDevice() const {
    return options.cuda != CudaMode::off && options.emit >= Phase::llvm &&
           (*module)->hasAttr("dnd.meta");
  }

  /// --emit=gpu, nvvm, ptx, cubin.
  int emitDevice(DeviceBranch &branch, Phase phase, const CpuTarget &target) {
    for (; phase < Phase::memref;) {
      phase = static_cast<Phase>(static_cast<int>(phase) + 1);
      if (int code = runner.run(*module, phase, target))
        return code;
    }
    int code = phase == Phase::memref ? branch.leave(*module)
                                      : branch.resume(std::move(module), phase);
    std::string text;
    if (!code)
      code = branch.emit(text);
    return code ? code : write(text, options.emit != Phase::cubin);
  }

  /// The text after the last MLIR phase: IR, LLVM IR, code, executable.
  int emit(CpuTarget &target) {
    if (options.emit <= Phase::llvm)
      return write(printModule(*module), /*toStdout=*/true);
    runner.bundle.phaseStarts("llvmir", *module);
    runner.bundle.currentPass() = "LLVM";
    std::optional<CutModule> cut = runner.timed(
        "llvm", "translate and cut", [&] { return translate(target); });
    if (!cut)
      return runner.internalError("the translation to LLVM IR failed");
    PartWishes wishes;
    wishes.object = options.emit == Phase::exe;
    wishes.ir = !wishes.object || runner.dumps.enabled();
    Seconds start = Seconds::now();
    llvm::Expected<std::vector<MadePart>> parts =
        makeParts(*cut, target, options.optLevel, wishes);
    if (!parts)
      return runner.internalError(llvm::toString(parts.takeError()));
    reportParts(*parts, Seconds::now() - start);
    int code = wishes.ir ? emitWhole(*cut, *parts, target) : exitDone;
    return code || !wishes.object ? code : link(*parts);
  }

  /// Debug information is about one module.
  std::optional<CutModule> translate(const CpuTarget &target) {
    llvm::LLVMContext llvmContext;
    std::unique_ptr<llvm::Module> code =
        translateToLlvm(*module, llvmContext, target);
    if (!code)
      return std::nullopt;
    return cutModule(*code, /*whole=*/options.debugInfo);
  }

  /// The threads work side by side: each kind of work gets its share of the
  /// time that all of it took.
  void reportParts(llvm::ArrayRef<MadePart> parts, Seconds taken) {
    double optimize = 0, generate = 0;
    for (const MadePart &part : parts) {
      optimize += part.optimizeSeconds;
      generate += part.generateSeconds;
    }
    double share = optimize / std::max(optimize + generate, 1e-9);
    runner.times.add("llvm", "optimise", {taken.wall * share, optimize});
    if (generate > 0)
      runner.times.add("llvm", "generate code",
                       {taken.wall * (1 - share), generate});
  }

  /// The parts as one module: --emit=llvmir, asm and obj, and the dumps.
  int emitWhole(const CutModule &cut, llvm::ArrayRef<MadePart> parts,
                CpuTarget &target) {
    llvm::LLVMContext llvmContext;
    auto code = joinParts(cut, parts, llvmContext);
    if (!code)
      return runner.internalError(llvm::toString(code.takeError()));
    std::string text;
    llvm::raw_string_ostream stream(text);
    (*code)->print(stream, nullptr);
    runner.dumps.write("llvmir", "ll", "phase llvmir", text);
    if (options.emit == Phase::llvmir)
      return write(text, /*toStdout=*/true);
    if (runner.explorer.enabled())
      runner.explorer.addPhase(int(Phase::llvmir), "llvmir",
                               phaseTitle(Phase::llvmir), mapLlvmIr(text));
    if (runner.dumps.enabled()) {
      std::unique_ptr<llvm::Module> copy = llvm::CloneModule(**code);
      if (auto assembly = generateCode(*copy, *target.machine, true))
        runner.dumps.write("asm", "s", "phase asm", *assembly);
    }
    if (options.emit == Phase::exe)
      return exitDone;
    auto made = runner.timed("llvm", "generate code", [&] {
      return generateCode(**code, *target.machine, options.emit == Phase::asm_);
    });
    if (!made)
      return runner.internalError(llvm::toString(made.takeError()));
    if (runner.explorer.enabled())
      return writePage(*made);
    return write(*made, options.emit == Phase::asm_);
  }

  /// --explore: the page, with the assembly last.
  int writePage(llvm::StringRef assembly) {
    runner.explorer.addPhase(int(Phase::asm_), "asm", phaseTitle(Phase::asm_),
                             mapAssembly(assembly));
    std::string command = "dndc";
    for (const std::string &word : llvm::ArrayRef(words).drop_front())
      command += " " + word;
    llvm::StringRef title = llvm::sys::path::filename(options.input);
    OutsideError error = checkOutput(options.explore, inputs);
    if (error.exitCode)
      error.remedy = "give the page another name, as in --explore page.html";
    if (!error.exitCode)
      error = writeOutput(
          options.explore,
          runner.explorer.page(title == "-" ? "model" : title, command));
    return error.exitCode ? runner.fail(error) : exitDone;
  }

  int link(llvm::ArrayRef<MadePart> parts) {
    llvm::SmallVector<llvm::StringRef> objects;
    for (const MadePart &part : parts)
      objects.push_back(part.object);
    bool isLibrary = options.exportTo == Export::shared;
    std::string path = outputPath("");
    if (isLibrary && options.output.empty())
      path = "lib" + path + ".so";
    std::string header = sharedHeaderPath(path);
    OutsideError error = checkOutput(path, inputs);
    if (!error.exitCode && isLibrary)
      error = checkOutput(header, inputs);
    if (!error.exitCode)
      error = runner.timed("link", "link", [&] {
        return linkExecutable(program, objects, options, path);
      });
    if (!error.exitCode && isLibrary && !options.showCommands)
      error = writeOutput(
          header, sharedHeader(sharedPrefix(path), describeInterface()));
    return error.exitCode ? runner.fail(error) : exitDone;
  }

  /// The tensors of the model for a header, from the descriptor.
  SharedInterface describeInterface() {
    SharedInterface interface;
    auto meta = (*module)->getAttrOfType<DictionaryAttr>("dnd.meta");
    if (!meta)
      return interface;
    if (auto network = meta.getAs<StringAttr>("network"))
      interface.network = network.str();
    interface.source = llvm::sys::path::filename(options.input).str();
    auto fill = [&](StringRef list, StringRef nameKey,
                    std::vector<SharedTensor> &into) {
      for (Attribute attr : meta.getAs<ArrayAttr>(list)) {
        auto fields = cast<DictionaryAttr>(attr);
        SharedTensor tensor{fields.getAs<StringAttr>(nameKey).str(), {}};
        if (auto shape = fields.getAs<DenseI64ArrayAttr>("shape"))
          tensor.shape.assign(shape.asArrayRef().begin(),
                              shape.asArrayRef().end());
        else if (auto shape = fields.getAs<ArrayAttr>("shape"))
          for (Attribute extent : shape)
            tensor.shape.push_back(cast<IntegerAttr>(extent).getInt());
        into.push_back(std::move(tensor));
      }
    };
    fill("inputs", "name", interface.inputs);
    fill("outputs", "name", interface.outputs);
    fill("params", "path", interface.params);
    return interface;
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
    OutsideError error = checkOutput(path, inputs);
    if (!error.exitCode)
      error = writeOutput(path, text);
    return error.exitCode ? runner.fail(error) : exitDone;
  }

  const Options &options;
  std::string program;
  std::vector<std::string> words; // the whole command line
  MLIRContext context;
  PhaseRunner runner;
  std::vector<std::string> inputs; // files that were read
  std::string sourceSum;           // checksum of what was read
  std::vector<std::pair<std::string, std::string>> texts; // the author's
  OwningOpRef<ModuleOp> module;
};
} // namespace

int dnd::codegen::compile(const Options &options, llvm::StringRef program,
                          llvm::ArrayRef<std::string> command) {
  return Compilation(options, program, command).run();
}
