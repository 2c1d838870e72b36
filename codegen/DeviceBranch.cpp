//===- DeviceBranch.cpp - the code for GPUs beside the main road ----------===//
#include "codegen/DeviceBranch.h"
#include "codegen/common/DeviceNames.h"
#include "codegen/cuda/Ptx.h"
#include "codegen/simt/HostImage.h"
#include "passes/Remarks.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

int DeviceBranch::leave(ModuleOp main) {
  module = makeDeviceModule(main);
  return exitDone;
}

int DeviceBranch::resume(OwningOpRef<ModuleOp> read, Phase from) {
  module = std::move(read);
  phase = from;
  return exitDone;
}

int DeviceBranch::runTo(Phase last) {
  while (phase != last) {
    Phase next = phase == Phase::memref ? Phase::gpu : Phase::nvvm;
    if (int code = runner.run(*module, next, target))
      return code;
    phase = next;
  }
  return exitDone;
}

static gpu::GPUModuleOp kernelsOf(ModuleOp module) {
  auto all = module.getOps<gpu::GPUModuleOp>();
  return all.empty() ? gpu::GPUModuleOp() : *all.begin();
}

int DeviceBranch::startPtx(llvm::StringRef chip) {
  runner.bundle.phaseStarts("ptx", *module);
  runner.bundle.currentPass() = "translation";
  gpu::GPUModuleOp kernels = kernelsOf(*module);
  if (!kernels)
    return runner.internalError("the device module has no kernels");
  jobChip = chip.str();
  job = runner.timed("ptx", "translate", [&] {
    return PtxJob::start(kernels, chip, options.optLevel,
                         runner.dumps.enabled());
  });
  return job ? exitDone
             : runner.internalError("the translation of the kernels failed");
}

int DeviceBranch::finishPtx() {
  llvm::Expected<std::string> text = job->finish();
  runner.times.add("ptx", "optimise", {0, job->optimizeSeconds()});
  runner.times.add("ptx", "generate code", {0, job->generateSeconds()});
  runner.dumps.write("nvvm." + jobChip, "ll",
                     "kernels as LLVM IR for " + jobChip, job->ir());
  if (!text) {
    runner.bundle.phaseStarts("ptx", *module);
    runner.bundle.currentPass() = "LLVM";
    return runner.internalError(llvm::toString(text.takeError()));
  }
  runner.dumps.write("ptx." + jobChip, "ptx", "PTX for " + jobChip, *text);
  if (runner.explorer.enabled())
    runner.explorer.addPhase(int(Phase::ptx), "ptx",
                             "GPU assembly for " + jobChip, mapAssembly(*text));
  ptxTexts[jobChip] = std::move(*text);
  job.reset();
  return exitDone;
}

int DeviceBranch::makePtx(llvm::StringRef chip, const std::string *&ptx) {
  auto wait = [&] {
    return runner.timed("ptx", "wait", [&] { return finishPtx(); });
  };
  if (job)
    if (int code = wait())
      return code;
  if (!ptxTexts.count(chip.str())) {
    if (int code = startPtx(chip))
      return code;
    if (int code = wait())
      return code;
  }
  ptx = &ptxTexts[chip.str()];
  return exitDone;
}

int DeviceBranch::makeCubin(llvm::StringRef arch, std::string &cubin) {
  const std::string *ptx = nullptr;
  if (int code = makePtx(ptxArch(arch), ptx))
    return code;
  runner.bundle.currentPass() = "ptxas";
  AssembleResult made = runner.timed(
      "cubin", arch, [&] { return assemble(*ptx, arch, options); });
  std::string table = usageTable(arch, made.assembly.kernels);
  if (runner.dumps.enabled())
    runner.dumps.write("ptxas." + arch.str(), "txt",
                       "registers and memory of the kernels on " + arch.str(),
                       table);
  if (made.error.exitCode)
    return runner.fail(made.error);
  if (!made.fault.empty())
    return runner.internalError(made.fault);
  remarkUsage(arch, made.assembly.kernels);
  cubin = std::move(made.assembly.cubin);
  return exitDone;
}

/// The same code for the host, for the SIMT driver of the tests.
int DeviceBranch::makeSimt(std::string &image) {
  runner.bundle.currentPass() = "host image";
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code =
      translateKernels(kernelsOf(*module), context, portableArch);
  if (!code)
    return runner.internalError("the translation of the kernels failed");
  optimizeKernels(*code, portableArch, options.optLevel);
  auto made = runner.timed("simt", "make the host image",
                           [&] { return makeHostImage(*code); });
  if (!made)
    return runner.internalError(llvm::toString(made.takeError()));
  image = std::move(*made);
  return exitDone;
}

static std::string planText(Operation *kernel) {
  auto plan =
      kernel ? kernel->getAttrOfType<StringAttr>(kernelPlanAttr) : StringAttr();
  return plan ? ("; " + plan.getValue()).str() : "";
}

/// Each kernel's registers, with its tiles and the expected share of the roof
/// where it has them, at the line of the layer that it belongs to.
void DeviceBranch::remarkUsage(llvm::StringRef arch,
                               llvm::ArrayRef<KernelUsage> kernels) {
  if (!options.remarks)
    return;
  gpu::GPUModuleOp holder = kernelsOf(*module);
  for (const KernelUsage &row : kernels) {
    Operation *kernel = holder.lookupSymbol(row.name);
    std::string text;
    llvm::raw_string_ostream(text)
        << "kernel '" << row.name << "' on " << arch << ": " << row.registers
        << " registers, " << row.sharedBytes << " bytes of shared memory"
        << planText(kernel);
    if (unsigned spilled = row.spillStores + row.spillLoads)
      llvm::raw_string_ostream(text) << "; spills " << spilled << " bytes";
    dnd::passes::emitPassRemark(kernel ? kernel->getLoc() : holder.getLoc(),
                                "cuda", text);
  }
}

int DeviceBranch::start() {
  if (int code = runTo(Phase::nvvm))
    return code;
  return startPtx(portableArch);
}

int DeviceBranch::makeImages() {
  for (const std::string &arch : options.cudaArchs) {
    DeviceImage image{arch, ""};
    if (int code =
            arch == "simt" ? makeSimt(image.data) : makeCubin(arch, image.data))
      return code;
    images.push_back(std::move(image));
  }
  return exitDone;
}

int DeviceBranch::attach(ModuleOp main) {
  // The pass that calls this takes the time of the wait.
  if (job)
    if (int code = finishPtx())
      return code;
  const std::string *ptx = nullptr;
  if (int code = makePtx(portableArch, ptx))
    return code;
  images.insert(images.begin(), {"ptx", *ptx});
  attachImages(main, images);
  return exitDone;
}

int DeviceBranch::emit(std::string &text) {
  if (int code = runTo(std::min(options.emit, Phase::nvvm)))
    return code;
  if (options.emit <= Phase::nvvm) {
    text = printModule(*module);
    return exitDone;
  }
  std::string arch = portableArch.str();
  for (const std::string &name : llvm::reverse(options.cudaArchs))
    if (name != "simt")
      arch = name;
  if (options.emit == Phase::cubin)
    return makeCubin(arch, text);
  const std::string *ptx = nullptr;
  int code = makePtx(ptxArch(arch), ptx);
  text = *ptx;
  return code;
}

void DeviceBranch::join(ModuleOp main) { mergeDeviceModule(main, *module); }
