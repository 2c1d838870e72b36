//===- HostAccesses.cpp - every access of memory announced to the driver --===//
#include "codegen/simt/HostImageParts.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;
using namespace dnd;
using namespace dnd::codegen;

namespace {
/// One address that an instruction uses.
struct Access {
  Instruction *at;
  Value *address;
  Value *bytes;
  uint64_t width; // of one element, 0: bytes of a copy
  uint32_t flags;
  uint32_t alignment;
};

class Announcer {
public:
  Announcer(Module &module, HostSites &sites, const HostShared &shared)
      : module(module), sites(sites), shared(shared) {}
  void collect(Instruction &inst);
  void announceAll();
  unsigned granule = 4;

private:
  void add(Instruction &at, Value *address, Type *type, uint32_t flags,
           Align alignment);
  void addCopy(MemIntrinsic &copy);
  Value *extentOf(IRBuilder<> &b, Value *base);
  void announce(const Access &access, FunctionCallee callee);

  Module &module;
  HostSites &sites;
  const HostShared &shared;
  std::vector<Access> accesses;
};
} // namespace

void Announcer::add(Instruction &at, Value *address, Type *type, uint32_t flags,
                    Align alignment) {
  const DataLayout &layout = module.getDataLayout();
  uint64_t bytes = layout.getTypeStoreSize(type);
  accesses.push_back(
      {&at, address,
       ConstantInt::get(Type::getInt64Ty(module.getContext()), bytes), bytes,
       flags, static_cast<uint32_t>(alignment.value())});
}

void Announcer::addCopy(MemIntrinsic &copy) {
  uint32_t to = copy.getDestAlign().valueOrOne().value();
  accesses.push_back(
      {&copy, copy.getRawDest(), copy.getLength(), 0, simt::siteWrites, to});
  if (auto *transfer = dyn_cast<MemTransferInst>(&copy)) {
    uint32_t from = transfer->getSourceAlign().valueOrOne().value();
    accesses.push_back({&copy, transfer->getRawSource(), copy.getLength(), 0,
                        simt::siteReads, from});
  }
}

void Announcer::collect(Instruction &inst) {
  if (auto *load = dyn_cast<LoadInst>(&inst))
    return add(inst, load->getPointerOperand(), load->getType(),
               simt::siteReads | (load->isAtomic() ? simt::siteAtomic : 0u),
               load->getAlign());
  if (auto *store = dyn_cast<StoreInst>(&inst))
    return add(inst, store->getPointerOperand(),
               store->getValueOperand()->getType(),
               simt::siteWrites | (store->isAtomic() ? simt::siteAtomic : 0u),
               store->getAlign());
  uint32_t both = simt::siteReads | simt::siteWrites | simt::siteAtomic;
  if (auto *update = dyn_cast<AtomicRMWInst>(&inst))
    return add(inst, update->getPointerOperand(), update->getType(), both,
               update->getAlign());
  if (auto *swap = dyn_cast<AtomicCmpXchgInst>(&inst))
    return add(inst, swap->getPointerOperand(),
               swap->getNewValOperand()->getType(), both, swap->getAlign());
  if (auto *copy = dyn_cast<MemIntrinsic>(&inst))
    addCopy(*copy);
}

/// How many bytes from `base` on are meant: what the function's attribute
/// "dnd-extents" says of that argument ("0:48;1:12*2": argument 0 has 48 bytes,
/// argument 1 has 12 for each that argument 2 counts), or 0.
Value *Announcer::extentOf(IRBuilder<> &b, Value *base) {
  auto *argument = dyn_cast<llvm::Argument>(base);
  if (!argument)
    return b.getInt64(0);
  Function &function = *argument->getParent();
  SmallVector<StringRef> entries;
  function.getFnAttribute("dnd-extents")
      .getValueAsString()
      .split(entries, ';', -1, /*KeepEmpty=*/false);
  for (StringRef entry : entries) {
    unsigned index, factor;
    uint64_t bytes;
    if (entry.consumeInteger(10, index) || !entry.consume_front(":") ||
        entry.consumeInteger(10, bytes) || index != argument->getArgNo())
      continue;
    Value *extent = b.getInt64(bytes);
    if (entry.consume_front("*") && !entry.consumeInteger(10, factor) &&
        factor < function.arg_size())
      extent = b.CreateMul(
          extent, b.CreateZExtOrTrunc(function.getArg(factor), b.getInt64Ty()));
    return extent;
  }
  return b.getInt64(0);
}

void Announcer::announce(const Access &access, FunctionCallee callee) {
  const Value *object = getUnderlyingObject(access.address, /*MaxLookup=*/0);
  // What a thread has for itself is the business of the back end.
  if (isa<AllocaInst>(object))
    return;
  IRBuilder<> b(access.at);
  Value *base = ConstantPointerNull::get(b.getPtrTy());
  int64_t variable = -1;
  if (auto *global = dyn_cast<GlobalVariable>(object)) {
    auto found = llvm::find(shared.variables, global);
    if (found != shared.variables.end())
      variable = found - shared.variables.begin();
    else
      base = const_cast<GlobalVariable *>(global);
  } else if (isa<Argument>(object)) {
    base = const_cast<Value *>(object);
  }
  uint64_t unit = std::min<uint64_t>(access.alignment, 4);
  if (access.width)
    unit = std::min(unit, access.width & -access.width);
  granule = std::min<unsigned>(granule, unit);
  auto plain = [&](Value *pointer) {
    return b.CreateAddrSpaceCast(pointer, b.getPtrTy());
  };
  b.CreateCall(
      callee,
      {plain(access.address), b.CreateZExt(access.bytes, b.getInt64Ty()),
       plain(base), extentOf(b, base),
       sites.make(*access.at, access.flags, access.alignment, variable)});
}

void Announcer::announceAll() {
  LLVMContext &context = module.getContext();
  Type *pointer = PointerType::get(context, 0);
  FunctionCallee callee = module.getOrInsertFunction(
      "dnd_simt_access",
      FunctionType::get(Type::getVoidTy(context),
                        {pointer, Type::getInt64Ty(context), pointer,
                         Type::getInt64Ty(context), pointer},
                        false));
  cast<Function>(callee.getCallee())->setDoesNotThrow();
  for (const Access &access : accesses)
    announce(access, callee);
}

unsigned dnd::codegen::announceAccesses(Module &module, HostSites &sites,
                                        const HostShared &shared) {
  Announcer announcer(module, sites, shared);
  for (Function &function : module)
    for (Instruction &inst : instructions(function))
      announcer.collect(inst);
  announcer.announceAll();
  return announcer.granule;
}
