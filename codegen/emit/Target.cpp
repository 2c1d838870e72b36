//===- Target.cpp - the processor that code is made for -------------------===//
#include "codegen/emit/Target.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"

using namespace llvm;
using namespace dnd::codegen;

/// Features that a processor may lack, as LLVM names them; the runtime asks for
/// them under the same names.
static const char *const checkedFeatures[] = {
    "sse3",       "ssse3",      "sse4.1",   "sse4.2",   "popcnt",   "avx",
    "avx2",       "fma",        "f16c",     "bmi",      "bmi2",     "lzcnt",
    "movbe",      "avx512f",    "avx512cd", "avx512bw", "avx512dq", "avx512vl",
    "avx512vnni", "avx512bf16", "amx-tile", "amx-bf16", "amx-int8", "avxvnni"};

static Error unknown(StringRef march) {
  return createStringError("unknown processor '" + march +
                           "' for --march; try native, x86-64-v2, x86-64-v3, "
                           "x86-64-v4, znver4, znver5, sapphirerapids");
}

std::unique_ptr<TargetMachine>
dnd::codegen::makeMachine(const CpuTarget &target, int optLevel) {
  std::string triple = sys::getDefaultTargetTriple(), message;
  CodeGenOptLevel level = optLevel == 0   ? CodeGenOptLevel::None
                          : optLevel == 1 ? CodeGenOptLevel::Less
                          : optLevel == 2 ? CodeGenOptLevel::Default
                                          : CodeGenOptLevel::Aggressive;
  TargetOptions options;
  options.FunctionSections = true;
  return std::unique_ptr<TargetMachine>(
      TargetRegistry::lookupTarget(triple, message)
          ->createTargetMachine(triple, target.cpu, target.features, options,
                                Reloc::PIC_, std::nullopt, level));
}

Expected<CpuTarget> dnd::codegen::makeTarget(StringRef march, int optLevel) {
  InitializeNativeTarget();
  InitializeNativeTargetAsmPrinter();
  std::string triple = sys::getDefaultTargetTriple(), message;
  const llvm::Target *backend = TargetRegistry::lookupTarget(triple, message);
  if (!backend)
    return createStringError("no code generator for " + triple);
  CpuTarget target;
  target.march = march.str();
  target.cpu = march.str();
  if (march == "native") {
    // The name alone promises features that a virtual machine may hide.
    target.cpu = sys::getHostCPUName().str();
    target.march = target.cpu;
    SubtargetFeatures features;
    StringMap<bool> host = sys::getHostCPUFeatures();
    std::vector<StringRef> names;
    for (const auto &entry : host)
      names.push_back(entry.getKey());
    llvm::sort(names);
    for (StringRef name : names)
      features.AddFeature(name, host[name]);
    target.features = features.getString();
  }
  std::unique_ptr<MCSubtargetInfo> info(
      backend->createMCSubtargetInfo(triple, "", ""));
  if (!info || !info->isCPUStringValid(target.cpu))
    return unknown(march);
  target.machine = makeMachine(target, optLevel);
  if (!target.machine)
    return unknown(march);
  const MCSubtargetInfo *made = target.machine->getMCSubtargetInfo();
  for (const char *feature : checkedFeatures)
    if (made->checkFeatures(std::string("+") + feature))
      target.used.push_back(feature);
  return target;
}
