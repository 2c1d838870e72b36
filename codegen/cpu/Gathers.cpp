//===- Gathers.cpp - sums over chosen inputs, samples in the lanes --------===//
#include "codegen/cpu/Gathers.h"
#include "codegen/common/Scratch.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/EntryOps.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::ScatterContractOp;

namespace dnd::codegen::cpu {

CopyShape copyShape(int64_t inputs, const LaneShape &shape) {
  // The chunk of 4 to 8 squares that leaves least room beyond the end.
  CopyShape best{std::numeric_limits<int64_t>::max(), 0};
  for (int64_t squares = 8; squares >= 4; --squares) {
    int64_t chunk = squares * shape.square;
    int64_t places = llvm::alignTo(inputs, chunk);
    if (places < best.places)
      best = {places, chunk};
  }
  return best;
}

namespace {

/// The copies of inputs that the kernels of one entry point read.
class LaneCopies {
public:
  explicit LaneCopies(func::FuncOp entry) : entry(entry) {
    for (Operation &op : entry.getBody().front()) {
      unsigned here = position.size();
      position[&op] = here;
      for (Value target : targetsOf(op))
        writes[shownBuffer(target)].push_back(here);
    }
  }

  /// A copy `[blocks, places, samples]` of `source` as it is at `user`, its
  /// numbers as `element`; made there unless one of before is still true.
  Value get(Value source, Type element, Operation *user) {
    Value root = shownBuffer(source);
    unsigned here = position.lookup(user);
    for (const Copy &copy : copies)
      if (copy.root == root && !isWritten(root, copy.made, here))
        return copy.buffer;
    Value buffer = make(source, element, user);
    copies.push_back({root, buffer, here});
    return buffer;
  }

private:
  struct Copy {
    Value root, buffer;
    unsigned made;
  };

  static SmallVector<Value> targetsOf(Operation &op) {
    SmallVector<Value> targets;
    if (auto style = dyn_cast<DestinationStyleOpInterface>(op))
      llvm::append_range(targets, style.getDpsInits());
    else if (!isPure(&op))
      llvm::append_range(targets, op.getOperands());
    return targets;
  }

  bool isWritten(Value root, unsigned from, unsigned to) {
    return llvm::any_of(writes.lookup(root),
                        [&](unsigned at) { return from <= at && at < to; });
  }

  Value make(Value source, Type element, Operation *user);

  func::FuncOp entry;
  DenseMap<Operation *, unsigned> position;
  DenseMap<Value, SmallVector<unsigned>> writes;
  SmallVector<Copy> copies;
};

} // namespace

Value LaneCopies::make(Value source, Type element, Operation *user) {
  auto type = cast<MemRefType>(source.getType());
  LaneShape shape = targetLanes(user, element);
  int64_t places = GatherSum::product(type.getShape().drop_front());
  CopyShape to = copyShape(places, shape);
  Value batch = dnd::passes::batchSize(entry);
  Value buffer = makeBlockBuffer(
      entry,
      MemRefType::get({ShapedType::kDynamic, to.places, shape.block}, element),
      shape.block, user);
  OpBuilder b(user);
  Location loc = user->getLoc();
  Value matrix = asMatrix(b, loc, source, batch);

  std::string name =
      (entry.getName() + "_kt" + std::to_string(copies.size())).str();
  HostKernel kernel(entry, name, loc);
  TileEmitter e(kernel.b, loc, element);
  int64_t chunks = to.places / to.chunk;
  MatrixPart part;
  part.matrix = kernel.import(matrix);
  part.columns = places;
  part.batch = kernel.import(batch);
  part.samples = e.index(shape.block);
  part.width = to.chunk;
  Value into = kernel.import(buffer);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) {
    Value count = e.index(chunks);
    Value chunk = e.b.createOrFold<arith::RemUIOp>(loc, unit, count);
    Value block = e.b.createOrFold<arith::DivUIOp>(loc, unit, count);
    part.sample = e.mul(block, shape.block);
    part.column = e.mul(chunk, to.chunk);
    readColumns(
        e, shape, part, [&](Value column, Value sample, ValueRange vectors) {
          Value place = e.add(part.column, column);
          for (auto [i, vector] : llvm::enumerate(vectors))
            e.storeVector(vector, into, {block, e.add(place, i), sample});
        });
  });
  kernel.finish();
  TileEmitter out(b, loc, element);
  // A square takes as long as some operations on each of its numbers.
  int64_t cost = to.chunk * shape.block * shape.square;
  b.create<dnd::dndrt::LaunchOp>(
      loc, name, out.mul(out.ceilDiv(batch, shape.block), chunks),
      out.index(llvm::divideCeil(limits::workPerThread, cost)),
      ValueRange(kernel.captures()));
  return buffer;
}

/// The next op that does something.
static linalg::GenericOp consumerOf(Operation *op) {
  Operation *next = op->getNextNode();
  while (next && isPure(next) && next->getNumRegions() == 0)
    next = next->getNextNode();
  return dyn_cast_or_null<linalg::GenericOp>(next);
}

void outlineGathers(func::FuncOp entry) {
  SmallVector<Operation *> ops;
  for (Operation &op : entry.getBody().front()) {
    dndrt::ChoiceAttr choice = choiceOf(&op, dndrt::Device::cpu);
    if (choice && choice.getKernel() == kernels::sampleLanes)
      ops.push_back(&op);
  }
  LaneCopies copies(entry);
  DenseSet<Operation *> gone;
  std::string why;
  unsigned count = 0;
  for (Operation *op : ops) {
    if (gone.contains(op))
      continue;
    std::string name =
        (entry.getName() + "_kg" + std::to_string(count++)).str();
    if (auto scatter = dyn_cast<ScatterContractOp>(op)) {
      outlineGatherScatter(*matchGatherScatter(scatter, why), entry, name);
      continue;
    }
    auto generic = cast<linalg::GenericOp>(op);
    GatherSum sum = *matchGather(generic, fillOf(generic), why);
    Type element =
        cast<MemRefType>(generic.getDpsInits()[0].getType()).getElementType();
    SmallVector<Value> inputs;
    for (memref::LoadOp load : sum.gathers)
      inputs.push_back(copies.get(load.getMemRef(), element, op));
    if (sum.sumsSamples) {
      outlineGatherSamples(sum, inputs, entry, name);
      continue;
    }
    linalg::GenericOp consumer = consumerOf(op);
    Operation *behind = consumer;
    if (outlineGatherRows(sum, inputs, consumer, entry, name))
      gone.insert(behind);
  }
}

} // namespace dnd::codegen::cpu
