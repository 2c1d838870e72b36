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
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::ScatterContractOp;

namespace dnd::codegen::cpu {

namespace {

struct ScatterPlan {
  ScatterContractOp op;
  unsigned batch = 0;
  SmallVector<unsigned> rows, columns; // loops
  SmallVector<int64_t> rowExtents, columnExtents;
  SmallVector<unsigned> laneInputs, scalarInputs; // operands
  SmallVector<AffineMap> maps, tableMaps;
  AffineMap out;
  int64_t places = 1; // of a sample of the destination
};

class ScatterMatcher {
public:
  ScatterMatcher(ScatterContractOp op, std::string &why) : why(why) {
    plan.op = op;
    plan.maps.assign(
        llvm::map_to_vector(op.getMaps().getAsValueRange<AffineMapAttr>(),
                            [](AffineMap map) { return map; }));
    plan.tableMaps.assign(
        llvm::map_to_vector(op.getTableMaps().getAsValueRange<AffineMapAttr>(),
                            [](AffineMap map) { return map; }));
    plan.out = op.getOutMap();
  }

  std::optional<ScatterPlan> run() {
    if (!matchDestination() || !matchInputs() || !matchLoops())
      return std::nullopt;
    return plan;
  }

private:
  bool refuse(const char *reason) {
    why = reason;
    return false;
  }

  bool matchDestination() {
    ScatterContractOp op = plan.op;
    int found = -1;
    for (auto [d, extent] : llvm::enumerate(op.getExtents()))
      if (ShapedType::isDynamic(extent))
        found = d;
    auto type = cast<MemRefType>(op.getInit().getType());
    if (found < 0 || plan.out.getNumResults() < 2 ||
        plan.out.getResult(0) != getAffineDimExpr(found, op.getContext()))
      return refuse("the places are not those of each sample");
    plan.batch = found;
    for (AffineExpr e : plan.out.getResults().drop_front())
      if (e.isFunctionOfDim(found))
        return refuse("the places differ from sample to sample");
    for (AffineMap map : plan.tableMaps)
      if (map.isFunctionOfDim(found))
        return refuse("the places differ from sample to sample");
    Type element = type.getElementType();
    if (!isDense(op.getInit()) || (!element.isF32() && !element.isF64()))
      return refuse("the destination is not a dense block for each sample");
    plan.places = GatherSum::product(type.getShape().drop_front());
    return true;
  }

  bool matchInputs() {
    ScatterContractOp op = plan.op;
    auto extents = op.getExtents();
    for (auto [i, map] : llvm::enumerate(plan.maps)) {
      if (!map.isFunctionOfDim(plan.batch)) {
        plan.scalarInputs.push_back(i);
        continue;
      }
      auto type = cast<MemRefType>(op.getInputs()[i].getType());
      SmallVector<unsigned> dims;
      for (auto [place, expr] : llvm::enumerate(map.getResults())) {
        auto dim = dyn_cast<AffineDimExpr>(expr);
        if (!dim || extents[dim.getPosition()] != type.getDimSize(place) ||
            llvm::is_contained(dims, dim.getPosition()))
          return refuse("a factor does not lie in the order of the loops");
        dims.push_back(dim.getPosition());
      }
      if (!isDense(op.getInputs()[i]) || dims[0] != plan.batch)
        return refuse("a factor does not lie by samples");
      dims.erase(dims.begin());
      if (!plan.laneInputs.empty() && dims != plan.rows)
        return refuse("two factors lie in different orders");
      plan.rows = dims;
      plan.laneInputs.push_back(i);
    }
    if (plan.laneInputs.empty())
      return refuse("no factor differs from sample to sample");
    return true;
  }

  bool matchLoops() {
    ScatterContractOp op = plan.op;
    unsigned position = 0;
    for (auto [d, extent] : llvm::enumerate(op.getExtents())) {
      if (d == plan.batch)
        continue;
      bool isRow = position < plan.rows.size();
      if (isRow && plan.rows[position] != d)
        return refuse("the rows are not the outer loops");
      if (!isRow)
        plan.columns.push_back(d);
      (isRow ? plan.rowExtents : plan.columnExtents).push_back(extent);
      ++position;
    }
    int64_t points = GatherSum::product(plan.rowExtents) *
                     GatherSum::product(plan.columnExtents);
    if (points == 0 || points < plan.places / 4)
      return refuse("few of the inputs are read");
    return true;
  }

  std::string &why;
  ScatterPlan plan;
};

class ScatterKernel {
public:
  ScatterKernel(const ScatterPlan &plan, func::FuncOp entry, StringRef name)
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

  const ScatterPlan &plan;
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
    factor =
        times(factor, e.load(inputs[i], applyAll(plan.maps[i].getResults())));
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
    storeSamples(e, shape, e.index(shape.block), line, [&](Value r, Value s) {
      return e.loadVector(sums, {block, e.add(place, r), s}, shape.square);
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
      out.index(llvm::divideCeil(workPerThread, cost)),
      ValueRange(kernel.captures()));
}

bool outlineGatherScatter(ScatterContractOp op, func::FuncOp entry,
                          StringRef name, std::string &why) {
  std::optional<ScatterPlan> plan = ScatterMatcher(op, why).run();
  if (!plan)
    return false;
  ScatterKernel(*plan, entry, name).run();
  op.erase();
  return true;
}

} // namespace dnd::codegen::cpu
