//===- HostImage.cpp - GPU kernels as a shared object of the host ---------===//
#include "codegen/simt/HostImage.h"
#include "codegen/emit/Object.h"
#include "codegen/simt/HostImageParts.h"
#include "llvm/CodeGen/Passes.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Transforms/Scalar.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;
using namespace dnd::codegen;

/// The host's code generator sees functions of its own kind.
static void forgetDevice(Module &module, const CpuTarget &target) {
  module.setTargetTriple(target.machine->getTargetTriple().str());
  module.setDataLayout(target.machine->createDataLayout());
  for (Function &function : module) {
    function.setCallingConv(CallingConv::C);
    for (StringRef name : {"target-cpu", "target-features", "tune-cpu"})
      function.removeFnAttr(name);
    if (!function.isDeclaration())
      function.setLinkage(GlobalValue::InternalLinkage);
    function.setVisibility(GlobalValue::DefaultVisibility);
    for (User *user : function.users())
      if (auto *call = dyn_cast<CallBase>(user))
        call->setCallingConv(CallingConv::C);
  }
  if (NamedMDNode *notes = module.getNamedMetadata("nvvm.annotations"))
    module.eraseNamedMetadata(notes);
  for (StringRef name : {"llvm.used", "llvm.compiler.used"})
    if (GlobalVariable *list = module.getNamedGlobal(name))
      list->eraseFromParent();
}

/// Masked accesses one element at a time, as the NVPTX back end does it.
static void scalarizeMasked(Module &module) {
  legacy::PassManager passes;
  passes.add(createScalarizeMaskedMemIntrinLegacyPass());
  passes.run(module);
}

static Expected<std::string> linkImage(StringRef object) {
  std::string linker;
  for (StringRef name : {"cc", "gcc", "clang", "c++"})
    if (ErrorOr<std::string> found = sys::findProgramByName(name)) {
      linker = *found;
      break;
    }
  if (linker.empty())
    return createStringError("no C compiler was found to link the image of the "
                             "GPU kernels for the SIMT driver");
  SmallString<128> in, out;
  if (std::error_code code = sys::fs::createTemporaryFile("dnd-simt", "o", in))
    return createStringError(code, "cannot write a temporary file");
  FileRemover removeIn(in);
  if (std::error_code code =
          sys::fs::createTemporaryFile("dnd-simt", "so", out))
    return createStringError(code, "cannot write a temporary file");
  FileRemover removeOut(out);
  std::error_code code;
  {
    raw_fd_ostream stream(in, code);
    stream << object;
    stream.flush();
    if (code || stream.has_error()) {
      stream.clear_error();
      return createStringError("cannot write a temporary file");
    }
  }
  StringRef arguments[] = {
      linker, "-shared", "-nostartfiles", "-Wl,--build-id=none", "-o", out,
      in,     "-lm"};
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(),
                                          StringRef()};
  if (sys::ExecuteAndWait(linker, arguments, std::nullopt, redirects) != 0)
    return createStringError("the image of the GPU kernels for the SIMT driver "
                             "could not be linked");
  ErrorOr<std::unique_ptr<MemoryBuffer>> image =
      MemoryBuffer::getFile(out, /*IsText=*/false,
                            /*RequiresNullTerminator=*/false);
  if (!image)
    return createStringError("the image of the GPU kernels cannot be read");
  return (*image)->getBuffer().str();
}

/// The most recent level of the architecture that this machine can run.
static Expected<CpuTarget> hostTarget() {
  Expected<CpuTarget> native = makeTarget("native", 1);
  if (!native)
    return native;
  bool modern = llvm::is_contained(native->used, "fma") &&
                llvm::is_contained(native->used, "avx2");
  return makeTarget(modern ? "x86-64-v3" : "x86-64", 1);
}

Expected<std::string> dnd::codegen::makeHostImage(const Module &source) {
  Expected<CpuTarget> target = hostTarget();
  if (!target)
    return target.takeError();
  std::unique_ptr<Module> module = CloneModule(source);
  Expected<std::vector<HostKernel>> kernels = findKernels(*module);
  if (!kernels)
    return kernels.takeError();
  std::vector<GlobalVariable *> globals;
  for (GlobalVariable &global : module->globals())
    if (global.getAddressSpace() != 3 && !global.isDeclaration() &&
        !global.getName().starts_with("llvm."))
      globals.push_back(&global);
  forgetDevice(*module, *target);
  scalarizeMasked(*module);
  HostSites sites(*module);
  HostShared shared = placeShared(*module, *kernels);
  if (Error error = bindIntrinsics(*module, sites, *kernels))
    return error;
  unsigned granule = announceAccesses(*module, sites, shared);
  addImageTable(*module, sites, *kernels, shared, globals, granule);
  replaceShared(shared);
  StripDebugInfo(*module);
  std::string problem;
  raw_string_ostream stream(problem);
  if (verifyModule(*module, &stream))
    return createStringError("the image of the GPU kernels is invalid: " +
                             problem);
  optimize(*module, *target->machine, 1);
  Expected<std::string> object =
      generateCode(*module, *target->machine, /*assembly=*/false);
  if (!object)
    return object;
  return linkImage(*object);
}
