//===- HostIntrinsics.cpp - NVVM intrinsics as calls of the SIMT driver ---===//
#include "codegen/simt/HostImageParts.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/IntrinsicsNVPTX.h"

using namespace llvm;
using namespace dnd::codegen;

namespace {
enum class Kind { Pure, Direct, Meets };
struct Binding {
  StringRef function;
  Kind kind;
};

class Binder {
public:
  Binder(Module &module, HostSites &sites) : module(module), sites(sites) {
#define DND_SIMT_PURE(name, function) bindings[name] = {#function, Kind::Pure};
#define DND_SIMT_DIRECT(name, function)                                        \
  bindings[name] = {#function, Kind::Direct};
#define DND_SIMT_MEETS(name, function)                                         \
  bindings[name] = {#function, Kind::Meets};
#define DND_SIMT_PTX(function) wrappers[#function] = {#function, Kind::Meets};
#include "codegen/simt/HostIntrinsics.def"
  }

  /// True when calls of `function` are to be replaced.
  Expected<std::optional<Binding>> find(const Function &function);
  void replace(CallInst &call, const Binding &binding);
  static void loadInstead(CallInst &call);

private:
  CallInst *callDirect(IRBuilder<> &b, CallInst &call, const Binding &binding);
  Value *callInMemory(IRBuilder<> &b, CallInst &call, const Binding &binding);

  Module &module;
  HostSites &sites;
  StringMap<Binding> bindings, wrappers;
};
} // namespace

static Error noCounterpart(const Function &function) {
  std::string message =
      "'" + function.getName().str() + "' has no counterpart on the host";
  for (const User *user : function.users())
    if (auto *call = dyn_cast<Instruction>(user)) {
      message += " (called in '" + call->getFunction()->getName().str() + "')";
      break;
    }
  return createStringError(message);
}

Expected<std::optional<Binding>> Binder::find(const Function &function) {
  StringRef name = function.getName();
  if (name.starts_with("dnd_ptx_")) {
    auto found = wrappers.find(name);
    if (found == wrappers.end())
      return noCounterpart(function);
    return found->second;
  }
  if (!function.isDeclaration())
    return std::nullopt;
  if (!name.starts_with("llvm."))
    return noCounterpart(function);
  if (Intrinsic::ID id = function.getIntrinsicID())
    name = Intrinsic::getBaseName(id);
  if (!name.consume_front("llvm.nvvm."))
    return std::nullopt;
  auto found = bindings.find(name);
  if (found == bindings.end())
    return noCounterpart(function);
  return found->second;
}

CallInst *Binder::callDirect(IRBuilder<> &b, CallInst &call,
                             const Binding &binding) {
  SmallVector<Value *> arguments(call.args());
  bool pure = binding.kind == Kind::Pure;
  if (!pure)
    arguments.push_back(sites.make(call, 0, 0, -1));
  SmallVector<Type *> types;
  for (Value *argument : arguments)
    types.push_back(argument->getType());
  FunctionCallee callee = module.getOrInsertFunction(
      binding.function, FunctionType::get(call.getType(), types, false));
  auto *function = cast<Function>(callee.getCallee());
  function->setDoesNotThrow();
  if (pure) {
    function->setDoesNotAccessMemory();
    function->setSpeculatable();
    function->addFnAttr(Attribute::WillReturn);
  } else {
    function->setConvergent();
  }
  return b.CreateCall(callee, arguments);
}

/// A slot in the first block of the function: calls in loops share it.
static AllocaInst *slot(CallInst &call, Type *type) {
  BasicBlock &entry = call.getFunction()->getEntryBlock();
  return IRBuilder<>(&entry, entry.begin()).CreateAlloca(type);
}

Value *Binder::callInMemory(IRBuilder<> &b, CallInst &call,
                            const Binding &binding) {
  SmallVector<Type *> types;
  for (Value *argument : call.args())
    types.push_back(argument->getType());
  Type *pointer = b.getPtrTy();
  Value *arguments = ConstantPointerNull::get(b.getPtrTy());
  if (!types.empty()) {
    StructType *layout = StructType::get(module.getContext(), types);
    arguments = slot(call, layout);
    for (auto [i, argument] : enumerate(call.args()))
      b.CreateStore(argument, b.CreateStructGEP(layout, arguments, i));
  }
  Value *result = ConstantPointerNull::get(b.getPtrTy());
  if (!call.getType()->isVoidTy())
    result = slot(call, call.getType());
  FunctionCallee callee = module.getOrInsertFunction(
      binding.function,
      FunctionType::get(b.getVoidTy(), {pointer, pointer, pointer}, false));
  auto *function = cast<Function>(callee.getCallee());
  function->setDoesNotThrow();
  function->setConvergent();
  b.CreateCall(callee, {arguments, result, sites.make(call, 0, 0, -1)});
  return call.getType()->isVoidTy() ? nullptr
                                    : b.CreateLoad(call.getType(), result);
}

void Binder::replace(CallInst &call, const Binding &binding) {
  IRBuilder<> b(&call);
  Value *result = binding.kind == Kind::Meets ? callInMemory(b, call, binding)
                                              : callDirect(b, call, binding);
  if (!call.getType()->isVoidTy())
    call.replaceAllUsesWith(result);
  call.eraseFromParent();
}

void Binder::loadInstead(CallInst &call) {
  IRBuilder<> b(&call);
  uint64_t alignment = cast<ConstantInt>(call.getArgOperand(1))->getZExtValue();
  LoadInst *load =
      b.CreateAlignedLoad(call.getType(), call.getArgOperand(0),
                          MaybeAlign(alignment ? alignment : 1), "ldg");
  call.replaceAllUsesWith(load);
  call.eraseFromParent();
}

static bool isReadOnlyLoad(Intrinsic::ID id) {
  return id == Intrinsic::nvvm_ldg_global_f ||
         id == Intrinsic::nvvm_ldg_global_i ||
         id == Intrinsic::nvvm_ldg_global_p ||
         id == Intrinsic::nvvm_ldu_global_f ||
         id == Intrinsic::nvvm_ldu_global_i ||
         id == Intrinsic::nvvm_ldu_global_p;
}

/// Inline PTX stands in functions dnd_ptx_* and nowhere else.
static Error findInlinePtx(Module &module) {
  for (Function &function : module) {
    if (function.getName().starts_with("dnd_ptx_"))
      continue;
    for (Instruction &inst : instructions(function))
      if (auto *call = dyn_cast<CallBase>(&inst))
        if (call->isInlineAsm())
          return createStringError(
              "inline PTX in '" + function.getName() +
              "' has no counterpart on the host: put it into a function "
              "'dnd_ptx_NAME'");
  }
  return Error::success();
}

Error dnd::codegen::bindIntrinsics(Module &module, HostSites &sites,
                                   MutableArrayRef<HostKernel> kernels) {
  if (Error error = findInlinePtx(module))
    return error;
  Binder binder(module, sites);
  SmallVector<Function *> functions;
  for (Function &function : module)
    functions.push_back(&function);
  for (Function *function : functions) {
    if (function->use_empty())
      continue;
    SmallVector<CallInst *> calls;
    for (User *user : function->users())
      if (auto *call = dyn_cast<CallInst>(user))
        calls.push_back(call);
    if (isReadOnlyLoad(function->getIntrinsicID())) {
      for (CallInst *call : calls)
        Binder::loadInstead(*call);
      continue;
    }
    Expected<std::optional<Binding>> binding = binder.find(*function);
    if (!binding)
      return binding.takeError();
    if (!*binding)
      continue;
    if ((*binding)->kind == Kind::Meets)
      for (HostKernel &kernel : kernels)
        for (CallInst *call : calls)
          kernel.meets |= kernel.reached.contains(call->getFunction());
    // A wrapper's name goes to the driver's function.
    if (!function->isDeclaration()) {
      function->deleteBody();
      function->setName("");
    }
    for (CallInst *call : calls)
      binder.replace(*call, **binding);
    if (function->use_empty())
      function->eraseFromParent();
  }
  return Error::success();
}
