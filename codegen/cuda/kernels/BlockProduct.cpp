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
#include "codegen/cuda/kernels/BlockProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/Remarks.h"

using namespace mlir;

namespace dnd::codegen {

/// Elements between rows of a tile that keep writes along the steps apart.
static constexpr int64_t padding = 4;
/// Longest vector of one access.
static constexpr int64_t longestVector = 4;

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static const BlockShape shapes[] = {
    {128, 128, 16, 8, 8, 1, 0.80}, {128, 64, 16, 8, 4, 1, 0.70},
    {64, 128, 16, 4, 8, 1, 0.70},  {64, 64, 16, 4, 4, 1, 0.60},
    {128, 32, 16, 8, 4, 1, 0.55},  {32, 128, 16, 4, 8, 1, 0.55},
    {32, 32, 32, 4, 4, 4, 0.45},   {16, 16, 64, 4, 4, 16, 0.25},
};

/// Multiplications of one processor in a cycle, and what the start of a second
/// kernel costs in cycles.
static constexpr double multipliers = 128, launchCycles = 2500;
/// Bytes that one processor moves to or from the second-level cache in a cycle.
static constexpr double cacheBytes = 32;
/// Most parts of a sum.
static constexpr int64_t mostSplits = 256;

/// Cycles of a processor for the tiles.
static double tileCycles(const BlockShape &shape, const ProductSize &size) {
  auto blocks = [](double extent, int64_t tile) {
    return std::ceil(extent / tile);
  };
  double count = blocks(size.rows, shape.rows) *
                 blocks(size.columns, shape.columns) * size.others;
  double rounds = std::ceil(count / assumedProcessors);
  double steps = blocks(size.steps, shape.steps) * shape.steps;
  // The first tile and the epilogue overlap with nothing.
  return rounds * shape.rows * shape.columns *
         (steps / shape.efficiency + 2 * shape.steps) / multipliers;
}

/// Cycles to write the sums of all splits, and to add them in another kernel.
static double splitCycles(const ProductSize &size, double splits) {
  if (splits == 1)
    return 0;
  double bytes = 8 * splits * size.rows * size.columns * size.others;
  return launchCycles + bytes / assumedProcessors / cacheBytes;
}

static double share(double cycles, const ProductSize &size) {
  return size.rows * size.columns * size.steps * size.others /
         (multipliers * assumedProcessors * cycles);
}

ProductPlan planProduct(const ProductSize &size) {
  ProductPlan best;
  double least = std::numeric_limits<double>::max();
  for (const BlockShape &shape : shapes)
    for (int64_t splits = 1; splits <= mostSplits; splits *= 2) {
      double tiles = std::ceil(size.steps / shape.steps);
      double perSplit = std::ceil(tiles / splits) * shape.steps;
      if (splits > 1 && perSplit < 4 * shape.steps)
        break;
      double used = std::ceil(size.steps / perSplit);
      ProductSize part = size;
      part.steps = perSplit;
      part.others *= used;
      double cycles = tileCycles(shape, part) + splitCycles(size, used);
      if (cycles >= least)
        continue;
      least = cycles;
      best = {shape, static_cast<int64_t>(used), static_cast<int64_t>(perSplit),
              share(cycles, size)};
    }
  return best;
}

ProductPlan planProduct(const BlockShape &shape, const ProductSize &size) {
  return {shape, 1, 0, share(tileCycles(shape, size), size)};
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
  passes::emitPassRemark(
      kernel.func.getLoc(), "cuda",
      "kernel " + kernel.func.getName() + ": tiles of " + Twine(shape.rows) +
          " x " + Twine(shape.columns) + ", " + Twine(shape.steps) + " steps" +
          splits + ", " + Twine(shape.threads()) + " threads, " + Twine(bytes) +
          " bytes of shared memory; expected " +
          Twine(static_cast<int>(100 * plan.share + 0.5)) +
          " % of the f32 roof");
}

//===----------------------------------------------------------------------===//
// The loop over the steps
//===----------------------------------------------------------------------===//

BlockProduct::BlockProduct(DeviceKernel &kernel, TileEmitter &e,
                           const BlockShape &shape)
    : kernel(kernel), e(e), shape(shape) {
  tid = kernel.threadId();
  auto div = [&](Value x, int64_t y) -> Value {
    return e.b.createOrFold<arith::DivUIOp>(e.loc, x, e.index(y));
  };
  auto rem = [&](Value x, int64_t y) -> Value {
    return e.b.createOrFold<arith::RemUIOp>(e.loc, x, e.index(y));
  };
  int64_t across = shape.columns / shape.threadColumns;
  Value inGroup = tid;
  slice = e.index(0);
  if (shape.slices > 1) {
    slice = div(tid, shape.groupThreads());
    inGroup = rem(tid, shape.groupThreads());
  }
  threadRow = div(inGroup, across);
  threadColumn = rem(inGroup, across);
  leftTile = kernel.shared({2, shape.steps, shape.rows + padding}, e.element);
  rightTile =
      kernel.shared({2, shape.steps, shape.columns + padding}, e.element);
  if (shape.slices > 1)
    slicesTile =
        kernel.shared({shape.slices, shape.rows, shape.columns}, e.element);
}

/// Deals out the elements of a tile to the threads.
BlockProduct::Operand BlockProduct::prepare(const TileSource &source,
                                            Range range, Value tile,
                                            int64_t positions) {
  Operand operand{&source, tile, positions, {}};
  bool packsPositions = source.pack == TileSource::Positions;
  int64_t positionUnits = packsPositions ? positions / source.width : positions;
  int64_t stepUnits = packsPositions ? shape.steps : shape.steps / source.width;
  int64_t units = positionUnits * stepUnits;
  assert(units % shape.threads() == 0 && "threads without work");
  int64_t fastest =
      source.lanes == TileSource::Positions ? positionUnits : stepUnits;
  Value last = e.sub(range.size, e.index(packsPositions ? source.width : 1));
  for (int64_t done = 0; done < units; done += shape.threads()) {
    Value unit = e.add(tid, done);
    Value fast =
        e.b.createOrFold<arith::RemUIOp>(e.loc, unit, e.index(fastest));
    Value slow =
        e.b.createOrFold<arith::DivUIOp>(e.loc, unit, e.index(fastest));
    if (source.lanes == TileSource::Steps)
      std::swap(fast, slow);
    Transfer transfer;
    transfer.position = packsPositions ? e.mul(fast, source.width) : fast;
    transfer.step = packsPositions ? slow : e.mul(slow, source.width);
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
  for (const Transfer &transfer : operand.transfers) {
    Value step = e.add(stepFrom, transfer.step);
    if (steps.whole) {
      values.push_back(transfer.load(step));
      continue;
    }
    Value value = transfer.load(e.min(step, last));
    Value zero = source.width == 1 ? e.scalar(0) : e.zero(source.width);
    values.push_back(e.b.create<arith::SelectOp>(e.loc, e.less(step, steps.to),
                                                 value, zero));
  }
  return values;
}

/// Writes fetched elements to a half of shared memory.
void BlockProduct::put(const Operand &operand, Value half, ValueRange values) {
  const TileSource &source = *operand.source;
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

Value BlockProduct::fragment(Value tile, Value half, Value step, Value position,
                             int64_t width) {
  return e.loadVector(tile, {half, step, position}, width);
}

int64_t BlockProduct::pieceColumns() const {
  if (shape.slices == 1)
    return std::min(shape.threadColumns, longestVector);
  return std::min(shape.rows * shape.columns / shape.threads(), longestVector);
}

/// Adds the products of the tiles in `half` to `sums`: vectors of columns,
/// [row][fragment].
SmallVector<Value> BlockProduct::multiply(const Operand &left,
                                          const Operand &right, Value half,
                                          ValueRange sums) {
  int64_t rowWidth = std::min(shape.threadRows, longestVector),
          columnWidth = std::min(shape.threadColumns, longestVector);
  int64_t rowParts = shape.threadRows / rowWidth,
          columnParts = shape.threadColumns / columnWidth;
  int64_t ownSteps = shape.steps / shape.slices;
  Value first = e.mul(slice, ownSteps);
  SmallVector<Value> result(sums);
  for (int64_t s = 0; s < ownSteps; ++s) {
    Value step = e.add(first, s);
    SmallVector<Value> rights;
    for (int64_t part = 0; part < columnParts; ++part)
      rights.push_back(fragment(right.tile, half, step,
                                e.add(e.mul(threadColumn, columnWidth),
                                      part * (shape.columns / columnParts)),
                                columnWidth));
    for (int64_t part = 0; part < rowParts; ++part) {
      Value lefts = fragment(
          left.tile, half, step,
          e.add(e.mul(threadRow, rowWidth), part * (shape.rows / rowParts)),
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

SmallVector<SumPiece> BlockProduct::run(const TileSource &leftSource,
                                        Range rows,
                                        const TileSource &rightSource,
                                        Range columns, const Steps &steps) {
  Operand left = prepare(leftSource, rows, leftTile, shape.rows);
  Operand right = prepare(rightSource, columns, rightTile, shape.columns);
  Value zero = e.index(0), one = e.index(1);
  put(left, zero, fetch(left, steps.from, steps));
  put(right, zero, fetch(right, steps.from, steps));
  barrier();

  int64_t columnWidth = std::min(shape.threadColumns, longestVector);
  SmallVector<Value> start(shape.threadRows *
                               (shape.threadColumns / columnWidth),
                           e.zero(columnWidth));
  Value tiles = e.ceilDiv(e.sub(steps.to, steps.from), shape.steps);
  SmallVector<Value> sums =
      e.loop(zero, tiles, 1, start, [&](Value tile, ValueRange carried) {
        Value half = e.b.create<arith::AndIOp>(e.loc, tile, one);
        Value next = e.add(tile, 1);
        Value more = e.less(next, tiles);
        SmallVector<Value> early;
        unsigned numLeft = left.transfers.size();
        auto fetchNext = [&](OpBuilder &b) {
          OpBuilder::InsertionGuard guard(e.b);
          e.b.setInsertionPointToEnd(b.getInsertionBlock());
          Value from = e.add(steps.from, e.mul(next, shape.steps));
          SmallVector<Value> values = fetch(left, from, steps);
          llvm::append_range(values, fetch(right, from, steps));
          return values;
        };
        auto load = e.b.create<scf::IfOp>(
            e.loc, more,
            [&](OpBuilder &b, Location loc) {
              SmallVector<Value> values = fetchNext(b);
              b.setInsertionPointToEnd(b.getInsertionBlock());
              b.create<scf::YieldOp>(loc, values);
            },
            [&](OpBuilder &b, Location loc) {
              SmallVector<Value> values;
              for (const Operand *operand : {&left, &right})
                for (size_t i = 0; i < operand->transfers.size(); ++i) {
                  int64_t width = operand->source->width;
                  Type type = width == 1 ? e.element : e.vectorType(width);
                  values.push_back(
                      b.create<arith::ConstantOp>(loc, b.getZeroAttr(type)));
                }
              b.create<scf::YieldOp>(loc, values);
            });
        llvm::append_range(early, load.getResults());
        SmallVector<Value> result = multiply(left, right, half, carried);
        e.branch(more,
                 [&] {
                   Value other = e.sub(one, half);
                   put(left, other, ArrayRef(early).take_front(numLeft));
                   put(right, other, ArrayRef(early).drop_front(numLeft));
                 },
                 {});
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
  int64_t rowWidth = std::min(shape.threadRows, longestVector),
          columnWidth = std::min(shape.threadColumns, longestVector);
  int64_t rowParts = shape.threadRows / rowWidth,
          columnParts = shape.threadColumns / columnWidth;
  SmallVector<SumPiece> result;
  for (int64_t part = 0; part < rowParts; ++part)
    for (int64_t r = 0; r < rowWidth; ++r)
      for (int64_t c = 0; c < columnParts; ++c)
        result.push_back({e.add(e.mul(threadRow, rowWidth),
                                part * (shape.rows / rowParts) + r),
                          e.add(e.mul(threadColumn, columnWidth),
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

} // namespace dnd::codegen
