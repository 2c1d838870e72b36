//===- DealOut.cpp - parts of a module for several threads ----------------===//
//
// A pass on functions makes its patterns anew for each of them, and there are
// hundreds; on some modules of many functions each it does so a few times.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_DEALOUT
#define GEN_PASS_DEF_BRINGTOGETHER
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// Parts of a module: enough that a few threads end at about the same time.
static constexpr unsigned partsOfModule = 16;

static uint64_t sizeOf(Operation *op) {
  uint64_t size = 0;
  op->walk([&](Operation *) { ++size; });
  return size;
}

namespace {
struct DealOutPass : dnd::codegen::impl::DealOutBase<DealOutPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<std::pair<Operation *, uint64_t>> ops;
    uint64_t total = 0;
    for (Operation &op : *module.getBody()) {
      ops.push_back({&op, sizeOf(&op)});
      total += ops.back().second;
    }
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    ModuleOp part;
    uint64_t filled = 0;
    for (auto [op, size] : ops) {
      if (!part || filled >= total / partsOfModule) {
        part = b.create<ModuleOp>(module.getLoc());
        part->setDiscardableAttrs(
            DictionaryAttr::get(&getContext(), attributesFor(module)));
        filled = 0;
      }
      op->moveBefore(part.getBody(), part.getBody()->end());
      filled += size;
    }
  }

private:
  /// Those that conversions ask for; the model's description can be long.
  static SmallVector<NamedAttribute> attributesFor(ModuleOp module) {
    SmallVector<NamedAttribute> kept;
    for (NamedAttribute attribute : module->getDiscardableAttrs())
      if (attribute.getName().strref().starts_with("dlti.") ||
          attribute.getName().strref().starts_with("llvm."))
        kept.push_back(attribute);
    return kept;
  }
};

struct BringTogetherPass
    : dnd::codegen::impl::BringTogetherBase<BringTogetherPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::StringMap<Operation *> known;
    SmallVector<ModuleOp> parts(module.getOps<ModuleOp>());
    for (ModuleOp part : parts) {
      for (Operation &op : llvm::make_early_inc_range(*part.getBody())) {
        auto function = dyn_cast<FunctionOpInterface>(op);
        if (function && function.isExternal() &&
            !known.try_emplace(function.getName(), function).second) {
          op.erase();
          continue;
        }
        op.moveBefore(part);
      }
      part.erase();
    }
  }
};
} // namespace
