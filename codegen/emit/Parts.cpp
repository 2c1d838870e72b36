//===- Parts.cpp - a module in parts, for several threads -----------------===//
//
// LLVM's optimiser and code generator are most of a compilation, and a context
// belongs to one thread. Kernels are never inlined into each other, so that a
// module falls apart into kernels without loss: each goes to a part with the
// function through which threads enter it.
//
//===----------------------------------------------------------------------===//
#include "codegen/emit/Parts.h"
#include "codegen/emit/Effort.h"
#include "codegen/emit/Object.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Threading.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <atomic>
#include <ctime>
#include <thread>

using namespace llvm;
using namespace dnd::codegen;

/// Instructions that are worth a part, and the most parts of each kind.
static constexpr unsigned partSize = 2500, mostParts = 6;

/// The functions and globals in which `value` is used.
static void collectHolders(const Value &value,
                           SmallSetVector<const GlobalValue *, 4> &holders) {
  for (const User *user : value.users()) {
    if (auto *instruction = dyn_cast<Instruction>(user))
      holders.insert(instruction->getFunction());
    else if (auto *global = dyn_cast<GlobalValue>(user))
      holders.insert(global);
    else
      collectHolders(*user, holders);
  }
}

namespace {
/// Which part each function and global of a module goes to.
class Plan {
public:
  explicit Plan(Module &module) : module(module) {
    for (Function &function : module)
      if (!function.isDeclaration())
        units[rootOf(function)].push_back(&function);
    for (PartKind kind : {PartKind::kernels, PartKind::twins, PartKind::calls})
      fill(kind);
    for (GlobalVariable &global : module.globals())
      placeOf[&global] = placeOfGlobal(global);
  }

  unsigned numParts() const { return kinds.size(); }
  PartKind kind(unsigned part) const { return kinds[part]; }
  unsigned place(const GlobalValue *value) const {
    return placeOf.lookup(value);
  }

  /// Gives names to all parts for what is local and used in another part.
  std::vector<std::string> share() {
    std::vector<std::string> names;
    for (GlobalValue &value : module.global_values()) {
      if (!value.hasLocalLinkage() || value.isDeclaration())
        continue;
      SmallSetVector<const GlobalValue *, 4> holders;
      collectHolders(value, holders);
      if (llvm::all_of(holders, [&](const GlobalValue *holder) {
            return place(holder) == place(&value);
          }))
        continue;
      value.setLinkage(GlobalValue::ExternalLinkage);
      value.setVisibility(GlobalValue::HiddenVisibility);
      names.push_back(value.getName().str());
    }
    return names;
  }

private:
  /// A kernel goes with the one function that calls it.
  static const Function *rootOf(const Function &function) {
    const Function *root = &function;
    while (root->hasLocalLinkage()) {
      SmallSetVector<const GlobalValue *, 4> holders;
      collectHolders(*root, holders);
      auto *caller =
          holders.size() == 1 ? dyn_cast<Function>(holders.front()) : nullptr;
      if (!caller || caller == root || !caller->hasLocalLinkage())
        break;
      root = caller;
    }
    return root;
  }

  static PartKind kindOf(const Function &root) {
    if (root.hasFnAttribute(Attribute::OptimizeNone))
      return PartKind::calls;
    return isDoubleTwin(root) ? PartKind::twins : PartKind::kernels;
  }

  /// The biggest first, each to the part that is the smallest by then.
  void fill(PartKind kind) {
    struct Unit {
      ArrayRef<Function *> functions;
      unsigned size;
    };
    std::vector<Unit> all;
    unsigned total = 0;
    for (const auto &[root, functions] : units) {
      if (kindOf(*root) != kind)
        continue;
      unsigned size = 0;
      for (const Function *function : functions)
        size += function->getInstructionCount();
      all.push_back({functions, size});
      total += size;
    }
    if (kind != PartKind::kernels && all.empty())
      return;
    llvm::stable_sort(
        all, [](const Unit &a, const Unit &b) { return a.size > b.size; });
    unsigned first = kinds.size();
    std::vector<unsigned> loads(
        std::clamp((total + partSize - 1) / partSize, 1u, mostParts));
    kinds.resize(first + loads.size(), kind);
    for (const Unit &unit : all) {
      unsigned least =
          std::min_element(loads.begin(), loads.end()) - loads.begin();
      loads[least] += unit.size;
      for (const Function *function : unit.functions)
        placeOf[function] = first + least;
    }
  }

  /// Constants go where they are used, when that is one place.
  unsigned placeOfGlobal(const GlobalVariable &global) const {
    SmallSetVector<const GlobalValue *, 4> holders;
    collectHolders(global, holders);
    if (!global.hasLocalLinkage() || holders.empty() ||
        !llvm::all_of(holders, [&](const GlobalValue *holder) {
          return isa<Function>(holder) &&
                 place(holder) == place(holders.front());
        }))
      return 0;
    return place(holders.front());
  }

  Module &module;
  MapVector<const Function *, SmallVector<Function *, 2>> units; // by root
  DenseMap<const GlobalValue *, unsigned> placeOf;
  std::vector<PartKind> kinds; // by part
};
} // namespace

static std::string writeBitcode(const Module &module) {
  std::string text;
  raw_string_ostream stream(text);
  WriteBitcodeToFile(module, stream);
  return text;
}

static Expected<std::unique_ptr<Module>> readBitcode(StringRef text,
                                                     LLVMContext &context) {
  return parseBitcodeFile(MemoryBufferRef(text, "dnd"), context);
}

CutModule dnd::codegen::cutModule(Module &module, bool whole) {
  CutModule cut;
  if (whole) {
    cut.parts.push_back({writeBitcode(module), PartKind::kernels});
    return cut;
  }
  Plan plan(module);
  cut.shared = plan.share();
  for (unsigned part = 0; part < plan.numParts(); ++part) {
    ValueToValueMapTy mapping;
    std::unique_ptr<Module> copy =
        CloneModule(module, mapping, [&](const GlobalValue *value) {
          return plan.place(value) == part;
        });
    // What a part only names and does not use stays out of it.
    for (GlobalValue &value : llvm::make_early_inc_range(copy->global_values()))
      if (value.isDeclaration() && value.use_empty())
        value.eraseFromParent();
    cut.parts.push_back({writeBitcode(*copy), plan.kind(part)});
  }
  return cut;
}

double dnd::codegen::threadSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

/// The twins only check: what makes them fast costs more than it gives.
static int levelFor(PartKind kind, int optLevel) {
  switch (kind) {
  case PartKind::kernels:
    return optLevel;
  case PartKind::twins:
    return std::min(optLevel, 1);
  case PartKind::calls:
    return 0;
  }
  llvm_unreachable("no other kind");
}

/// One part, in the calling thread.
static Error makePart(const Part &part, const CpuTarget &target, int optLevel,
                      PartWishes wishes, MadePart &made) {
  LLVMContext context;
  Expected<std::unique_ptr<Module>> module = readBitcode(part.bitcode, context);
  if (!module)
    return module.takeError();
  int level = levelFor(part.kind, optLevel);
  std::unique_ptr<TargetMachine> machine = makeMachine(target, level);
  double start = threadSeconds();
  if (part.kind == PartKind::twins && level > 0)
    simplify(**module, *machine);
  else
    optimize(**module, *machine, level,
             /*vectorize=*/part.kind == PartKind::kernels);
  made.optimizeSeconds = threadSeconds() - start;
  if (wishes.ir)
    made.ir = writeBitcode(**module);
  if (!wishes.object)
    return Error::success();
  start = threadSeconds();
  Expected<std::string> object =
      generateCode(**module, *machine, /*assembly=*/false);
  made.generateSeconds = threadSeconds() - start;
  if (!object)
    return object.takeError();
  made.object = std::move(*object);
  return Error::success();
}

Expected<std::vector<MadePart>> dnd::codegen::makeParts(const CutModule &cut,
                                                        const CpuTarget &target,
                                                        int optLevel,
                                                        PartWishes wishes) {
  size_t count = cut.parts.size();
  std::vector<MadePart> made(count);
  std::vector<std::string> faults(count);
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i = next++; i < count; i = next++) {
      CrashRecoveryContext recovery;
      bool ended = recovery.RunSafely([&] {
        faults[i] =
            toString(makePart(cut.parts[i], target, optLevel, wishes, made[i]));
      });
      if (!ended)
        faults[i] = "LLVM crashed";
    }
  };
  size_t processors = hardware_concurrency().compute_thread_count();
  std::vector<std::thread> threads(std::min(count, processors) - 1);
  for (std::thread &thread : threads)
    thread = std::thread(work);
  work();
  for (std::thread &thread : threads)
    thread.join();
  for (const std::string &fault : faults)
    if (!fault.empty())
      return createStringError(fault);
  return made;
}

Expected<std::unique_ptr<Module>>
dnd::codegen::joinParts(const CutModule &cut, ArrayRef<MadePart> parts,
                        LLVMContext &context) {
  Expected<std::unique_ptr<Module>> whole =
      readBitcode(parts.front().ir, context);
  if (!whole)
    return whole;
  for (const MadePart &part : parts.drop_front()) {
    Expected<std::unique_ptr<Module>> module = readBitcode(part.ir, context);
    if (!module)
      return module;
    if (Linker::linkModules(**whole, std::move(*module)))
      return createStringError("the parts of the module do not fit");
  }
  for (const std::string &name : cut.shared)
    if (GlobalValue *value = (*whole)->getNamedValue(name)) {
      value->setVisibility(GlobalValue::DefaultVisibility);
      value->setLinkage(GlobalValue::InternalLinkage);
    }
  return whole;
}
