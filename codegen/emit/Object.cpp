//===- Object.cpp - LLVM IR, assembly and object code ---------------------===//
#include "codegen/emit/Object.h"
#include "codegen/emit/Effort.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/StandardInstrumentations.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"

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

void dnd::codegen::optimize(llvm::Module &module, TargetMachine &machine,
                            int level, bool vectorize) {
  PipelineTuningOptions tuning;
  tuning.LoopVectorization = vectorize && level >= 2;
  tuning.SLPVectorization = vectorize && level >= 2;
  tuning.LoopUnrolling = level >= 2;
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  // Without it `optnone` (entry points) means nothing to the passes.
  PassInstrumentationCallbacks callbacks;
  OptNoneInstrumentation skip(/*DebugLogging=*/false);
  skip.registerCallbacks(callbacks);
  PassBuilder builder(&machine, tuning, std::nullopt, &callbacks);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  OptimizationLevel levels[] = {OptimizationLevel::O0, OptimizationLevel::O1,
                                OptimizationLevel::O2, OptimizationLevel::O3};
  ModulePassManager passes =
      level == 0 ? builder.buildO0DefaultPipeline(OptimizationLevel::O0)
                 : builder.buildPerModuleDefaultPipeline(levels[level]);
  if (level > 0)
    limitUnrolling(module);
  passes.run(module, modules);
}

Expected<std::string> dnd::codegen::generateCode(llvm::Module &module,
                                                 TargetMachine &machine,
                                                 bool assembly) {
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
