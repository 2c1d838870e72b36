//===- KernelMemo.cpp - kernels of ops that were met before ---------------===//
#include "codegen/kernel/KernelMemo.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;

namespace {
/// All that a kernel can depend on, as bytes; values by the order in which they
/// are met. Only equality matters: pointers are those of this compilation.
class KeyWriter {
public:
  explicit KeyWriter(func::FuncOp entry)
      : batch(dnd::passes::batchSize(entry)) {
    put(batch ? 1 : 0);
    if (batch)
      number(batch, leaf);
  }

  void add(Operation *op) {
    for (Value operand : op->getOperands())
      lead(operand);
    write(op);
  }

  std::string take() { return std::move(text); }
  /// The values of the entry point, by number. With a batch it is the first.
  ArrayRef<Value> values() const { return order; }

private:
  enum Kind : uintptr_t { leaf = 1, local, pure, whole, region, block };

  void put(uintptr_t word) {
    text.append(reinterpret_cast<const char *>(&word), sizeof(word));
  }
  void put(const void *word) { put(reinterpret_cast<uintptr_t>(word)); }

  void number(Value value, Kind kind) {
    numbers.try_emplace(value, numbers.size());
    put(kind);
    put(value.getType().getAsOpaquePointer());
    order.push_back(kind == local ? Value() : value);
  }

  /// Numbers a value of the entry point, behind what it is made from.
  void lead(Value value) {
    if (numbers.contains(value))
      return;
    Operation *def = value.getDefiningOp();
    // The same as what kernels capture.
    if (!def || isa<memref::ViewOp>(def) || !isPure(def) ||
        def->getNumRegions() != 0)
      return number(value, leaf);
    for (Value operand : def->getOperands())
      lead(operand);
    head(def, pure);
    for (Value result : def->getResults())
      number(result, leaf);
  }

  void head(Operation *op, Kind kind) {
    put(kind);
    put(op->getName().getAsOpaquePointer());
    put(op->getAttrDictionary().getAsOpaquePointer());
    put(op->getNumOperands());
    for (Value operand : op->getOperands())
      put(numbers.lookup(operand));
    put(op->getNumResults());
    put(op->getNumRegions());
  }

  void write(Operation *op) {
    head(op, whole);
    for (Value result : op->getResults())
      number(result, local);
    for (Region &part : op->getRegions()) {
      put(region);
      for (Block &inner : part) {
        put(block);
        for (BlockArgument argument : inner.getArguments())
          number(argument, local);
        for (Operation &nested : inner)
          add(&nested);
      }
    }
  }

  Value batch;
  DenseMap<Value, unsigned> numbers;
  SmallVector<Value> order; // null where a number is local
  std::string text;
};
} // namespace

/// The ops between `before` (none: the begin of the block) and `after`.
static SmallVector<Operation *> opsBetween(Block *block, Operation *before,
                                           Operation *after) {
  SmallVector<Operation *> ops;
  for (Operation *op = before ? before->getNextNode() : &block->front();
       op != after; op = op->getNextNode())
    if (!isOpTriviallyDead(op))
      ops.push_back(op);
  return ops;
}

LogicalResult KernelMemo::outline(Operation *op, linalg::FillOp fill,
                                  func::FuncOp entry,
                                  llvm::function_ref<LogicalResult()> make) {
  KeyWriter key(entry);
  if (fill)
    key.add(fill);
  key.add(op);
  SmallVector<Made, 1> &all = known[key.take()];
  for (const Made &made : all)
    if (made.entry == entry || !made.entry) {
      replay(made, op, fill, key.values());
      return success();
    }
  Block *block = op->getBlock();
  Operation *before = op->getPrevNode(), *after = op->getNextNode();
  if (fill && before == fill)
    before = fill->getPrevNode();
  if (failed(make()))
    return failure();
  Made made{nullptr, opsBetween(block, before, after), {}};
  DenseMap<Value, unsigned> numbers;
  for (auto [i, value] : llvm::enumerate(key.values()))
    if (value)
      numbers.try_emplace(value, i);
  DenseSet<Value> seen;
  auto isInside = [&](Value value) {
    Operation *owner = value.getParentBlock()->getParentOp();
    if (Operation *def = value.getDefiningOp())
      owner = def;
    return llvm::any_of(made.ops,
                        [&](Operation *top) { return top->isAncestor(owner); });
  };
  for (Operation *top : made.ops)
    top->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands()) {
        if (isInside(operand) || !seen.insert(operand).second)
          continue;
        auto found = numbers.find(operand);
        if (found != numbers.end())
          made.uses.push_back({operand, found->second});
        else
          made.entry = entry; // the arena, and what else has no number
      }
    });
  all.push_back(std::move(made));
  return success();
}

void KernelMemo::replay(const Made &made, Operation *op, linalg::FillOp fill,
                        ArrayRef<Value> values) {
  IRMapping mapping;
  for (auto [value, number] : made.uses)
    mapping.map(value, values[number]);
  OpBuilder b(op);
  for (Operation *each : made.ops)
    b.clone(*each, mapping)->walk([&](Operation *copy) {
      copy->setLoc(op->getLoc());
    });
  op->erase();
  if (fill)
    fill->erase();
}
