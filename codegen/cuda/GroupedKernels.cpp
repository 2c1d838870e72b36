//===- GroupedKernels.cpp - one kernel for several ops --------------------===//
#include "codegen/cuda/GroupKernels.h"
#include "codegen/cuda/PointKernel.h"
#include "codegen/kernel/EntryOps.h"
#include "codegen/kernel/GenericBody.h"
#include "codegen/nest/Accesses.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;
using utils::IteratorType;

static constexpr int64_t threadsOfBlock = 256;
static constexpr int64_t threadsOfWarp = 32;

static Value constant(OpBuilder &b, Location loc, int64_t value) {
  return b.create<arith::ConstantIndexOp>(loc, value);
}

static SmallVector<linalg::GenericOp> genericsOf(scf::ExecuteRegionOp group) {
  SmallVector<linalg::GenericOp> ops;
  for (Operation &op : group.getRegion().front())
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      ops.push_back(generic);
  return ops;
}

static bool isFlat(ArrayRef<linalg::GenericOp> ops) {
  return llvm::all_of(ops, isInMemoryOrder);
}

/// Emits the columns from `i` on: the blocks below a bound belong to the first
/// of them, the others start to count there.
static void emitColumns(OpBuilder &b, DeviceKernel &kernel,
                        ArrayRef<Column> columns, Value block, Value thread,
                        Value batch) {
  const Column &column = columns.front();
  Location loc = column.ops.front()->getLoc();
  Points points = pointsOf(column.ops.front(), IteratorType::parallel);
  Value count = points.count(b, loc, batch);
  auto emitOwn = [&](OpBuilder &in) {
    Value first =
        in.create<arith::MulIOp>(loc, block, constant(in, loc, threadsOfBlock));
    Value number = in.create<arith::AddIOp>(loc, first, thread);
    Value inside =
        in.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, number, count);
    in.create<scf::IfOp>(loc, inside, [&](OpBuilder &at, Location) {
      bool flat = isFlat(column.ops);
      for (linalg::GenericOp op : column.ops)
        emitPoint(at, kernel, op, nullptr, points, flat, number, batch);
      at.create<scf::YieldOp>(loc);
    });
  };
  if (columns.size() == 1)
    return emitOwn(b);
  Value blocks = blocksFor(b, loc, count, threadsOfBlock);
  Value isOwn =
      b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, block, blocks);
  b.create<scf::IfOp>(
      loc, isOwn,
      [&](OpBuilder &in, Location) {
        emitOwn(in);
        in.create<scf::YieldOp>(loc);
      },
      [&](OpBuilder &in, Location) {
        Value rest = in.create<arith::SubIOp>(loc, block, blocks);
        emitColumns(in, kernel, columns.drop_front(), rest, thread, batch);
        in.create<scf::YieldOp>(loc);
      });
}

static LogicalResult outlinePoints(scf::ExecuteRegionOp group,
                                   DeviceKernel &kernel, Value batch,
                                   Value inside) {
  SmallVector<Column> columns;
  for (linalg::GenericOp op : genericsOf(group))
    if (!addToColumns(op, columns))
      return op.emitOpError("meets its group at other points");
  Value block = kernel.blockId(), thread = kernel.threadId();
  emitColumns(kernel.b, kernel, columns, block, thread, inside);
  OpBuilder host(group);
  Value grid;
  for (const Column &column : columns) {
    Location loc = column.ops.front()->getLoc();
    Points points = pointsOf(column.ops.front(), IteratorType::parallel);
    Value blocks =
        blocksFor(host, loc, points.count(host, loc, batch), threadsOfBlock);
    grid = grid ? host.create<arith::AddIOp>(loc, grid, blocks) : blocks;
  }
  kernel.launch(group, grid, {threadsOfBlock});
  return success();
}

namespace {
/// A kernel whose blocks do all ops of a group for some samples.
class SampleKernel {
public:
  SampleKernel(scf::ExecuteRegionOp group, DeviceKernel &kernel, Value batch,
               Value inside)
      : group(group), kernel(kernel), loc(group.getLoc()), batch(batch),
        inside(inside), ops(genericsOf(group)) {
    int64_t most = 1;
    for (linalg::GenericOp op : ops)
      most = std::max(most, pointsOfSample(op));
    while (samples < limits::mostBlockSamples &&
           2 * samples * most <= limits::mostBlockPoints)
      samples *= 2;
    threads = std::min<int64_t>(llvm::alignTo(samples * most, threadsOfWarp),
                                limits::mostBlockThreads);
  }

  void run() {
    OpBuilder &b = kernel.b;
    thread = kernel.threadId();
    first = b.create<arith::MulIOp>(loc, kernel.blockId(),
                                    constant(b, loc, samples));
    Value next = b.create<arith::AddIOp>(loc, first, constant(b, loc, samples));
    end = b.create<arith::MinUIOp>(loc, next, inside);
    for (size_t i = 0; i < ops.size();) {
      size_t chain = chainFrom(i);
      ArrayRef<linalg::GenericOp> part = ArrayRef(ops).slice(i, chain);
      synchronise(part);
      emit(part);
      i += chain;
    }
    OpBuilder host(group);
    kernel.launch(group, blocksFor(host, loc, batch, samples), {threads});
  }

private:
  static int64_t pointsOfSample(linalg::GenericOp op) {
    int64_t points = 1;
    for (auto [extent, type] :
         llvm::zip(op.getStaticLoopRanges(), op.getIteratorTypesArray()))
      if (type == IteratorType::parallel && !ShapedType::isDynamic(extent))
        points *= extent;
    return points;
  }

  /// Number of ops from `i` on that a thread does at one point.
  size_t chainFrom(size_t i) {
    size_t n = 1;
    if (ops[i].getNumReductionLoops() || ops[i].getNumLoops() == 0)
      return n;
    while (i + n < ops.size() && llvm::all_of(
                                     ArrayRef(ops).slice(i, n),
                                     [&](linalg::GenericOp op) {
                                       return meetAtSamePoints(op, ops[i + n]);
                                     }))
      ++n;
    return n;
  }

  /// A barrier where `part` meets what was done since the last one.
  void synchronise(ArrayRef<linalg::GenericOp> part) {
    SmallVector<BufferUse> uses;
    for (linalg::GenericOp op : part)
      uses.append(usesOf(op));
    if (conflict(pending, uses)) {
      kernel.b.create<gpu::BarrierOp>(part.front()->getLoc());
      pending.clear();
    }
    pending.append(uses);
  }

  void emit(ArrayRef<linalg::GenericOp> part) {
    OpBuilder &b = kernel.b;
    Points points = pointsOf(part.front(), IteratorType::parallel);
    bool flat = isFlat(part);
    int64_t perSample = pointsOfSample(part.front());
    auto scaled = [&](Value sample) -> Value {
      return b.create<arith::MulIOp>(loc, sample, constant(b, loc, perSample));
    };
    Value from = b.create<arith::AddIOp>(loc, scaled(first), thread);
    Value to = scaled(end);
    auto step = [&](OpBuilder &in, Value number) {
      for (linalg::GenericOp op : part)
        emitPoint(in, kernel, op, fillOf(op), points, flat, number, inside);
      in.create<scf::YieldOp>(loc);
    };
    if (samples * perSample <= threads) {
      Value has =
          b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, from, to);
      b.create<scf::IfOp>(loc, has,
                          [&](OpBuilder &in, Location) { step(in, from); });
      return;
    }
    b.create<scf::ForOp>(loc, from, to, constant(b, loc, threads), ValueRange(),
                         [&](OpBuilder &in, Location, Value number,
                             ValueRange) { step(in, number); });
  }

  scf::ExecuteRegionOp group;
  DeviceKernel &kernel;
  Location loc;
  Value batch, inside;
  SmallVector<linalg::GenericOp> ops;
  SmallVector<BufferUse> pending; // since the last barrier
  int64_t samples = 1, threads = threadsOfWarp;
  Value thread, first, end; // samples of the block
};
} // namespace

LogicalResult dnd::codegen::cuda::outlineGroup(scf::ExecuteRegionOp group,
                                               const KernelPlace &place) {
  auto kind = group->getAttrOfType<StringAttr>(groupAttr);
  if (!kind)
    return group.emitOpError("is not a group of ops");
  bool isPoints = kind.getValue() == pointGroup;
  Value batch = dnd::passes::batchSize(place.entry);
  DeviceKernel kernel(place.kernels, place.name + "_" + kind.getValue().str(),
                      group.getLoc());
  Value inside = batch ? kernel.import(batch) : Value();
  if (isPoints) {
    if (failed(outlinePoints(group, kernel, batch, inside)))
      return failure();
  } else
    SampleKernel(group, kernel, batch, inside).run();
  group.erase();
  return success();
}
