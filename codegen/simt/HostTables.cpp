//===- HostTables.cpp - what a host image says about itself ---------------===//
#include "codegen/simt/HostImageParts.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/ModuleSlotTracker.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace dnd;
using namespace dnd::codegen;

//===----------------------------------------------------------------------===//
// Sites
//===----------------------------------------------------------------------===//

static bool mayNeedSite(const Instruction &inst) {
  return inst.mayReadOrWriteMemory() || isa<CallBase>(inst);
}

HostSites::HostSites(Module &module) : module(module) {
  LLVMContext &context = module.getContext();
  Type *p = PointerType::get(context, 0);
  Type *i32 = Type::getInt32Ty(context), *i64 = Type::getInt64Ty(context);
  type = StructType::get(context,
                         {p, i32, i32, p, p, i32, i32, i64, i64, i64, i64});
  ModuleSlotTracker slots(&module);
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    slots.incorporateFunction(function);
    for (Instruction &inst : llvm::instructions(function)) {
      if (!mayNeedSite(inst))
        continue;
      std::string printed;
      raw_string_ostream stream(printed);
      inst.print(stream, slots);
      // Attachments of metadata say nothing here.
      StringRef text = StringRef(printed).trim();
      instructions[&inst] = text.substr(0, text.find(", !")).str();
    }
  }
}

Constant *HostSites::text(StringRef value) {
  if (value.empty())
    return ConstantPointerNull::get(PointerType::get(module.getContext(), 0));
  Constant *&known = texts[value];
  if (known)
    return known;
  Constant *data = ConstantDataArray::getString(module.getContext(), value);
  auto *global =
      new GlobalVariable(module, data->getType(), /*isConstant=*/true,
                         GlobalValue::PrivateLinkage, data, "text");
  return known = global;
}

GlobalVariable *HostSites::make(Instruction &at, uint32_t flags,
                                uint32_t alignment, int64_t shared) {
  LLVMContext &context = module.getContext();
  auto i32 = [&](uint64_t value) {
    return ConstantInt::get(Type::getInt32Ty(context), value);
  };
  auto i64 = [&](uint64_t value) {
    return ConstantInt::get(Type::getInt64Ty(context), value);
  };
  StringRef file;
  unsigned line = 0, column = 0;
  if (const DebugLoc &place = at.getDebugLoc(); place && place.getLine()) {
    file = place->getFilename();
    line = place.getLine(), column = place.getCol();
  }
  Constant *init = ConstantStruct::get(
      type, {text(file), i32(line), i32(column),
             text(at.getFunction()->getName()), text(instructions.lookup(&at)),
             i32(flags), i32(alignment), i64(shared), i64(0), i64(0), i64(0)});
  return new GlobalVariable(module, type, /*isConstant=*/false,
                            GlobalValue::PrivateLinkage, init, "site");
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

static void reach(Function &function, SetVector<Function *> &reached) {
  if (function.isDeclaration() || !reached.insert(&function))
    return;
  for (Instruction &inst : instructions(function))
    for (Value *operand : inst.operands())
      if (auto *callee = dyn_cast<Function>(operand->stripPointerCasts()))
        reach(*callee, reached);
}

static Error checkArguments(const Function &function) {
  for (const llvm::Argument &argument : function.args())
    if (argument.hasByValAttr() || !argument.getType()->isSingleValueType() ||
        argument.getType()->isVectorTy())
      return createStringError("kernel '" + function.getName() +
                               "': only numbers and pointers can be handed "
                               "to a kernel on the host, argument " +
                               Twine(argument.getArgNo()) + " is neither");
  if (!function.getReturnType()->isVoidTy())
    return createStringError("kernel '" + function.getName() +
                             "' returns a value");
  return Error::success();
}

Expected<std::vector<HostKernel>> dnd::codegen::findKernels(Module &module) {
  MapVector<Function *, unsigned> found; // with the limits of their blocks
  SmallPtrSet<Function *, 16> marked;
  for (Function &function : module)
    if (function.getCallingConv() == CallingConv::PTX_Kernel)
      marked.insert(&function);
  DenseMap<Function *, unsigned> limits;
  if (NamedMDNode *notes = module.getNamedMetadata("nvvm.annotations"))
    for (MDNode *note : notes->operands()) {
      auto *function =
          note->getNumOperands() == 0
              ? nullptr
              : mdconst::dyn_extract_or_null<Function>(note->getOperand(0));
      if (!function)
        continue;
      for (unsigned i = 1; i + 1 < note->getNumOperands(); i += 2) {
        auto *key = dyn_cast<MDString>(note->getOperand(i));
        auto *value =
            mdconst::dyn_extract<ConstantInt>(note->getOperand(i + 1));
        if (!key || !value)
          continue;
        if (key->getString() == "kernel" && value->isOne())
          marked.insert(function);
        if (key->getString().starts_with("maxntid")) {
          unsigned &limit = limits.try_emplace(function, 1).first->second;
          limit *= value->getZExtValue();
        }
      }
    }
  std::vector<HostKernel> kernels;
  for (Function &function : module) {
    if (!marked.contains(&function) || function.isDeclaration())
      continue;
    if (Error error = checkArguments(function))
      return error;
    HostKernel &kernel = kernels.emplace_back();
    kernel.function = &function;
    kernel.maxThreads = limits.lookup(&function);
    reach(function, kernel.reached);
  }
  return kernels;
}

//===----------------------------------------------------------------------===//
// Shared memory
//===----------------------------------------------------------------------===//

/// The functions whose instructions use `value`, also through constants.
static void usersOf(const Value &value, SmallPtrSetImpl<Function *> &users) {
  for (const User *user : value.users()) {
    if (auto *inst = dyn_cast<Instruction>(user))
      users.insert(const_cast<Function *>(inst->getFunction()));
    else
      usersOf(*user, users);
  }
}

HostShared dnd::codegen::placeShared(Module &module,
                                     MutableArrayRef<HostKernel> kernels) {
  HostShared shared;
  const DataLayout &layout = module.getDataLayout();
  for (GlobalVariable &variable : module.globals())
    if (variable.getAddressSpace() == 3)
      shared.variables.push_back(&variable);
  uint64_t end = simt::sharedGap;
  std::optional<uint64_t> dynamic;
  for (auto [i, variable] : enumerate(shared.variables)) {
    uint64_t size = layout.getTypeAllocSize(variable->getValueType());
    if (variable->isDeclaration() || size == 0) {
      // Where they begin is settled below: all at one place.
      shared.places.push_back({nullptr, 0, 0});
      dynamic = 0;
    } else {
      Align align = std::max(Align(16), variable->getAlign().valueOrOne());
      uint64_t offset = alignTo(end, align);
      shared.places.push_back({nullptr, offset, size});
      end = offset + size + simt::sharedGap;
    }
    SmallPtrSet<Function *, 8> users;
    usersOf(*variable, users);
    for (HostKernel &kernel : kernels)
      for (Function *user : users)
        if (kernel.reached.contains(user))
          kernel.shared.insert(i);
  }
  if (dynamic) {
    dynamic = alignTo(end, Align(1024));
    end = *dynamic + simt::maxDynamicShared + simt::sharedGap;
  }
  for (simt::SharedVariable &place : shared.places)
    if (place.size == 0)
      place.offset = *dynamic;
  auto *type = ArrayType::get(Type::getInt8Ty(module.getContext()), end);
  shared.memory = new GlobalVariable(
      module, type, /*isConstant=*/false, GlobalValue::InternalLinkage,
      ConstantAggregateZero::get(type), "shared_memory", nullptr,
      GlobalValue::NotThreadLocal, /*AddressSpace=*/3);
  shared.memory->setAlignment(Align(1024));
  return shared;
}

void dnd::codegen::replaceShared(HostShared &shared) {
  Type *byte = Type::getInt8Ty(shared.memory->getContext());
  for (auto [variable, place] : zip(shared.variables, shared.places)) {
    Constant *offset = ConstantInt::get(
        Type::getInt64Ty(shared.memory->getContext()), place.offset);
    variable->replaceAllUsesWith(ConstantExpr::getInBoundsGetElementPtr(
        byte, cast<Constant>(shared.memory), offset));
  }
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

namespace {
class TableWriter {
public:
  TableWriter(Module &module, HostSites &sites)
      : module(module), sites(sites),
        pointer(PointerType::get(module.getContext(), 0)) {}
  Constant *i32(uint64_t value) {
    return ConstantInt::get(Type::getInt32Ty(module.getContext()), value);
  }
  Constant *i64(uint64_t value) {
    return ConstantInt::get(Type::getInt64Ty(module.getContext()), value);
  }
  Constant *address(GlobalValue *global) {
    return ConstantExpr::getPointerBitCastOrAddrSpaceCast(global, pointer);
  }
  Constant *array(ArrayRef<Constant *> elements);
  Constant *record(ArrayRef<Constant *> fields) {
    return ConstantStruct::getAnon(module.getContext(), fields);
  }
  Constant *kernel(const HostKernel &kernel);

private:
  Function *runner(Function &kernel);

  Module &module;
  HostSites &sites;
  PointerType *pointer;
};
} // namespace

/// The address of a constant array; null when it is empty.
Constant *TableWriter::array(ArrayRef<Constant *> elements) {
  if (elements.empty())
    return ConstantPointerNull::get(pointer);
  auto *type = ArrayType::get(elements[0]->getType(), elements.size());
  return new GlobalVariable(module, type, /*isConstant=*/true,
                            GlobalValue::PrivateLinkage,
                            ConstantArray::get(type, elements), "table");
}

/// void run(void **arguments) calls the kernel with what they point to.
Function *TableWriter::runner(Function &kernel) {
  LLVMContext &context = module.getContext();
  auto *type = FunctionType::get(Type::getVoidTy(context), {pointer}, false);
  auto *function = Function::Create(type, GlobalValue::InternalLinkage,
                                    "run." + kernel.getName(), module);
  IRBuilder<> b(BasicBlock::Create(context, "entry", function));
  SmallVector<Value *> arguments;
  for (auto [i, argument] : enumerate(kernel.args())) {
    Value *place = b.CreateLoad(
        pointer, b.CreateConstInBoundsGEP1_64(pointer, function->getArg(0), i));
    arguments.push_back(b.CreateLoad(argument.getType(), place));
  }
  b.CreateCall(&kernel, arguments);
  b.CreateRetVoid();
  return function;
}

Constant *TableWriter::kernel(const HostKernel &kernel) {
  const DataLayout &layout = module.getDataLayout();
  SmallVector<Constant *> sizes, shared;
  for (llvm::Argument &argument : kernel.function->args())
    sizes.push_back(i32(layout.getTypeStoreSize(argument.getType())));
  for (unsigned index : kernel.shared)
    shared.push_back(i32(index));
  return record({sites.text(kernel.function->getName()),
                 runner(*kernel.function), array(sizes), array(shared),
                 i32(sizes.size()), i32(shared.size()), i32(kernel.maxThreads),
                 i32(kernel.meets)});
}

void dnd::codegen::addImageTable(Module &module, HostSites &sites,
                                 ArrayRef<HostKernel> kernels,
                                 const HostShared &shared,
                                 ArrayRef<GlobalVariable *> globals,
                                 unsigned granule) {
  TableWriter writer(module, sites);
  SmallVector<Constant *> kernelTable, sharedTable, globalTable;
  for (const HostKernel &kernel : kernels)
    kernelTable.push_back(writer.kernel(kernel));
  for (auto [variable, place] : zip(shared.variables, shared.places))
    sharedTable.push_back(
        writer.record({sites.text(variable->getName()),
                       writer.i64(place.offset), writer.i64(place.size)}));
  const DataLayout &layout = module.getDataLayout();
  for (GlobalVariable *global : globals)
    globalTable.push_back(writer.record(
        {sites.text(global->getName()), writer.address(global),
         writer.i64(layout.getTypeAllocSize(global->getValueType())),
         writer.i32(global->isConstant()), writer.i32(0)}));
  uint64_t sharedBytes = layout.getTypeAllocSize(shared.memory->getValueType());
  Constant *image = writer.record(
      {writer.i32(simt::imageVersion), writer.i32(granule),
       writer.i32(kernelTable.size()), writer.i32(sharedTable.size()),
       writer.i32(globalTable.size()), writer.i32(0), writer.array(kernelTable),
       writer.array(sharedTable), writer.array(globalTable),
       writer.address(shared.memory), writer.i64(sharedBytes)});
  new GlobalVariable(module, image->getType(), /*isConstant=*/true,
                     GlobalValue::ExternalLinkage, image, simt::imageSymbol);
}
