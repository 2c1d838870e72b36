//===- Object.cpp - LLVM IR, assembly and object code ---------------------===//
#include "codegen/emit/Object.h"
#include "codegen/emit/Effort.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/StandardInstrumentations.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

using namespace llvm;
using namespace dnd::codegen;

std::unique_ptr<llvm::Module>
dnd::codegen::translateToLlvm(mlir::ModuleOp module, LLVMContext &context,
                              const CpuTarget &target) {
  std::unique_ptr<llvm::Module> result =
      mlir::translateModuleToLLVMIR(module, context, "dnd");
  if (!result)
    return nullptr;
  result->setTargetTriple(target.machine->getTargetTriple().str());
  result->setDataLayout(target.machine->createDataLayout());
  return result;
}

namespace {
/// LLVM's passes and what they know of one module, for `machine`.
class Optimizer {
public:
  Optimizer(TargetMachine &machine, PipelineTuningOptions tuning)
      : builder(&machine, tuning, std::nullopt, &callbacks) {
    // Without it `optnone` (entry points) means nothing to the passes.
    skip.registerCallbacks(callbacks);
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(components);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, components, modules);
  }

  ModulePassManager pipeline(OptimizationLevel level) {
    return level == OptimizationLevel::O0
               ? builder.buildO0DefaultPipeline(level)
               : builder.buildPerModuleDefaultPipeline(level);
  }
  void run(ModulePassManager passes, llvm::Module &module) {
    passes.run(module, modules);
  }

private:
  PassInstrumentationCallbacks callbacks;
  OptNoneInstrumentation skip{/*DebugLogging=*/false};
  PassBuilder builder;
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
};
} // namespace

void dnd::codegen::optimize(llvm::Module &module, TargetMachine &machine,
                            int level, bool vectorize) {
  PipelineTuningOptions tuning;
  tuning.LoopVectorization = vectorize && level >= 2;
  tuning.SLPVectorization = vectorize && level >= 2;
  tuning.LoopUnrolling = level >= 2;
  OptimizationLevel levels[] = {OptimizationLevel::O0, OptimizationLevel::O1,
                                OptimizationLevel::O2, OptimizationLevel::O3};
  if (level > 0)
    limitUnrolling(module);
  Optimizer optimizer(machine, tuning);
  optimizer.run(optimizer.pipeline(levels[level]), module);
}

void dnd::codegen::simplify(llvm::Module &module, TargetMachine &machine) {
  FunctionPassManager passes;
  passes.addPass(SROAPass(SROAOptions::ModifyCFG));
  passes.addPass(EarlyCSEPass());
  passes.addPass(SimplifyCFGPass());
  passes.addPass(InstCombinePass(InstCombineOptions().setMaxIterations(1)));
  passes.addPass(createFunctionToLoopPassAdaptor(LICMPass(LICMOptions()),
                                                 /*UseMemorySSA=*/true));
  passes.addPass(SimplifyCFGPass());
  ModulePassManager all;
  all.addPass(createModuleToFunctionPassAdaptor(std::move(passes)));
  Optimizer(machine, PipelineTuningOptions()).run(std::move(all), module);
}

/// LLVM's machine scheduler brings the loads of a tile's rows in front of its
/// multiply-adds, which leaves them fewer registers than they need. Kernels are
/// made in an order that fits the registers, and processors reorder themselves.
static void keepOrderOfKernels() {
  [[maybe_unused]] static const bool done = [] {
    auto &options = cl::getRegisteredOptions();
    auto found = options.find("enable-misched");
    return found != options.end() &&
           !found->second->addOccurrence(0, found->first(), "false");
  }();
}

Expected<std::string> dnd::codegen::generateCode(llvm::Module &module,
                                                 TargetMachine &machine,
                                                 bool assembly) {
  keepOrderOfKernels();
  SmallVector<char, 0> buffer;
  raw_svector_ostream stream(buffer);
  legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr,
                                  assembly ? CodeGenFileType::AssemblyFile
                                           : CodeGenFileType::ObjectFile))
    return createStringError("the code generator cannot write this file type");
  passes.run(module);
  return std::string(buffer.begin(), buffer.end());
}
