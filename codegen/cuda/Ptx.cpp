//===- Ptx.cpp - kernels as assembly for NVIDIA GPUs ----------------------===//
#include "codegen/cuda/Ptx.h"
#include "codegen/emit/Object.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

extern "C" {
void LLVMInitializeNVPTXTargetInfo();
void LLVMInitializeNVPTXTarget();
void LLVMInitializeNVPTXTargetMC();
void LLVMInitializeNVPTXAsmPrinter();
}

/// What LLVM 19 knows, with the oldest PTX that has it: an older PTX loads with
/// an older driver.
static const struct {
  unsigned number;
  const char *name, *features;
} chips[] = {{80, "sm_80", "+ptx70"}, {86, "sm_86", "+ptx71"},
             {87, "sm_87", "+ptx74"}, {89, "sm_89", "+ptx78"},
             {90, "sm_90", "+ptx78"}, {90, "sm_90a", "+ptx80"}};

/// The number of "sm_90a", 90; 0 for what is no name of an architecture.
static unsigned archNumber(StringRef arch) {
  unsigned number = 0;
  if (!arch.consume_front("sm_"))
    return 0;
  if (!arch.empty() && (arch.back() == 'a' || arch.back() == 'f'))
    arch = arch.drop_back();
  return arch.size() > 3 || arch.getAsInteger(10, number) ? 0 : number;
}

bool dnd::codegen::cuda::isGpuArch(StringRef arch) {
  return archNumber(arch) >= 80;
}

std::string dnd::codegen::cuda::ptxArch(StringRef arch) {
  const char *best = chips[0].name;
  for (const auto &chip : chips) {
    if (arch == chip.name)
      return arch.str();
    if (chip.number <= archNumber(arch) && !StringRef(chip.name).ends_with("a"))
      best = chip.name;
  }
  return best;
}

static std::unique_ptr<TargetMachine> makeGpuMachine(StringRef chip,
                                                     int optLevel) {
  LLVMInitializeNVPTXTargetInfo();
  LLVMInitializeNVPTXTarget();
  LLVMInitializeNVPTXTargetMC();
  LLVMInitializeNVPTXAsmPrinter();
  std::string triple = "nvptx64-nvidia-cuda", message;
  const llvm::Target *backend = TargetRegistry::lookupTarget(triple, message);
  if (!backend)
    return nullptr;
  StringRef features;
  for (const auto &known : chips)
    if (chip == known.name)
      features = known.features;
  // Contraction only where the code allows it (DeviceKernel).
  TargetOptions options;
  return std::unique_ptr<TargetMachine>(backend->createTargetMachine(
      triple, chip, features, options, std::nullopt, std::nullopt,
      optLevel == 0 ? CodeGenOptLevel::None : CodeGenOptLevel::Aggressive));
}

/// Inline PTX stands in functions of its own until the last step, so that the
/// host image can bind them.
static bool isPtxWrapper(const Function &function) {
  return function.getName().starts_with("dnd_ptx_");
}

std::unique_ptr<llvm::Module>
dnd::codegen::cuda::translateKernels(mlir::gpu::GPUModuleOp kernels,
                                     LLVMContext &context, StringRef chip) {
  std::unique_ptr<TargetMachine> machine = makeGpuMachine(chip, 0);
  if (!machine) {
    kernels.emitError("this LLVM has no code generator for NVIDIA GPUs");
    return nullptr;
  }
  std::unique_ptr<llvm::Module> module =
      mlir::translateModuleToLLVMIR(kernels, context, "kernels");
  if (!module)
    return nullptr;
  module->setTargetTriple(machine->getTargetTriple().str());
  module->setDataLayout(machine->createDataLayout());
  for (Function &function : *module)
    if (isPtxWrapper(function) && !function.isDeclaration()) {
      function.removeFnAttr(Attribute::AlwaysInline);
      function.addFnAttr(Attribute::NoInline);
    }
  return module;
}

void dnd::codegen::cuda::optimizeKernels(Module &module, StringRef chip,
                                         int optLevel) {
  if (std::unique_ptr<TargetMachine> machine = makeGpuMachine(chip, optLevel))
    optimize(module, *machine, std::max(optLevel, 1), /*vectorize=*/false);
}

/// Everything that a kernel calls must be in the module: nothing is linked to
/// it later.
static Error verifyResolved(const llvm::Module &module) {
  for (const Function &function : module)
    if (function.isDeclaration() && !function.isIntrinsic() &&
        !function.use_empty())
      return createStringError("no code for a GPU stands for '" +
                               function.getName() + "'");
  return Error::success();
}

Expected<std::string> dnd::codegen::cuda::generatePtx(llvm::Module &module,
                                                      StringRef chip,
                                                      int optLevel) {
  std::unique_ptr<TargetMachine> machine = makeGpuMachine(chip, optLevel);
  if (!machine)
    return createStringError("no code generator for NVIDIA GPUs");
  bool inlines = false;
  for (Function &function : module)
    if (isPtxWrapper(function) && !function.isDeclaration()) {
      function.removeFnAttr(Attribute::NoInline);
      function.addFnAttr(Attribute::AlwaysInline);
      inlines = true;
    }
  if (inlines)
    optimize(module, *machine, std::max(optLevel, 1), /*vectorize=*/false);
  if (Error error = verifyResolved(module))
    return error;
  SmallVector<char, 0> buffer;
  raw_svector_ostream stream(buffer);
  legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, stream, nullptr,
                                   CodeGenFileType::AssemblyFile))
    return createStringError("the code generator cannot write PTX");
  passes.run(module);
  std::string text(buffer.begin(), buffer.end());
  if (StringRef(text).contains(".extern .func"))
    return createStringError("a function of the PTX is not defined");
  return text;
}
