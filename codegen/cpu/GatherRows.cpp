//===- GatherRows.cpp - sums over chosen inputs, for each sample ----------===//
//
// A unit is a block of samples and some rows. Each row is a few registers of
// sums; a cache line of rows is turned into rows of samples, on which the
// epilogue runs.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/Gathers.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/Epilogue.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;

namespace dnd::codegen::cpu {

namespace {

/// The epilogue region of a sum: stores it, then what a pointwise consumer
/// makes of it.
class RowsEpilogue {
public:
  RowsEpilogue(const GatherSum &sum, linalg::GenericOp consumer, Value batch)
      : sum(sum), consumer(consumer), batch(batch),
        result(linalg::GenericOp(sum.op).getDpsInits()[0]) {}

  /// False if there is no consumer or it must stay on its own.
  bool canFuse();
  void build(bool fuse);

  Region region;
  SmallVector<Value> buffers;  // of the entry point, extras then inits
  SmallVector<AffineMap> maps; // over (sample, row)
  unsigned numInits = 0;

private:
  bool isInPlace() {
    return llvm::is_contained(consumer.getDpsInits(), result);
  }
  bool writesLikeSum();
  bool meetsOnlyItself();
  bool isKept();
  std::optional<AffineMap> mapFor(OpOperand &operand);
  void addBuffer(Value buffer, AffineMap map);

  const GatherSum &sum;
  linalg::GenericOp consumer;
  Value batch, result;
};

/// Rows of a group that are summed in one loop, and groups whose samples are
/// stored together.
constexpr int64_t rowsAtOnce = 2, groupsAtOnce = 8;

class RowsKernel {
public:
  RowsKernel(const GatherSum &sum, RowsEpilogue &epilogue, func::FuncOp entry,
             StringRef name)
      : sum(sum), entry(entry),
        kernel(entry, name, linalg::GenericOp(sum.op).getLoc()),
        element(cast<MemRefType>(
                    linalg::GenericOp(sum.op).getDpsInits()[0].getType())
                    .getElementType()),
        e(kernel.b, kernel.func.getLoc(), element),
        shape(targetLanes(sum.op, element)), body(sum, kernel, e) {
    SmallVector<Value> buffers;
    for (Value buffer : epilogue.buffers)
      buffers.push_back(kernel.import(buffer));
    behind.emplace(epilogue.region, buffers, epilogue.maps, epilogue.numInits,
                   [this](Value value) { return kernel.import(value); });
    int64_t costOfRow = sum.numColumns() * shape.block;
    int64_t together = groupsAtOnce * shape.group;
    bool many = sum.numRows() >= limits::wantedUnits * together;
    rowsPerUnit =
        llvm::alignTo(llvm::divideCeil(2 * limits::workPerThread, costOfRow),
                      many ? together : shape.group);
    rowsPerUnit = std::min<int64_t>(rowsPerUnit,
                                    llvm::alignTo(sum.numRows(), shape.group));
    costOfUnit = costOfRow * rowsPerUnit;
  }

  void run(ValueRange copies);

private:
  void emitUnit(Value unit);
  void emitRows(int64_t lanes);
  void emitGroups(Value row, Value end, int64_t lanes);
  void emitRest(Value row, int64_t count, int64_t lanes);
  void sumRows(Value row, Value place, int64_t count, int64_t lanes);
  void launch();

  const GatherSum &sum;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  LaneShape shape;
  GatherBody body;
  std::optional<Epilogue> behind;
  int64_t rowsPerUnit, costOfUnit;
  SmallVector<Value> inputs;
  Value batch, first, sums, turned;
  // Of the unit.
  Value block, rowBegin, rowEnd, samples;
};

} // namespace

//===----------------------------------------------------------------------===//
// What is done with a sum
//===----------------------------------------------------------------------===//

static bool isInArena(Value buffer) {
  return shownBuffer(buffer).getDefiningOp<memref::ViewOp>() != nullptr;
}

/// The map over (sample, row) of an operand of the consumer: rows are counted
/// in the order of memory.
std::optional<AffineMap> RowsEpilogue::mapFor(OpOperand &operand) {
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  if (!type || !type.getLayout().isIdentity())
    return std::nullopt;
  MLIRContext *ctx = consumer.getContext();
  AffineMap map = consumer.getMatchingIndexingMap(&operand);
  unsigned loops = consumer.getNumLoops();
  AffineExpr sample = getAffineDimExpr(0, ctx), row = getAffineDimExpr(1, ctx);
  if (map.getNumResults() == 0)
    return AffineMap::get(2, 0, ctx);
  if (map.isIdentity())
    return AffineMap::get(2, 0, {sample, row}, ctx);
  if (map == AffineMap::get(loops, 0, {getAffineDimExpr(0, ctx)}, ctx))
    return AffineMap::get(2, 0, {sample}, ctx);
  SmallVector<AffineExpr> rows;
  for (unsigned d = 1; d < loops; ++d)
    rows.push_back(getAffineDimExpr(d, ctx));
  if (map == AffineMap::get(loops, 0, rows, ctx) &&
      type.getShape() == ArrayRef(sum.rowExtents))
    return AffineMap::get(2, 0, {row}, ctx);
  return std::nullopt;
}

/// All that the consumer makes has the shape and the order of the sum.
bool RowsEpilogue::writesLikeSum() {
  auto type = cast<MemRefType>(result.getType());
  for (OpOperand &init : consumer.getDpsInitsMutable()) {
    auto made = cast<MemRefType>(init.get().getType());
    if (made.getShape() != type.getShape() ||
        made.getElementType() != type.getElementType() ||
        !consumer.getMatchingIndexingMap(&init).isIdentity())
      return false;
  }
  return true;
}

/// What the kernel reads is not overwritten before it is read.
bool RowsEpilogue::meetsOnlyItself() {
  linalg::GenericOp op = sum.op;
  for (Value made : consumer.getDpsInits()) {
    // What the sum reads may lie where the consumer writes, when nobody needs
    // it any more.
    if (isInArena(made))
      for (OpOperand *operand : op.getDpsInputOperands())
        if (isInArena(operand->get()))
          return false;
    // An operand of the consumer other than the sum is read at its own point
    // only if it is a destination.
    for (OpOperand *operand : consumer.getDpsInputOperands())
      if (shownBuffer(operand->get()) == shownBuffer(made) &&
          !mapFor(*operand)->isIdentity())
        return false;
  }
  return true;
}

bool RowsEpilogue::canFuse() {
  if (!consumer || consumer.getNumReductionLoops() != 0 ||
      !consumer.hasPureBufferSemantics() || !writesLikeSum())
    return false;
  bool reads = false;
  for (OpOperand &operand : consumer->getOpOperands()) {
    std::optional<AffineMap> map = mapFor(operand);
    if (!map)
      return false;
    if (shownBuffer(operand.get()) != shownBuffer(result))
      continue;
    if (operand.get() != result || !map->isIdentity())
      return false;
    reads = true;
  }
  for (Operation &inner : consumer.getBody()->without_terminator())
    if (!isa<arith::ArithDialect>(inner.getDialect()))
      return false;
  return reads && meetsOnlyItself();
}

/// True if `op` makes all of `buffer` new and reads nothing of it.
static bool overwrites(Operation *op, Value buffer) {
  auto style = dyn_cast<DestinationStyleOpInterface>(op);
  if (!style || style.getNumDpsInits() != 1 ||
      style.getDpsInits()[0].getType() != buffer.getType())
    return false;
  for (OpOperand *input : style.getDpsInputOperands())
    if (isa<MemRefType>(input->get().getType()) &&
        shownBuffer(input->get()) == shownBuffer(buffer))
      return false;
  if (isa<linalg::FillOp>(op))
    return true;
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && generic.getNumReductionLoops() == 0 &&
         generic.getMatchingIndexingMap(generic.getDpsInitOperand(0))
             .isIdentity() &&
         generic.getRegionOutputArgs()[0].use_empty() &&
         generic.getBody()->getOps<memref::LoadOp>().empty();
}

/// The sum itself need not be stored if only the consumer reads it before it is
/// overwritten.
bool RowsEpilogue::isKept() {
  if (isInPlace())
    return false;
  if (!result.getDefiningOp<memref::ViewOp>())
    return true;
  for (Operation *op = consumer->getNextNode(); op; op = op->getNextNode()) {
    bool uses = false;
    op->walk([&](Operation *inner) {
      uses |= llvm::any_of(inner->getOperands(), [&](Value operand) {
        return isa<MemRefType>(operand.getType()) &&
               shownBuffer(operand) == result;
      });
    });
    if (uses && !isPure(op))
      return !overwrites(op, result);
  }
  return false;
}

void RowsEpilogue::addBuffer(Value buffer, AffineMap map) {
  linalg::GenericOp op = sum.op;
  OpBuilder b(consumer ? consumer.getOperation() : op.getOperation());
  Value view = buffer;
  if (map.getNumResults() == 2)
    view = asMatrix(b, op.getLoc(), buffer, batch);
  else if (map.isFunctionOfDim(1))
    view = collapseBehind(b, op.getLoc(), buffer, 0);
  buffers.push_back(view);
  maps.push_back(map);
  region.front().addArgument(
      cast<MemRefType>(buffer.getType()).getElementType(), op.getLoc());
}

void RowsEpilogue::build(bool fuse) {
  linalg::GenericOp op = sum.op;
  MLIRContext *ctx = op.getContext();
  if (!fuse)
    consumer = nullptr;
  auto *block = new Block;
  region.push_back(block);
  Type element = cast<MemRefType>(result.getType()).getElementType();
  Value total = block->addArgument(element, op.getLoc());
  AffineMap whole = AffineMap::getMultiDimIdentityMap(2, ctx);
  OpBuilder b(ctx);
  b.setInsertionPointToEnd(block);
  SmallVector<Value> yielded;
  IRMapping mapping;
  if (fuse)
    for (OpOperand *operand : consumer.getDpsInputOperands()) {
      BlockArgument argument = consumer.getMatchingBlockArgument(operand);
      if (operand->get() == result) {
        mapping.map(argument, total);
      } else if (!argument.use_empty()) {
        addBuffer(operand->get(), *mapFor(*operand));
        mapping.map(argument, block->getArguments().back());
      }
    }
  if (!fuse || isKept()) {
    addBuffer(result, whole);
    yielded.push_back(total);
    ++numInits;
  }
  if (fuse) {
    for (auto [made, old] :
         llvm::zip(consumer.getDpsInits(), consumer.getRegionOutputArgs())) {
      addBuffer(made, whole);
      ++numInits;
      mapping.map(old,
                  made == result ? total : Value(block->getArguments().back()));
    }
    for (Operation &inner : consumer.getBody()->without_terminator())
      b.clone(inner, mapping);
    for (Value value : consumer.getBody()->getTerminator()->getOperands())
      yielded.push_back(mapping.lookupOrDefault(value));
  }
  b.create<dnd::dndrt::YieldOp>(op.getLoc(), yielded);
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

void RowsKernel::run(ValueRange copies) {
  batch = kernel.import(dnd::passes::batchSize(entry));
  for (Value copy : copies)
    inputs.push_back(kernel.import(copy));
  linalg::FillOp fill = sum.fill;
  first = kernel.import(fill.getInputs()[0]);
  sums = makeScratch(kernel, {shape.group, shape.block}, element);
  turned =
      makeScratch(kernel, {shape.block, groupsAtOnce * shape.group}, element);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
}

/// Units in the order block of samples, rows.
void RowsKernel::emitUnit(Value unit) {
  OpBuilder &b = e.b;
  Value count = e.index(llvm::divideCeil(sum.numRows(), rowsPerUnit));
  Value part = b.createOrFold<arith::RemUIOp>(e.loc, unit, count);
  block = b.createOrFold<arith::DivUIOp>(e.loc, unit, count);
  rowBegin = e.mul(part, rowsPerUnit);
  rowEnd = e.min(e.add(rowBegin, rowsPerUnit), e.index(sum.numRows()));
  samples =
      e.min(e.sub(batch, e.mul(block, shape.block)), e.index(shape.block));
  e.branch(
      e.less(e.index(shape.native), samples), [&] { emitRows(shape.block); },
      [&] { emitRows(shape.native); });
}

void RowsKernel::emitRows(int64_t lanes) {
  int64_t rest = sum.numRows() % shape.group;
  int64_t whole = sum.numRows() - rest;
  Value end = e.min(rowEnd, e.index(whole));
  e.loop(rowBegin, end, groupsAtOnce * shape.group,
         [&](Value row) { emitGroups(row, end, lanes); });
  if (rest != 0)
    e.branch(e.less(e.index(whole), rowEnd),
             [&] { emitRest(e.index(whole), rest, lanes); }, {});
}

/// The sums of `count` rows for the first `lanes` samples of the block: several
/// chains of multiply-adds, none of which waits for another.
void RowsKernel::sumRows(Value row, Value place, int64_t count, int64_t lanes) {
  Value zero = e.index(0);
  SmallVector<Value> start(count, inAllLanes(e, first, lanes));
  SmallVector<Value> end = e.loop(
      zero, e.index(sum.numColumns()), 1, start,
      [&](Value column, ValueRange carried) {
        SmallVector<Value> next;
        for (auto [r, before] : llvm::enumerate(carried)) {
          GatherBody::Point point = body.at(e.add(row, r), column);
          SmallVector<Value> read;
          for (auto [input, at] : llvm::zip(inputs, point.places))
            read.push_back(e.loadVector(input, {block, at, zero}, lanes));
          next.push_back(body.emit(point, read, {}, before, lanes));
        }
        return next;
      });
  for (auto [r, value] : llvm::enumerate(end))
    e.storeVector(value, sums, {e.add(place, r), zero});
}

/// Groups of rows, some neighbours before their samples are stored: rows of
/// samples lie far apart in memory.
void RowsKernel::emitGroups(Value row, Value end, int64_t lanes) {
  Value zero = e.index(0);
  Value to = e.min(e.add(row, groupsAtOnce * shape.group), end);
  e.loop(row, to, shape.group, [&](Value first) {
    e.loop(zero, e.index(shape.group), rowsAtOnce,
           [&](Value r) { sumRows(e.add(first, r), r, rowsAtOnce, lanes); });
    storeSamples(e, shape, e.index(lanes), turned, e.sub(first, row),
                 [&](Value r, Value s) {
                   return e.loadVector(sums, {r, s}, shape.square);
                 });
  });
  Value from = e.mul(block, shape.block);
  e.loop(zero, samples, 1, [&](Value s) {
    e.loop(row, to, shape.group, [&](Value first) {
      Value values = e.loadVector(turned, {s, e.sub(first, row)}, shape.group);
      behind->emitVector(e, values, {e.add(from, s), first}, 1, shape.group);
    });
  });
}

void RowsKernel::emitRest(Value row, int64_t count, int64_t lanes) {
  Value zero = e.index(0);
  e.loop(zero, e.index(count), 1,
         [&](Value r) { sumRows(e.add(row, r), r, 1, lanes); });
  Value from = e.mul(block, shape.block);
  e.loop(zero, samples, 1, [&](Value s) {
    e.loop(zero, e.index(count), 1, [&](Value r) {
      behind->emitScalar(e, e.load(sums, {r, s}),
                         {e.add(from, s), e.add(row, r)});
    });
  });
}

void RowsKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  linalg::GenericOp op = sum.op;
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  int64_t parts = llvm::divideCeil(sum.numRows(), rowsPerUnit);
  Value count =
      out.mul(out.ceilDiv(dnd::passes::batchSize(entry), shape.block), parts);
  int64_t grain = llvm::divideCeil(limits::workPerThread, costOfUnit);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(), count,
                                 out.index(grain),
                                 ValueRange(kernel.captures()));
}

bool outlineGatherRows(const GatherSum &sum, ValueRange inputs,
                       linalg::GenericOp consumer, func::FuncOp entry,
                       StringRef name) {
  RowsEpilogue epilogue(sum, consumer, dnd::passes::batchSize(entry));
  bool fuse = epilogue.canFuse();
  epilogue.build(fuse);
  // Everything stands at the place of the consumer from here on.
  linalg::GenericOp op = sum.op;
  if (fuse)
    op->moveBefore(consumer);
  RowsKernel(sum, epilogue, entry, name).run(inputs);
  op.erase();
  linalg::FillOp fill = sum.fill;
  fill.erase();
  if (fuse)
    consumer.erase();
  return fuse;
}

} // namespace dnd::codegen::cpu
