//===- LoopNest.cpp - loops for one op on buffers -------------------------===//
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/Kernel.h"
#include "codegen/nest/NestPlan.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cpu;
using utils::IteratorType;

/// Rows of a result with fewer elements are summed together with others, up to
/// as many as stay near in the cache.
static constexpr int64_t shortRow = 64, longestRow = 16384;

namespace {
/// Loops of a kernel over the dimensions of a plan.
class Loops {
public:
  using Step = llvm::function_ref<SmallVector<Value>(OpBuilder &, ValueRange)>;

  Loops(Kernel &kernel, const NestSpec &spec, const NestPlan &plan, Value batch)
      : kernel(kernel), plan(plan) {
    OpBuilder &b = kernel.b;
    Location loc = kernel.func.getLoc();
    zero = b.create<arith::ConstantIndexOp>(loc, 0);
    one = b.create<arith::ConstantIndexOp>(loc, 1);
    ivs.resize(spec.extents.size());
    for (int64_t extent : spec.extents)
      extents.push_back(
          ShapedType::isDynamic(extent)
              ? kernel.import(batch)
              : b.create<arith::ConstantIndexOp>(loc, extent).getResult());
  }

  /// Loops over `dims` from the outermost, with loop-carried values.
  SmallVector<Value> nest(OpBuilder &b, ArrayRef<unsigned> dims,
                          ValueRange carried, Step step) {
    if (dims.empty())
      return step(b, carried);
    unsigned dim = dims.front();
    bool shared = static_cast<int>(dim) == plan.shared;
    Location loc = kernel.func.getLoc();
    auto loop = b.create<scf::ForOp>(
        loc, shared ? kernel.begin : zero, shared ? kernel.end : extents[dim],
        one, carried,
        [&](OpBuilder &inner, Location, Value iv, ValueRange args) {
          Value before = ivs[dim];
          ivs[dim] = iv;
          SmallVector<Value> next = nest(inner, dims.drop_front(), args, step);
          ivs[dim] = before;
          inner.create<scf::YieldOp>(loc, next);
        });
    return SmallVector<Value>(loop.getResults());
  }

  /// The indices of an access at the current point.
  SmallVector<Value> place(OpBuilder &b, AffineMap map,
                           ValueRange symbols = {}) {
    SmallVector<Value> dims, indices;
    for (Value iv : ivs)
      dims.push_back(iv ? iv : zero);
    for (AffineExpr e : map.getResults())
      indices.push_back(
          affine::expandAffineExpr(b, kernel.func.getLoc(), e, dims, symbols));
    return indices;
  }

  Value iv(unsigned dim) const { return ivs[dim]; }

private:
  Kernel &kernel;
  const NestPlan &plan;
  Value zero, one;
  SmallVector<Value> extents, ivs;
};

/// Loops for one linalg.generic.
class GenericNest {
public:
  GenericNest(linalg::GenericOp op, linalg::FillOp fill, func::FuncOp entry,
              StringRef name)
      : op(op), fill(fill), kernel(entry, name, op.getLoc()),
        batch(dnd::passes::batchSize(entry)) {
    describe();
    plan = planNest(spec);
  }

  void run() {
    importOperands();
    Loops loops(kernel, spec, plan, batch);
    this->loops = &loops;
    bool sums = op.getNumReductionLoops() > 0;
    if (!sums)
      emitPointwise();
    else if (!spec.parallel[plan.order.back()])
      emitRegisterSum();
    else
      emitMemorySum();
  }

  Kernel &finished() { return kernel; }
  const NestSpec &getSpec() const { return spec; }
  const NestPlan &getPlan() const { return plan; }

private:
  void describe() {
    spec.extents = op.getStaticLoopRanges();
    for (IteratorType type : op.getIteratorTypesArray())
      spec.parallel.push_back(type == IteratorType::parallel);
    for (OpOperand &operand : op->getOpOperands()) {
      auto type = dyn_cast<MemRefType>(operand.get().getType());
      if (type && (!op.isDpsInput(&operand) ||
                   !op.getMatchingBlockArgument(&operand).use_empty()))
        spec.accesses.push_back({type, op.getMatchingIndexingMap(&operand)});
    }
    int64_t cost = 0;
    op.getBody()->walk([&](Operation *inner) {
      bool slow = isa<math::MathDialect>(inner->getDialect()) ||
                  isa<arith::DivFOp>(inner);
      bool free = isa<arith::ConstantOp, linalg::IndexOp>(inner);
      int64_t times = 1;
      if (auto loop = inner->getParentOfType<scf::ForOp>())
        if (auto upper = getConstantIntValue(loop.getUpperBound());
            upper && op->isAncestor(loop))
          times = *upper;
      cost += (slow ? 10 : free ? 0 : 1) * times;
    });
    spec.costOfPoint = std::max<int64_t>(cost, 1);
  }

  void importOperands() {
    for (OpOperand &operand : op->getOpOperands()) {
      bool used = !op.isDpsInput(&operand) ||
                  !op.getMatchingBlockArgument(&operand).use_empty();
      buffers.push_back(used ? kernel.import(operand.get()) : Value());
    }
    if (fill)
      initial = kernel.import(fill.getInputs()[0]);
  }

  SmallVector<unsigned> dims(bool parallel) {
    SmallVector<unsigned> result;
    for (unsigned d : plan.order)
      if (spec.parallel[d] == parallel)
        result.push_back(d);
    return result;
  }

  Value loadOperand(OpBuilder &b, OpOperand &operand) {
    Value buffer = buffers[operand.getOperandNumber()];
    if (!buffer)
      return Value();
    if (!isa<MemRefType>(buffer.getType()))
      return buffer;
    return b.create<memref::LoadOp>(
        op.getLoc(), buffer,
        loops->place(b, op.getMatchingIndexingMap(&operand)));
  }

  SmallVector<Value> loadOutputs(OpBuilder &b) {
    SmallVector<Value> values;
    for (OpOperand &init : op.getDpsInitsMutable())
      values.push_back(initial ? initial : loadOperand(b, init));
    return values;
  }

  void storeOutputs(OpBuilder &b, ValueRange values) {
    for (auto [init, value] : llvm::zip(op.getDpsInitsMutable(), values))
      b.create<memref::StoreOp>(
          op.getLoc(), value, buffers[init.getOperandNumber()],
          loops->place(b, op.getMatchingIndexingMap(&init)));
  }

  /// The body at the current point; `outputs` are the old values.
  SmallVector<Value> body(OpBuilder &b, ValueRange outputs) {
    IRMapping mapping;
    Block *block = op.getBody();
    for (OpOperand *input : op.getDpsInputOperands()) {
      BlockArgument arg = op.getMatchingBlockArgument(input);
      if (!arg.use_empty())
        mapping.map(arg, loadOperand(b, *input));
    }
    for (auto [arg, value] : llvm::zip(op.getRegionOutputArgs(), outputs))
      if (value)
        mapping.map(arg, value);
    for (Operation &inner : block->without_terminator()) {
      if (auto index = dyn_cast<linalg::IndexOp>(inner))
        mapping.map(index.getResult(), loops->iv(index.getDim()));
      else
        cloneWithIndices(b, inner, mapping);
    }
    SmallVector<Value> results;
    for (Value value : block->getTerminator()->getOperands()) {
      Value here = mapping.lookupOrNull(value);
      results.push_back(here ? here : kernel.import(value));
    }
    return results;
  }

  /// linalg.index may also stand in a nested loop.
  void cloneWithIndices(OpBuilder &b, Operation &inner, IRMapping &mapping) {
    SmallVector<linalg::IndexOp> nested;
    inner.walk([&](linalg::IndexOp index) { nested.push_back(index); });
    Operation *copy = kernel.clone(b, inner, mapping);
    SmallVector<linalg::IndexOp> copies;
    copy->walk([&](linalg::IndexOp index) { copies.push_back(index); });
    for (linalg::IndexOp index : copies) {
      index.replaceAllUsesWith(loops->iv(index.getDim()));
      index.erase();
    }
  }

  bool readsOutput() {
    return llvm::any_of(op.getRegionOutputArgs(),
                        [](BlockArgument arg) { return !arg.use_empty(); });
  }

  void emitPointwise() {
    loops->nest(kernel.b, plan.order, {}, [&](OpBuilder &b, ValueRange) {
      SmallVector<Value> old(op.getNumDpsInits());
      if (readsOutput())
        old = loadOutputs(b);
      storeOutputs(b, body(b, old));
      return SmallVector<Value>();
    });
  }

  /// The innermost loop sums: the sum stays in registers over all summed loops.
  void emitRegisterSum() {
    loops->nest(kernel.b, dims(true), {}, [&](OpBuilder &b, ValueRange) {
      SmallVector<Value> start = loadOutputs(b);
      SmallVector<Value> sums = loops->nest(
          b, dims(false), start,
          [&](OpBuilder &in, ValueRange carried) { return body(in, carried); });
      storeOutputs(b, sums);
      return SmallVector<Value>();
    });
  }

  /// The innermost loop is one of the result: rows of the result are summed in
  /// memory, near in the cache. Short rows are taken together, so that what is
  /// summed is read in the order of memory.
  void emitMemorySum() {
    SmallVector<unsigned> outer = dims(true), inner = dims(false), row;
    int64_t length = 1;
    do {
      row.insert(row.begin(), outer.pop_back_val());
      length *= assumedExtent(spec.extents[row.front()]);
    } while (!outer.empty() && length < shortRow &&
             !ShapedType::isDynamic(spec.extents[outer.back()]) &&
             length * assumedExtent(spec.extents[outer.back()]) <= longestRow);
    inner.append(row);
    loops->nest(kernel.b, outer, {}, [&](OpBuilder &b, ValueRange) {
      if (initial) {
        loops->nest(b, row, {}, [&](OpBuilder &in, ValueRange) {
          storeOutputs(in, SmallVector<Value>(op.getNumDpsInits(), initial));
          return SmallVector<Value>();
        });
      }
      loops->nest(b, inner, {}, [&](OpBuilder &in, ValueRange) {
        SmallVector<Value> old;
        for (OpOperand &init : op.getDpsInitsMutable())
          old.push_back(loadOperand(in, init));
        storeOutputs(in, body(in, old));
        return SmallVector<Value>();
      });
      return SmallVector<Value>();
    });
  }

  linalg::GenericOp op;
  linalg::FillOp fill;
  Kernel kernel;
  Value batch;
  NestSpec spec;
  NestPlan plan;
  Loops *loops = nullptr;
  SmallVector<Value> buffers;
  Value initial;
};
} // namespace

/// Calls the kernel in place of `op`.
static void launch(Operation *op, Kernel &kernel, const NestSpec &spec,
                   const NestPlan &plan, Value batch) {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  Location loc = op->getLoc();
  auto constant = [&](int64_t v) -> Value {
    return b.create<arith::ConstantIndexOp>(loc, v);
  };
  Value count = constant(1), grain = constant(0);
  if (plan.shared >= 0) {
    int64_t extent = spec.extents[plan.shared];
    bool dynamic = ShapedType::isDynamic(extent);
    count = dynamic ? batch : constant(extent);
    double work = double(plan.costOfSlice) * assumedExtent(extent);
    if (dynamic || work >= 2.0 * workPerThread)
      grain = constant(llvm::divideCeil(workPerThread, plan.costOfSlice));
  }
  b.create<dnd::dndrt::LaunchOp>(loc, kernel.func.getName(), count, grain,
                                 ValueRange(kernel.captures()));
}

/// Pointwise over whole buffers: one long loop instead of many short ones.
static bool isFlat(linalg::GenericOp op) {
  if (op.getNumParallelLoops() != op.getNumLoops() || op.getNumLoops() < 2)
    return false;
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  if (llvm::any_of(ArrayRef(extents).drop_front(), ShapedType::isDynamic))
    return false;
  bool indices = false;
  op.getBody()->walk([&](linalg::IndexOp) { indices = true; });
  if (indices)
    return false;
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<MemRefType>(operand.get().getType());
    if (!type || op.getMatchingIndexingMap(&operand).getNumResults() == 0)
      continue;
    if (!op.getMatchingIndexingMap(&operand).isIdentity() ||
        !type.getLayout().isIdentity() || type.getShape() != ArrayRef(extents))
      return false;
  }
  return true;
}

/// The same op over the elements in memory order. The batch stays a dimension
/// of its own: [batch, elements of a sample].
static linalg::GenericOp flatten(linalg::GenericOp op) {
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  bool batched = ShapedType::isDynamic(extents[0]);
  unsigned rank = batched ? 2 : 1;
  if (extents.size() == rank)
    return op;
  OpBuilder b(op);
  SmallVector<ReassociationIndices> groups;
  if (batched)
    groups.push_back({0});
  groups.emplace_back();
  for (unsigned d = batched; d < extents.size(); ++d)
    groups.back().push_back(d);
  SmallVector<Value> inputs, outputs;
  SmallVector<AffineMap> maps;
  for (OpOperand &operand : op->getOpOperands()) {
    Value value = operand.get();
    bool whole = isa<MemRefType>(value.getType()) &&
                 op.getMatchingIndexingMap(&operand).getNumResults() != 0;
    if (whole)
      value = b.create<memref::CollapseShapeOp>(op.getLoc(), value, groups);
    maps.push_back(whole ? b.getMultiDimIdentityMap(rank)
                         : AffineMap::get(rank, 0, b.getContext()));
    (op.isDpsInput(&operand) ? inputs : outputs).push_back(value);
  }
  SmallVector<IteratorType> iterators(rank, IteratorType::parallel);
  auto flat = b.create<linalg::GenericOp>(op.getLoc(), inputs, outputs, maps,
                                          iterators);
  flat.getRegion().takeBody(op.getRegion());
  op.erase();
  return flat;
}

void dnd::codegen::cpu::outlineGeneric(linalg::GenericOp op,
                                       linalg::FillOp fill, func::FuncOp entry,
                                       StringRef name) {
  if (isFlat(op))
    op = flatten(op);
  GenericNest nest(op, fill, entry, name);
  nest.run();
  launch(op, nest.finished(), nest.getSpec(), nest.getPlan(),
         dnd::passes::batchSize(entry));
  op.erase();
  if (fill)
    fill.erase();
}

void dnd::codegen::cpu::outlineFill(linalg::FillOp op, func::FuncOp entry,
                                    StringRef name) {
  OpBuilder b(op);
  auto type = cast<MemRefType>(op.getOutputs()[0].getType());
  SmallVector<AffineMap> maps{AffineMap::get(type.getRank(), 0, b.getContext()),
                              b.getMultiDimIdentityMap(type.getRank())};
  SmallVector<IteratorType> iterators(type.getRank(), IteratorType::parallel);
  auto generic = b.create<linalg::GenericOp>(
      op.getLoc(), op.getInputs(), op.getOutputs(), maps, iterators,
      [](OpBuilder &inner, Location loc, ValueRange args) {
        inner.create<linalg::YieldOp>(loc, args[0]);
      });
  op.erase();
  outlineGeneric(generic, nullptr, entry, name);
}

void dnd::codegen::cpu::outlineScatter(dnd::dndrt::ScatterContractOp op,
                                       func::FuncOp entry, StringRef name) {
  Location loc = op.getLoc();
  Value batch = dnd::passes::batchSize(entry);
  AffineMap out = op.getOutMap();
  SmallVector<AffineMap> maps(op.getMaps().getAsValueRange<AffineMapAttr>());
  SmallVector<AffineMap> tableMaps(
      op.getTableMaps().getAsValueRange<AffineMapAttr>());
  NestSpec spec;
  spec.extents.assign(op.getExtents().begin(), op.getExtents().end());
  // Points of one place differ in no dimension that the place shows alone.
  for (unsigned d = 0; d < spec.extents.size(); ++d)
    spec.parallel.push_back(llvm::any_of(out.getResults(), [&](AffineExpr e) {
      return e == getAffineDimExpr(d, op.getContext());
    }));
  spec.accesses.push_back({cast<MemRefType>(op.getInit().getType()), out});
  for (auto [input, map] : llvm::zip(op.getInputs(), maps))
    spec.accesses.push_back({cast<MemRefType>(input.getType()), map});
  spec.costOfPoint = 3 + op.getInputs().size();
  NestPlan plan = planNest(spec);
  // The shared dimension outside, everything else in the order of the text.
  plan.order.clear();
  if (plan.shared >= 0)
    plan.order.push_back(plan.shared);
  for (unsigned d = 0; d < spec.extents.size(); ++d)
    if (static_cast<int>(d) != plan.shared)
      plan.order.push_back(d);
  Kernel kernel(entry, name, loc);
  Loops loops(kernel, spec, plan, batch);
  Value init = kernel.import(op.getInit());
  SmallVector<Value> inputs, tables;
  for (Value input : op.getInputs())
    inputs.push_back(kernel.import(input));
  for (Value table : op.getTables())
    tables.push_back(kernel.import(table));
  Type element = cast<MemRefType>(op.getInit().getType()).getElementType();
  double coefficient = op.getCoefficient().convertToDouble();
  loops.nest(kernel.b, plan.order, {}, [&](OpBuilder &b, ValueRange) {
    SmallVector<Value> symbols;
    for (auto [table, map] : llvm::zip(tables, tableMaps))
      symbols.push_back(b.create<arith::IndexCastOp>(
          loc, b.getIndexType(),
          b.create<memref::LoadOp>(loc, table, loops.place(b, map))));
    Value product;
    if (coefficient != 1 || inputs.empty())
      product = b.create<arith::ConstantOp>(
          loc, b.getFloatAttr(element, coefficient));
    for (auto [input, map] : llvm::zip(inputs, maps)) {
      Value x =
          b.create<memref::LoadOp>(loc, input, loops.place(b, map, symbols));
      product =
          product ? b.create<arith::MulFOp>(loc, product, x).getResult() : x;
    }
    SmallVector<Value> place = loops.place(b, out, symbols);
    Value old = b.create<memref::LoadOp>(loc, init, place);
    Value sum = b.create<arith::AddFOp>(loc, old, product);
    b.create<memref::StoreOp>(loc, sum, init, place);
    return SmallVector<Value>();
  });
  launch(op, kernel, spec, plan, batch);
  op.erase();
}
