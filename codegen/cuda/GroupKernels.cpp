//===- GroupKernels.cpp - choose the ops that share a kernel --------------===//
//
// A launch costs as much as the work of a small op. The ops of an entry point
// are put into an order that their buffers allow: first what has a kernel of
// its own, then all small ops on samples that are ready (one kernel, a block
// does some samples from the first op to the last), last all pointwise ops that
// are ready (one kernel, ranges of blocks for each; chains in one thread).
//
// Groups read and write more buffers at once than their ops did, so the places
// in the arena are given anew: views of it become allocations here, and
// dnd-plan-memory runs again.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/GroupKernels.h"
#include "codegen/Passes.h"
#include "codegen/cuda/SplitReductions.h"
#include "codegen/kernel/EntryOps.h"
#include "codegen/nest/Accesses.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/SetVector.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_GROUPKERNELS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

bool dnd::codegen::cuda::addToColumns(linalg::GenericOp op,
                                      SmallVectorImpl<Column> &columns) {
  Column *own = nullptr;
  SmallVector<BufferUse> uses = usesOf(op);
  for (Column &column : columns)
    for (linalg::GenericOp other : column.ops) {
      if (!conflict(usesOf(other), uses))
        continue;
      if ((own && own != &column) || !meetAtSamePoints(other, op))
        return false;
      own = &column;
    }
  // What does not meet at all but has the same points must not join: points are
  // numbered for the first op of a column.
  if (!own)
    own = &columns.emplace_back();
  own->ops.push_back(op);
  return true;
}

namespace {
enum class Kind { other, samples, points };

/// What is moved as one: an op, with the fill of its destination.
struct Item {
  SmallVector<Operation *> ops;
  Kind kind = Kind::other;
  SmallVector<BufferUse> uses;
  SmallVector<unsigned> after; // items that wait for this one
  unsigned waits = 0;          // for so many
  bool isBig = false, isDone = false;

  linalg::GenericOp main() const { return cast<linalg::GenericOp>(ops.back()); }
};

struct Group {
  Kind kind;
  SmallVector<unsigned> items;
};
} // namespace

static bool isSmallForSample(linalg::GenericOp op) {
  if (!sampleDimension(op))
    return false;
  int64_t points = 1, steps = 1;
  for (auto [extent, type] :
       llvm::zip(op.getStaticLoopRanges(), op.getIteratorTypesArray())) {
    if (ShapedType::isDynamic(extent))
      continue;
    (type == utils::IteratorType::parallel ? points : steps) *= extent;
  }
  return points <= limits::mostPoints && steps <= limits::mostSteps &&
         points * steps <= limits::mostWork;
}

static Kind kindOf(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic)
    return Kind::other;
  if (isSmallForSample(generic))
    return Kind::samples;
  return generic.getNumReductionLoops() ? Kind::other : Kind::points;
}

namespace {
/// The new order of one entry point.
class Schedule {
public:
  /// False when the entry point holds an op that cannot be moved.
  bool collect(func::FuncOp func) {
    Block &body = func.getBody().front();
    SmallVector<Operation *> ops;
    for (Operation &op : body.without_terminator()) {
      if (isa<memref::AllocOp>(op) || isMemoryEffectFree(&op))
        continue;
      if (op.getNumResults() != 0 || !isa<DestinationStyleOpInterface>(op))
        return false;
      ops.push_back(&op);
    }
    DenseMap<Operation *, linalg::FillOp> fills;
    DenseSet<Operation *> joined;
    for (Operation *op : ops)
      if (auto generic = dyn_cast<linalg::GenericOp>(op))
        if (linalg::FillOp fill = fillOf(generic))
          fills[op] = fill, joined.insert(fill);
    for (Operation *op : ops)
      if (!joined.contains(op))
        add(op, fills.lookup(op));
    return true;
  }

  SmallVector<Group> groups() {
    SmallVector<Group> result;
    while (true) {
      if (std::optional<unsigned> big = first([](const Item &item) {
            return item.kind == Kind::points && item.isBig;
          }))
        result.push_back(pointsFrom(*big));
      else if (std::optional<unsigned> other = first(
                   [](const Item &item) { return item.kind == Kind::other; }))
        result.push_back(alone(*other));
      else if (first(
                   [](const Item &item) { return item.kind == Kind::samples; }))
        result.push_back(samples());
      else if (std::optional<unsigned> point = first(
                   [](const Item &item) { return item.kind == Kind::points; }))
        result.push_back(pointsFrom(*point));
      else
        return result;
    }
  }

  const Item &item(unsigned i) const { return items[i]; }

private:
  void add(Operation *op, linalg::FillOp fill) {
    if (auto alone = dyn_cast<linalg::FillOp>(op))
      op = asGeneric(alone);
    Item item;
    if (fill)
      item.ops.push_back(fill);
    item.ops.push_back(op);
    item.kind = kindOf(op);
    item.uses = usesOf(op);
    if (auto generic = dyn_cast<linalg::GenericOp>(op)) {
      int64_t size = 1;
      for (int64_t extent : generic.getStaticLoopRanges())
        size *= ShapedType::isDynamic(extent) ? 1 : extent;
      item.isBig = size >= limits::bigOp;
    }
    unsigned number = items.size();
    for (unsigned other : itemsBefore(item.uses, number)) {
      items[other].after.push_back(number);
      ++item.waits;
    }
    items.push_back(std::move(item));
  }

  /// The items that must be done before one with these uses, without those that
  /// they wait for themselves: who wrote a buffer last, and for a new value all
  /// who have read the old one.
  llvm::SmallSetVector<unsigned, 8> itemsBefore(ArrayRef<BufferUse> uses,
                                                unsigned number) {
    llvm::SmallSetVector<unsigned, 8> before;
    for (const BufferUse &use : uses) {
      const Visitors &visitors = buffers[use.root];
      if (visitors.writer)
        before.insert(*visitors.writer);
      if (use.isWritten)
        before.insert(visitors.readers.begin(), visitors.readers.end());
    }
    for (const BufferUse &use : uses)
      if (!use.isWritten)
        buffers[use.root].readers.push_back(number);
    for (const BufferUse &use : uses)
      if (use.isWritten)
        buffers[use.root] = {number, {}};
    return before;
  }

  static bool isReady(const Item &item) { return !item.isDone && !item.waits; }

  std::optional<unsigned>
  first(llvm::function_ref<bool(const Item &)> accepts) const {
    for (auto [i, item] : llvm::enumerate(items))
      if (accepts(item) && isReady(item))
        return i;
    return std::nullopt;
  }

  void take(unsigned i, Group &group) {
    items[i].isDone = true;
    for (unsigned waiting : items[i].after)
      --items[waiting].waits;
    group.items.push_back(i);
  }

  Group alone(unsigned i) {
    Group group{Kind::other, {}};
    take(i, group);
    return group;
  }

  Group samples() {
    Group group{Kind::samples, {}};
    unsigned uses = 0;
    while (group.items.size() < limits::mostOps) {
      std::optional<unsigned> next = first([&](const Item &item) {
        return item.kind == Kind::samples &&
               (uses == 0 || uses + item.uses.size() <= limits::mostUses);
      });
      if (!next)
        break;
      uses += items[*next].uses.size();
      take(*next, group);
    }
    return group;
  }

  /// All pointwise ops that are ready, and what follows at the same points.
  Group pointsFrom(unsigned start) {
    Group group{Kind::points, {}};
    SmallVector<Column> columns;
    addToColumns(items[start].main(), columns);
    unsigned uses = items[start].uses.size();
    take(start, group);
    for (bool grows = true; grows;) {
      grows = false;
      for (auto [i, item] : llvm::enumerate(items)) {
        if (item.kind != Kind::points || !isReady(item) ||
            group.items.size() == limits::mostOps ||
            uses + item.uses.size() > limits::mostUses)
          continue;
        SmallVector<Column> more = columns;
        if (!addToColumns(item.main(), more) ||
            more.size() > limits::mostColumns)
          continue;
        columns = std::move(more);
        uses += item.uses.size();
        take(i, group);
        grows = true;
      }
    }
    return group;
  }

  /// Who has to do with a buffer, by number: its last writer, its readers
  /// since.
  struct Visitors {
    std::optional<unsigned> writer;
    SmallVector<unsigned, 4> readers;
  };

  std::vector<Item> items;
  DenseMap<Value, Visitors> buffers; // by root
};
} // namespace

/// Makes each view of the arena an allocation again, and drops the arena.
static void forgetPlaces(func::FuncOp func) {
  BlockArgument arena = dnd::findArg(func, dnd::ArgKind::arena);
  if (!arena || !llvm::all_of(arena.getUsers(), [](Operation *user) {
        return isa<memref::ViewOp>(user);
      }))
    return;
  for (Operation *user : llvm::make_early_inc_range(arena.getUsers())) {
    auto view = cast<memref::ViewOp>(user);
    OpBuilder b(view);
    Value alloc = b.create<memref::AllocOp>(view.getLoc(), view.getType(),
                                            view.getSizes());
    view.replaceAllUsesWith(alloc);
    view.erase();
  }
  func.eraseArgument(arena.getArgNumber());
}

static void group(func::FuncOp func) {
  Schedule schedule;
  if (!schedule.collect(func))
    return;
  Operation *end = func.getBody().front().getTerminator();
  OpBuilder b(end);
  for (const Group &group : schedule.groups()) {
    Operation *before = end;
    if (group.items.size() > 1) {
      Location loc = schedule.item(group.items[0]).ops.back()->getLoc();
      auto region = b.create<scf::ExecuteRegionOp>(loc, TypeRange());
      region->setAttr(groupAttr, b.getStringAttr(group.kind == Kind::points
                                                     ? pointGroup
                                                     : sampleGroup));
      OpBuilder inner =
          OpBuilder::atBlockEnd(&region.getRegion().emplaceBlock());
      before = inner.create<scf::YieldOp>(loc);
    }
    for (unsigned i : group.items)
      for (Operation *op : schedule.item(i).ops)
        op->moveBefore(before);
  }
}

namespace {
struct GroupKernelsPass
    : dnd::codegen::impl::GroupKernelsBase<GroupKernelsPass> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (func.isExternal() || !dnd::passes::isEntryPoint(func))
      return;
    forgetPlaces(func);
    splitLongReductions(func);
    group(func);
  }
};
} // namespace
