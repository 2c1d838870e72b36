//===- GatherScatter.cpp - sums into chosen places of each sample ---------===//
//
// dx[sample, table[row, column]] += g[sample, row] * w[row, column]: a block of
// samples is summed in [place][sample], each product whole vectors, and then
// added to the destination. Points that meet are added in row-major order.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/Scratch.h"
#include "codegen/cpu/Gathers.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::ScatterContractOp;

namespace dnd::codegen::cpu {

namespace {

class ScatterKernel {
public:
  ScatterKernel(const GatherScatter &plan, func::FuncOp entry, StringRef name)
      : plan(plan), op(plan.op), entry(entry), kernel(entry, name, op.getLoc()),
        element(cast<MemRefType>(op.getInit().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element), shape(targetLanes(op, element)) {}

  void run();

private:
  void emitBlock(Value number);
  void emitRows(Value rowBegin);
  void emitPoint(Value row, Value place, Value column);
  void addToSamples();
  void launch();

  const GatherScatter &plan;
  ScatterContractOp op;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  LaneShape shape;
  SmallVector<Value> inputs, tables, turned;
  Value batch, init, sums, line;
  Value block, samples; // of the unit
};

} // namespace

void ScatterKernel::run() {
  OpBuilder before(op);
  Location loc = op.getLoc();
  batch = kernel.import(dnd::passes::batchSize(entry));
  int64_t rows = llvm::alignTo(plan.places, shape.group);
  auto type =
      MemRefType::get({ShapedType::kDynamic, rows, shape.block}, element);
  sums = kernel.import(makeBlockBuffer(entry, type, shape.block, op));
  init = kernel.import(collapseBehind(before, loc, op.getInit(), 1));
  for (unsigned i = 0; i < plan.maps.size(); ++i) {
    Value input = op.getInputs()[i];
    if (llvm::is_contained(plan.laneInputs, i)) {
      input = asMatrix(before, loc, input, dnd::passes::batchSize(entry));
      turned.push_back(
          makeScratch(kernel, {shape.group, shape.block}, element));
    }
    inputs.push_back(kernel.import(input));
  }
  for (Value table : op.getTables())
    tables.push_back(kernel.import(table));
  line = makeScratch(kernel, {shape.block, shape.group}, element);
  e.loop(kernel.begin, kernel.end, 1, [&](Value b) { emitBlock(b); });
  launch();
}

void ScatterKernel::emitBlock(Value number) {
  block = number;
  samples =
      e.min(e.sub(batch, e.mul(block, shape.block)), e.index(shape.block));
  Value zero = e.index(0);
  int64_t rows = cast<MemRefType>(sums.getType()).getDimSize(1);
  e.loop(zero, e.index(rows), 1, [&](Value place) {
    e.storeVector(e.zero(shape.block), sums, {block, place, zero});
  });
  e.loop(zero, e.index(GatherSum::product(plan.rowExtents)), shape.group,
         [&](Value row) { emitRows(row); });
  addToSamples();
}

void ScatterKernel::emitRows(Value rowBegin) {
  int64_t rows = GatherSum::product(plan.rowExtents);
  for (auto [i, scratch] : llvm::zip(plan.laneInputs, turned)) {
    MatrixPart part;
    part.matrix = inputs[i];
    part.columns = rows;
    part.batch = batch;
    part.sample = e.mul(block, shape.block);
    part.column = rowBegin;
    part.samples = e.index(shape.block);
    part.width = shape.group;
    Value to = scratch;
    readColumns(e, shape, part,
                [&](Value column, Value sample, ValueRange vectors) {
                  for (auto [v, vector] : llvm::enumerate(vectors))
                    e.storeVector(vector, to, {e.add(column, v), sample});
                });
  }
  Value rowEnd = e.min(e.add(rowBegin, shape.group), e.index(rows));
  e.loop(rowBegin, rowEnd, 1, [&](Value row) {
    Value place = e.sub(row, rowBegin);
    e.loop(e.index(0), e.index(GatherSum::product(plan.columnExtents)), 1,
           [&](Value column) { emitPoint(row, place, column); });
  });
}

void ScatterKernel::emitPoint(Value row, Value place, Value column) {
  Value zero = e.index(0);
  SmallVector<Value> dims(op.getExtents().size()), symbols;
  dims[plan.batch] = zero;
  for (auto [d, v] : llvm::zip(plan.rows, splitPoint(e, row, plan.rowExtents)))
    dims[d] = v;
  for (auto [d, v] :
       llvm::zip(plan.columns, splitPoint(e, column, plan.columnExtents)))
    dims[d] = v;
  auto apply = [&](AffineExpr expr) {
    return affine::expandAffineExpr(e.b, e.loc, expr, dims, symbols);
  };
  auto applyAll = [&](ArrayRef<AffineExpr> exprs) {
    SmallVector<Value> at;
    for (AffineExpr expr : exprs)
      at.push_back(apply(expr));
    return at;
  };
  for (auto [table, map] : llvm::zip(tables, plan.tableMaps))
    symbols.push_back(e.b.create<arith::IndexCastOp>(
        e.loc, e.b.getIndexType(), e.load(table, applyAll(map.getResults()))));
  Value factor;
  auto times = [&](Value x, Value y) -> Value {
    return x ? e.b.create<arith::MulFOp>(e.loc, x, y).getResult() : y;
  };
  double coefficient = op.getCoefficient().convertToDouble();
  if (coefficient != 1)
    factor = e.scalar(coefficient);
  for (unsigned i : plan.scalarInputs)
    factor = times(
        factor, e.loadFactor(inputs[i], applyAll(plan.maps[i].getResults())));
  Value product;
  for (Value scratch : turned)
    product = times(product, e.loadVector(scratch, {place, zero}, shape.block));
  if (factor)
    product = times(product, e.broadcast(factor, shape.block));
  SmallVector<Value> to = applyAll(plan.out.getResults().drop_front());
  Value at = joinPoint(
      e, to, cast<MemRefType>(op.getInit().getType()).getShape().drop_front());
  Value old = e.loadVector(sums, {block, at, zero}, shape.block);
  e.storeVector(e.b.create<arith::AddFOp>(e.loc, old, product), sums,
                {block, at, zero});
}

void ScatterKernel::addToSamples() {
  Value zero = e.index(0), from = e.mul(block, shape.block);
  auto add = [&](Value x, Value y) -> Value {
    return e.b.create<arith::AddFOp>(e.loc, x, y);
  };
  int64_t rest = plan.places % shape.group, whole = plan.places - rest;
  auto turn = [&](Value place) {
    storeSamples(e, shape, e.index(shape.block), line, e.index(0),
                 [&](Value r, Value s) {
                   return e.loadVector(sums, {block, e.add(place, r), s},
                                       shape.square);
                 });
  };
  e.loop(zero, e.index(whole), shape.group, [&](Value place) {
    turn(place);
    e.loop(zero, samples, 1, [&](Value s) {
      Value sample = e.add(from, s);
      Value old = e.loadVector(init, {sample, place}, shape.group);
      Value made = e.loadVector(line, {s, zero}, shape.group);
      e.storeVector(add(old, made), init, {sample, place});
    });
  });
  if (rest == 0)
    return;
  turn(e.index(whole));
  e.loop(zero, samples, 1, [&](Value s) {
    Value sample = e.add(from, s);
    e.loop(zero, e.index(rest), 1, [&](Value r) {
      Value place = e.add(r, whole);
      e.store(add(e.load(init, {sample, place}), e.load(line, {s, r})), init,
              {sample, place});
    });
  });
}

void ScatterKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  int64_t cost = (GatherSum::product(plan.rowExtents) *
                      GatherSum::product(plan.columnExtents) +
                  plan.places) *
                 shape.block;
  b.create<dnd::dndrt::LaunchOp>(
      op.getLoc(), kernel.func.getName(),
      out.ceilDiv(dnd::passes::batchSize(entry), shape.block),
      out.index(llvm::divideCeil(limits::workPerThread, cost)),
      ValueRange(kernel.captures()));
}

void outlineGatherScatter(const GatherScatter &scatter, func::FuncOp entry,
                          StringRef name) {
  ScatterKernel(scatter, entry, name).run();
  ScatterContractOp op = scatter.op;
  op.erase();
}

} // namespace dnd::codegen::cpu
