//===- GatherSamples.cpp - sums over the samples of chosen inputs ---------===//
//
// dw[row, column] = sum over samples of g[sample, row] * x[sample, table[row,
// column]]: dot products of whole vectors of samples. As many samples as keep
// the inputs in the cache are done for all rows before the next ones.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/Gathers.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/nest/Batch.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;

namespace dnd::codegen::cpu {

namespace {

/// Dot products of a row at a time.
constexpr int64_t columnsAtOnce = 8;
/// Cache lines of rows that are read together where there are many: rows of
/// samples lie far apart in memory.
constexpr int64_t linesAtOnce = 4;

class SamplesKernel {
public:
  SamplesKernel(const GatherSum &sum, func::FuncOp entry, StringRef name)
      : sum(sum), op(sum.op), entry(entry), kernel(entry, name, op.getLoc()),
        element(
            cast<MemRefType>(op.getDpsInits()[0].getType()).getElementType()),
        e(kernel.b, op.getLoc(), element), shape(targetLanes(op, element)),
        body(sum, kernel, e), unitRows(shape.group) {
    if (sum.numRows() >= limits::wantedUnits * linesAtOnce * shape.group)
      unitRows *= linesAtOnce;
  }

  void run(ValueRange copies);

private:
  void choose(ValueRange copies);
  void emitUnit(Value unit);
  void emitColumns(Value row, Value place, Value column, int64_t count);
  SmallVector<Value> emitDots(Value place, ArrayRef<GatherBody::Point> points);
  void launch();

  const GatherSum &sum;
  linalg::GenericOp op;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  LaneShape shape;
  GatherBody body;
  int64_t unitRows, blocksAtOnce = 1;
  SmallVector<Value> inputs, operands, turned;
  Value batch, out;
  // Of the samples gone through.
  Value blockBegin, blockEnd;
};

} // namespace

void SamplesKernel::choose(ValueRange copies) {
  int64_t bytes = 0;
  for (Value copy : copies)
    bytes += GatherSum::product(
                 cast<MemRefType>(copy.getType()).getShape().drop_front()) *
             element.getIntOrFloatBitWidth() / 8;
  blocksAtOnce = std::clamp<int64_t>(
      limits::mostCachedBytes / bytes, 1,
      std::max<int64_t>(limits::mostLaneSamples / shape.block, 1));
}

void SamplesKernel::run(ValueRange copies) {
  choose(copies);
  batch = kernel.import(dnd::passes::batchSize(entry));
  for (Value copy : copies)
    inputs.push_back(kernel.import(copy));
  OpBuilder before(op);
  for (OpOperand *operand : sum.laneOperands) {
    operands.push_back(kernel.import(asMatrix(
        before, op.getLoc(), operand->get(), dnd::passes::batchSize(entry))));
    turned.push_back(
        makeScratch(kernel, {unitRows, blocksAtOnce * shape.block}, element));
  }
  Value flat = collapseBehind(before, op.getLoc(), op.getDpsInits()[0], 0);
  out = kernel.import(flat);
  linalg::FillOp fill = sum.fill;
  Value first = kernel.import(fill.getInputs()[0]);
  Value zero = e.index(0);
  Value blocks = e.ceilDiv(batch, shape.block);
  int64_t rowsOut = unitRows * sum.numColumns();
  Value end = e.min(e.mul(kernel.end, rowsOut),
                    e.index(sum.numRows() * sum.numColumns()));
  e.loop(e.mul(kernel.begin, rowsOut), end, 1,
         [&](Value place) { e.store(first, out, {place}); });
  e.loop(zero, blocks, blocksAtOnce, [&](Value block) {
    blockBegin = block;
    blockEnd = e.min(e.add(block, blocksAtOnce), blocks);
    e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  });
  launch();
}

/// A unit is a cache line of rows, or some.
void SamplesKernel::emitUnit(Value unit) {
  Value zero = e.index(0);
  Value rowBegin = e.mul(unit, unitRows);
  Value rowEnd = e.min(e.add(rowBegin, unitRows), e.index(sum.numRows()));
  for (auto [operand, scratch] : llvm::zip(operands, turned)) {
    MatrixPart part;
    part.matrix = operand;
    part.columns = sum.numRows();
    part.batch = batch;
    part.sample = e.mul(blockBegin, shape.block);
    part.column = rowBegin;
    part.samples = e.mul(e.sub(blockEnd, blockBegin), shape.block);
    part.width = unitRows;
    Value to = scratch;
    readColumns(e, shape, part,
                [&](Value column, Value sample, ValueRange vectors) {
                  for (auto [i, vector] : llvm::enumerate(vectors))
                    e.storeVector(vector, to, {e.add(column, i), sample});
                });
  }
  int64_t columns = sum.numColumns();
  int64_t whole = columns / columnsAtOnce * columnsAtOnce;
  e.loop(rowBegin, rowEnd, 1, [&](Value row) {
    Value place = e.sub(row, rowBegin);
    e.loop(zero, e.index(whole), columnsAtOnce, [&](Value column) {
      emitColumns(row, place, column, columnsAtOnce);
    });
    if (whole < columns)
      emitColumns(row, place, e.index(whole), columns - whole);
  });
}

/// Adds `count` neighbouring sums to the result.
void SamplesKernel::emitColumns(Value row, Value place, Value column,
                                int64_t count) {
  SmallVector<GatherBody::Point> points;
  for (int64_t c = 0; c < count; ++c)
    points.push_back(body.at(row, e.add(column, c)));
  SmallVector<Value> dots = emitDots(place, points);
  Value at = e.add(e.mul(row, sum.numColumns()), column);
  auto add = [&](Value x, Value y) -> Value {
    return e.b.create<arith::AddFOp>(e.loc, x, y);
  };
  int64_t done = 0;
  for (; done + shape.square <= count; done += shape.square) {
    Value sums = sumLanes(e, shape, ArrayRef(dots).slice(done, shape.square));
    Value here = e.add(at, done);
    e.storeVector(add(e.loadVector(out, {here}, shape.square), sums), out,
                  {here});
  }
  for (; done < count; ++done) {
    Value total = e.b.create<vector::ReductionOp>(
        e.loc, vector::CombiningKind::ADD, dots[done]);
    Value here = e.add(at, done);
    e.store(add(e.load(out, {here}), total), out, {here});
  }
}

/// The products of each point, summed over the blocks lane by lane.
SmallVector<Value> SamplesKernel::emitDots(Value place,
                                           ArrayRef<GatherBody::Point> points) {
  SmallVector<Value> start(points.size(), e.zero(shape.native));
  return e.loop(
      blockBegin, blockEnd, 1, start, [&](Value block, ValueRange carried) {
        SmallVector<Value> dots(carried);
        Value sample = e.mul(e.sub(block, blockBegin), shape.block);
        for (int64_t lane = 0; lane < shape.block; lane += shape.native) {
          SmallVector<Value> values;
          for (Value scratch : turned)
            values.push_back(e.loadVector(scratch, {place, e.add(sample, lane)},
                                          shape.native));
          for (auto [point, dot] : llvm::zip(points, dots)) {
            SmallVector<Value> read;
            for (auto [input, at] : llvm::zip(inputs, point.places))
              read.push_back(e.loadVector(input, {block, at, e.index(lane)},
                                          shape.native));
            dot = body.emit(point, read, values, dot, shape.native);
          }
        }
        return dots;
      });
}

void SamplesKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter o(b, op.getLoc(), element);
  int64_t cost = unitRows * (sum.numColumns() + 1) * assumedBatch;
  b.create<dnd::dndrt::LaunchOp>(
      op.getLoc(), kernel.func.getName(),
      o.index(llvm::divideCeil(sum.numRows(), unitRows)),
      o.index(llvm::divideCeil(limits::workPerThread, cost)),
      ValueRange(kernel.captures()));
}

void outlineGatherSamples(const GatherSum &sum, ValueRange inputs,
                          func::FuncOp entry, StringRef name) {
  SamplesKernel(sum, entry, name).run(inputs);
  linalg::GenericOp op = sum.op;
  linalg::FillOp fill = sum.fill;
  op.erase();
  fill.erase();
}

} // namespace dnd::codegen::cpu
