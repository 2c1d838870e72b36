//===- BlockProduct.cpp - the product of two tiles in one block -----------===//
//
// A thread's sums are fragments of up to four neighbours, so that reads of
// shared memory are vectors and threads next to each other own columns next to
// each other. While tile t is multiplied, tile t + 1 is on its way into
// registers; it is written to the other half of shared memory afterwards, and
// one barrier ends the round. Where a result has too few tiles to fill a GPU,
// slices of the block share the steps and their sums are added in order.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/BlockProduct.h"
#include "codegen/common/DeviceNames.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/Remarks.h"

using namespace mlir;

namespace dnd::codegen::cuda {

/// Elements between rows of a tile: they keep writes along the steps on
/// different banks of shared memory, and the reads of a warp for tensor cores.
static constexpr int64_t padding = 4, wordPadding = 8;
/// Elements of the longest vector that one access brings.
static constexpr int64_t accessElements = 4;

//===----------------------------------------------------------------------===//
// The loop over the steps
//===----------------------------------------------------------------------===//

BlockProduct::BlockProduct(DeviceKernel &kernel, TileEmitter &e,
                           const BlockShape &shape)
    : kernel(kernel), e(e), shape(shape) {
  tid = kernel.threadId();
  Value inGroup = tid;
  slice = e.index(0);
  if (shape.slices > 1) {
    slice = div(tid, shape.groupThreads());
    inGroup = rem(tid, shape.groupThreads());
  }
  if (usesTensorCores()) {
    lane = rem(tid, 32);
    inGroup = div(inGroup, 32);
  }
  int64_t across = shape.columns / shape.ownColumns;
  ownRow = div(inGroup, across);
  ownColumn = rem(inGroup, across);
  leftTile = makeTile(shape.rows);
  rightTile = makeTile(shape.columns);
  if (shape.slices > 1)
    slicesTile =
        kernel.shared({shape.slices, shape.rows, shape.columns}, e.element);
}

Value BlockProduct::div(Value x, int64_t y) {
  return e.b.createOrFold<arith::DivUIOp>(e.loc, x, e.index(y));
}
Value BlockProduct::rem(Value x, int64_t y) {
  return e.b.createOrFold<arith::RemUIOp>(e.loc, x, e.index(y));
}

Value BlockProduct::makeTile(int64_t positions) {
  if (!usesTensorCores())
    return kernel.shared({2, shape.steps, positions + padding}, e.element);
  return kernel.shared(
      {2, shape.steps / stepsPerWord(), positions + wordPadding},
      e.b.getI32Type());
}

/// Deals out the elements of a tile to the threads.
BlockProduct::Operand BlockProduct::prepare(const TileSource &source,
                                            Range range, Value tile,
                                            int64_t positions) {
  Operand operand{&source, tile, {}};
  bool packsPositions = source.pack == TileSource::Positions;
  int64_t stepWidth = packsPositions ? 1 : source.width;
  if (bringsPairs(source))
    stepWidth = 2;
  int64_t positionUnits = packsPositions ? positions / source.width : positions;
  int64_t stepUnits = shape.steps / stepWidth;
  int64_t units = positionUnits * stepUnits;
  assert(units % shape.threads() == 0 && "threads without work");
  int64_t fastest =
      source.lanes == TileSource::Positions ? positionUnits : stepUnits;
  Value last = e.sub(range.size, e.index(packsPositions ? source.width : 1));
  for (int64_t done = 0; done < units; done += shape.threads()) {
    Value unit = e.add(tid, done);
    Value fast = rem(unit, fastest), slow = div(unit, fastest);
    if (source.lanes == TileSource::Steps)
      std::swap(fast, slow);
    Transfer transfer;
    transfer.position = packsPositions ? e.mul(fast, source.width) : fast;
    transfer.step = e.mul(slow, stepWidth);
    // Positions beyond the end repeat the last one; their sums are not kept.
    transfer.load =
        source.at(e.min(e.add(range.from, transfer.position), last));
    operand.transfers.push_back(std::move(transfer));
  }
  return operand;
}

/// The elements of this thread of the tile from `stepFrom` on, 0 beyond the
/// end of the sum.
SmallVector<Value> BlockProduct::fetch(const Operand &operand, Value stepFrom,
                                       const Steps &steps) {
  const TileSource &source = *operand.source;
  bool packsSteps = source.pack == TileSource::Steps;
  Value last = e.sub(steps.size, e.index(packsSteps ? source.width : 1));
  SmallVector<Value> values;
  int64_t count = bringsPairs(source) ? 2 : 1;
  for (const Transfer &transfer : operand.transfers)
    for (int64_t n = 0; n < count; ++n) {
      Value step = e.add(e.add(stepFrom, transfer.step), n);
      if (steps.whole) {
        values.push_back(transfer.load(step));
        continue;
      }
      Value value = transfer.load(e.min(step, last));
      Value zero = source.width == 1 ? e.scalar(0) : e.zero(source.width);
      values.push_back(e.b.create<arith::SelectOp>(
          e.loc, e.less(step, steps.to), value, zero));
    }
  return values;
}

/// Writes fetched elements to a half of shared memory.
void BlockProduct::put(const Operand &operand, Value half, ValueRange values) {
  const TileSource &source = *operand.source;
  if (usesTensorCores()) {
    unsigned count = bringsPairs(source) ? 2 : 1;
    for (auto [i, transfer] : llvm::enumerate(operand.transfers))
      putWords(operand, transfer, half, values.slice(i * count, count));
    return;
  }
  for (auto [transfer, value] : llvm::zip_equal(operand.transfers, values)) {
    if (source.width == 1) {
      e.store(value, operand.tile, {half, transfer.step, transfer.position});
      continue;
    }
    if (source.pack == TileSource::Positions) {
      e.storeVector(value, operand.tile,
                    {half, transfer.step, transfer.position});
      continue;
    }
    for (int64_t i = 0; i < source.width; ++i)
      e.store(e.b.create<vector::ExtractOp>(e.loc, value, i), operand.tile,
              {half, e.add(transfer.step, i), transfer.position});
  }
}

int64_t BlockProduct::pieceColumns() const {
  if (shape.slices == 1)
    return usesTensorCores() ? 2 : std::min(shape.ownColumns, accessElements);
  return std::min(shape.rows * shape.columns / shape.threads(), accessElements);
}

/// Adds the products of the tiles in `half` to `sums`: vectors of columns,
/// [row][fragment].
SmallVector<Value> BlockProduct::multiply(const Operand &left,
                                          const Operand &right, Value half,
                                          ValueRange sums) {
  int64_t rowWidth = std::min(shape.ownRows, accessElements),
          columnWidth = std::min(shape.ownColumns, accessElements);
  int64_t rowParts = shape.ownRows / rowWidth,
          columnParts = shape.ownColumns / columnWidth;
  int64_t ownSteps = shape.steps / shape.slices;
  Value first = e.mul(slice, ownSteps);
  auto fragment = [&](Value tile, Value step, Value position, int64_t width) {
    return e.loadVector(tile, {half, step, position}, width);
  };
  SmallVector<Value> result(sums);
  for (int64_t s = 0; s < ownSteps; ++s) {
    Value step = e.add(first, s);
    SmallVector<Value> rights;
    for (int64_t part = 0; part < columnParts; ++part)
      rights.push_back(fragment(right.tile, step,
                                e.add(e.mul(ownColumn, columnWidth),
                                      part * (shape.columns / columnParts)),
                                columnWidth));
    for (int64_t part = 0; part < rowParts; ++part) {
      Value lefts = fragment(
          left.tile, step,
          e.add(e.mul(ownRow, rowWidth), part * (shape.rows / rowParts)),
          rowWidth);
      for (int64_t r = 0; r < rowWidth; ++r) {
        Value factor = e.broadcast(
            e.b.create<vector::ExtractOp>(e.loc, lefts, r), columnWidth);
        for (int64_t c = 0; c < columnParts; ++c) {
          Value &sum = result[(part * rowWidth + r) * columnParts + c];
          sum = e.fma(factor, rights[c], sum);
        }
      }
    }
  }
  return result;
}

void BlockProduct::barrier() { e.b.create<gpu::BarrierOp>(e.loc); }

SmallVector<Value> BlockProduct::zeroSums() {
  // A warp holds four sums of each 16 x 8 in a thread.
  if (usesTensorCores())
    return SmallVector<Value>(shape.ownRows / 16 * (shape.ownColumns / 8) * 4,
                              e.scalar(0));
  int64_t width = std::min(shape.ownColumns, accessElements);
  return SmallVector<Value>(shape.ownRows * (shape.ownColumns / width),
                            e.zero(width));
}

SmallVector<SumPiece> BlockProduct::run(const TileSource &leftSource,
                                        Range rows,
                                        const TileSource &rightSource,
                                        Range columns, const Steps &steps) {
  Operand left = prepare(leftSource, rows, leftTile, shape.rows);
  Operand right = prepare(rightSource, columns, rightTile, shape.columns);
  Value zero = e.index(0), one = e.index(1);
  SmallVector<Value> first = fetch(left, steps.from, steps);
  unsigned numLeft = first.size();
  llvm::append_range(first, fetch(right, steps.from, steps));
  auto putBoth = [&](Value half, ArrayRef<Value> values) {
    put(left, half, values.take_front(numLeft));
    put(right, half, values.drop_front(numLeft));
  };
  putBoth(zero, first);
  barrier();

  Value tiles = e.ceilDiv(e.sub(steps.to, steps.from), shape.steps);
  SmallVector<Value> sums =
      e.loop(zero, tiles, 1, zeroSums(), [&](Value tile, ValueRange carried) {
        Value half = e.b.create<arith::AndIOp>(e.loc, tile, one);
        Value next = e.add(tile, 1);
        Value more = e.less(next, tiles);
        auto load = e.b.create<scf::IfOp>(e.loc, TypeRange(ValueRange(first)),
                                          more, /*withElseRegion=*/true);
        {
          OpBuilder::InsertionGuard guard(e.b);
          e.b.setInsertionPointToEnd(load.thenBlock());
          Value from = e.add(steps.from, e.mul(next, shape.steps));
          SmallVector<Value> values = fetch(left, from, steps);
          llvm::append_range(values, fetch(right, from, steps));
          e.b.create<scf::YieldOp>(e.loc, values);
          e.b.setInsertionPointToEnd(load.elseBlock());
          SmallVector<Value> none;
          for (Value value : first)
            none.push_back(e.b.create<arith::ConstantOp>(
                e.loc, e.b.getZeroAttr(value.getType())));
          e.b.create<scf::YieldOp>(e.loc, none);
        }
        SmallVector<Value> result =
            usesTensorCores() ? multiplyWarp(left, right, half, carried)
                              : multiply(left, right, half, carried);
        SmallVector<Value> early(load.getResults());
        e.branch(more, [&] { putBoth(e.sub(one, half), early); }, {});
        barrier();
        return result;
      });
  return shape.slices == 1 ? pieces(sums) : addSlices(sums);
}

//===----------------------------------------------------------------------===//
// The sums of a thread
//===----------------------------------------------------------------------===//

/// Where the fragments of this thread lie in the tile.
SmallVector<SumPiece> BlockProduct::pieces(ValueRange sums) {
  if (usesTensorCores())
    return warpPieces(sums);
  int64_t rowWidth = std::min(shape.ownRows, accessElements),
          columnWidth = std::min(shape.ownColumns, accessElements);
  int64_t rowParts = shape.ownRows / rowWidth,
          columnParts = shape.ownColumns / columnWidth;
  SmallVector<SumPiece> result;
  for (int64_t part = 0; part < rowParts; ++part)
    for (int64_t r = 0; r < rowWidth; ++r)
      for (int64_t c = 0; c < columnParts; ++c)
        result.push_back(
            {e.add(e.mul(ownRow, rowWidth), part * (shape.rows / rowParts) + r),
             e.add(e.mul(ownColumn, columnWidth),
                   c * (shape.columns / columnParts)),
             sums[(part * rowWidth + r) * columnParts + c]});
  return result;
}

/// Adds the slices' sums in order; the block shares the result evenly.
SmallVector<SumPiece> BlockProduct::addSlices(ValueRange sums) {
  for (const SumPiece &piece : pieces(sums))
    e.storeVector(piece.values, slicesTile, {slice, piece.row, piece.column});
  barrier();
  int64_t width = pieceColumns(), units = shape.rows * shape.columns / width;
  SmallVector<SumPiece> result;
  for (int64_t done = 0; done < units; done += shape.threads()) {
    Value unit = e.add(tid, done), across = e.index(shape.columns / width);
    Value row = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, across);
    Value column =
        e.mul(e.b.createOrFold<arith::RemUIOp>(e.loc, unit, across), width);
    Value total = e.loadVector(slicesTile, {e.index(0), row, column}, width);
    for (int64_t s = 1; s < shape.slices; ++s)
      total = e.b.create<arith::AddFOp>(
          e.loc, total,
          e.loadVector(slicesTile, {e.index(s), row, column}, width));
    result.push_back({row, column, total});
  }
  barrier();
  return result;
}

void remarkKernel(DeviceKernel &kernel, const ProductPlan &plan) {
  int64_t bytes = 0;
  for (BlockArgument shared : kernel.func.getWorkgroupAttributions()) {
    auto type = cast<MemRefType>(shared.getType());
    bytes += type.getNumElements() * type.getElementTypeBitWidth() / 8;
  }
  const BlockShape &shape = plan.shape;
  std::string splits;
  if (plan.splits > 1)
    splits = " in " + std::to_string(plan.splits) + " parts";
  std::string tiles =
      ("tiles of " + Twine(shape.rows) + " x " + Twine(shape.columns) + ", " +
       Twine(shape.steps) + " steps" + splits + ", " + Twine(shape.threads()) +
       " threads")
          .str();
  std::string roof =
      ("expected " + Twine(static_cast<int>(100 * plan.share + 0.5)) +
       " % of the " + mathName(shape.math) + " roof")
          .str();
  kernel.func->setAttr(kernelPlanAttr, StringAttr::get(kernel.func.getContext(),
                                                       tiles + "; " + roof));
  passes::emitPassRemark(kernel.func.getLoc(), "cuda",
                         "kernel " + kernel.func.getName() + ": " + tiles +
                             ", " + Twine(bytes) + " bytes of shared memory; " +
                             roof);
}

} // namespace dnd::codegen::cuda
