//===- LoopNest.cpp - loops for one op on buffers -------------------------===//
#include "codegen/cpu/LoopNest.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/kernel/EntryOps.h"
#include "codegen/kernel/GenericBody.h"
#include "codegen/kernel/Loops.h"
#include "codegen/kernel/ScatterBody.h"
#include "codegen/nest/CoalesceDims.h"
#include "codegen/nest/NestPlan.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

#include <array>

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cpu;
using utils::IteratorType;

namespace {
/// Loops of a kernel over the dimensions of a plan.
class Loops {
public:
  Loops(HostKernel &kernel, const NestSpec &spec, const NestPlan &plan,
        Value batch)
      : kernel(kernel), plan(plan), point(spec.extents.size()) {
    OpBuilder &b = kernel.b;
    Location loc = kernel.loc();
    zero = b.create<arith::ConstantIndexOp>(loc, 0);
    for (int64_t extent : spec.extents)
      extents.push_back(
          ShapedType::isDynamic(extent)
              ? kernel.import(batch)
              : b.create<arith::ConstantIndexOp>(loc, extent).getResult());
  }

  /// Loops over `dims` from the outermost, with loop-carried values; threads
  /// share the dimension of the plan.
  SmallVector<Value> nest(OpBuilder &b, ArrayRef<unsigned> dims,
                          ValueRange carried, LoopStep step) {
    return emitLoops(
        b, kernel.loc(), dims,
        [&](OpBuilder &, unsigned dim) { return boundsOf(dim); }, point,
        carried, step);
  }

  /// The same without sums, the two dimensions `crossed` in blocks.
  void nestInBlocks(OpBuilder &b, ArrayRef<unsigned> outer,
                    std::array<unsigned, 2> crossed, int64_t side,
                    LoopStep step) {
    Location loc = kernel.loc();
    nest(b, outer, {}, [&](OpBuilder &in, ValueRange) {
      OpBuilder at(in);
      Value length = at.create<arith::ConstantIndexOp>(loc, side);
      LoopBounds blocks[2];
      for (unsigned i : {0u, 1u}) {
        LoopBounds whole = boundsOf(crossed[i]);
        auto loop = at.create<scf::ForOp>(loc, whole.from, whole.to, length);
        at.setInsertionPointToStart(loop.getBody());
        Value from = loop.getInductionVar();
        Value to = at.create<arith::MinSIOp>(
            loc, at.create<arith::AddIOp>(loc, from, length), whole.to);
        blocks[i] = {from, to};
      }
      emitLoops(
          at, loc, crossed,
          [&](OpBuilder &, unsigned dim) { return blocks[dim == crossed[1]]; },
          point, {}, step);
      return SmallVector<Value>();
    });
  }

  /// The indices of the loops around the present place.
  ArrayRef<Value> here() const { return point; }

private:
  LoopBounds boundsOf(unsigned dim) const {
    if (static_cast<int>(dim) == plan.shared)
      return {kernel.begin, kernel.end};
    return {zero, extents[dim]};
  }

  HostKernel &kernel;
  const NestPlan &plan;
  Value zero;
  SmallVector<Value> extents, point;
};

/// Loops for one linalg.generic.
class GenericNest {
public:
  GenericNest(linalg::GenericOp op, linalg::FillOp fill, func::FuncOp entry,
              StringRef name)
      : op(op), fill(fill), kernel(entry, name, op.getLoc()),
        batch(dnd::passes::batchSize(entry)), body(op, kernel) {
    describe();
    plan = planNest(spec, limits::longShared);
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

  HostKernel &finished() { return kernel; }
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

  /// Captures come in the order of the operands.
  void importOperands() {
    for (OpOperand &operand : op->getOpOperands())
      if (!op.isDpsInput(&operand) ||
          !op.getMatchingBlockArgument(&operand).use_empty())
        kernel.import(operand.get());
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

  /// What the results hold before the sum.
  SmallVector<Value> startValues(OpBuilder &b) {
    if (initial)
      return SmallVector<Value>(op.getNumDpsInits(), initial);
    return body.loadOutputs(b, loops->here());
  }

  void emitPointwise() {
    auto step = [&](OpBuilder &b, ValueRange) {
      SmallVector<Value> old(op.getNumDpsInits());
      if (body.readsOutputs())
        old = startValues(b);
      body.store(b, loops->here(), body.evaluate(b, loops->here(), old));
      return SmallVector<Value>();
    };
    if (!isLong(plan.crossing) || !isLong(plan.order.back())) {
      loops->nest(kernel.b, plan.order, {}, step);
      return;
    }
    unsigned inner = plan.order.back();
    auto crossing = static_cast<unsigned>(plan.crossing);
    SmallVector<unsigned> outer;
    for (unsigned d : plan.order)
      if (d != inner && d != crossing)
        outer.push_back(d);
    loops->nestInBlocks(kernel.b, outer, {crossing, inner}, limits::crossedSide,
                        step);
  }

  /// True for a dimension of more than one block.
  bool isLong(int dim) const {
    return dim >= 0 && assumedExtent(spec.extents[dim]) > limits::crossedSide;
  }

  /// The innermost loop sums: the sum stays in registers over all summed loops.
  void emitRegisterSum() {
    loops->nest(kernel.b, dims(true), {}, [&](OpBuilder &b, ValueRange) {
      SmallVector<Value> sums =
          loops->nest(b, dims(false), startValues(b),
                      [&](OpBuilder &in, ValueRange carried) {
                        return body.evaluate(in, loops->here(), carried);
                      });
      body.store(b, loops->here(), sums);
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
    } while (!outer.empty() && length < limits::shortRow &&
             !ShapedType::isDynamic(spec.extents[outer.back()]) &&
             length * assumedExtent(spec.extents[outer.back()]) <=
                 limits::longestRow);
    inner.append(row);
    loops->nest(kernel.b, outer, {}, [&](OpBuilder &b, ValueRange) {
      if (initial) {
        loops->nest(b, row, {}, [&](OpBuilder &in, ValueRange) {
          body.store(in, loops->here(), startValues(in));
          return SmallVector<Value>();
        });
      }
      loops->nest(b, inner, {}, [&](OpBuilder &in, ValueRange) {
        SmallVector<Value> old = body.loadOutputs(in, loops->here());
        body.store(in, loops->here(), body.evaluate(in, loops->here(), old));
        return SmallVector<Value>();
      });
      return SmallVector<Value>();
    });
  }

  linalg::GenericOp op;
  linalg::FillOp fill;
  HostKernel kernel;
  Value batch;
  NestSpec spec;
  NestPlan plan;
  GenericBody body;
  Loops *loops = nullptr;
  Value initial;
};
} // namespace

/// Calls the kernel in place of `op`.
static void launch(Operation *op, HostKernel &kernel, const NestSpec &spec,
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
    if (dynamic || work >= 2.0 * limits::workPerThread)
      grain =
          constant(llvm::divideCeil(limits::workPerThread, plan.costOfSlice));
  }
  b.create<dnd::dndrt::LaunchOp>(loc, kernel.func.getName(), count, grain,
                                 ValueRange(kernel.captures()));
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

/// The same op with dimensions that are neighbours in all of its buffers as
/// one, so that inner loops are long.
static linalg::GenericOp coalesce(linalg::GenericOp op) {
  bool usesIndices = false;
  op.getBody()->walk([&](linalg::IndexOp) { usesIndices = true; });
  BufferSpace space;
  space.extents = op.getStaticLoopRanges();
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  for (auto [d, type] : llvm::enumerate(op.getIteratorTypesArray()))
    if (usesIndices ||
        (type == IteratorType::parallel) != out.isFunctionOfDim(d))
      return op;
  for (OpOperand &operand : op->getOpOperands())
    if (isa<MemRefType>(operand.get().getType())) {
      space.buffers.push_back(operand.get());
      space.maps.push_back(op.getMatchingIndexingMap(&operand));
    }
  OpBuilder b(op);
  unsigned numLoops = op.getNumLoops();
  coalesceDims(b, op.getLoc(), space);
  if (space.extents.size() == numLoops)
    return op;
  SmallVector<Value> inputs, outputs;
  SmallVector<AffineMap> maps;
  unsigned next = 0;
  for (OpOperand &operand : op->getOpOperands()) {
    bool isBuffer = isa<MemRefType>(operand.get().getType());
    maps.push_back(
        isBuffer ? space.maps[next]
                 : AffineMap::get(space.extents.size(), 0, b.getContext()));
    (op.isDpsInput(&operand) ? inputs : outputs)
        .push_back(isBuffer ? space.buffers[next] : operand.get());
    next += isBuffer;
  }
  SmallVector<IteratorType> iterators;
  for (unsigned d = 0; d < space.extents.size(); ++d)
    iterators.push_back(maps.back().isFunctionOfDim(d)
                            ? IteratorType::parallel
                            : IteratorType::reduction);
  auto made = b.create<linalg::GenericOp>(op.getLoc(), inputs, outputs, maps,
                                          iterators);
  made.getRegion().takeBody(op.getRegion());
  op.erase();
  return made;
}

void dnd::codegen::cpu::outlineGeneric(linalg::GenericOp op,
                                       linalg::FillOp fill, func::FuncOp entry,
                                       StringRef name) {
  // Pointwise over whole buffers: one long loop instead of many short ones.
  if (op.getNumLoops() > 1 && isInMemoryOrder(op))
    op = flatten(op);
  else
    op = coalesce(op);
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
  outlineGeneric(asGeneric(op), nullptr, entry, name);
}

void dnd::codegen::cpu::outlineScatter(dnd::dndrt::ScatterContractOp op,
                                       func::FuncOp entry, StringRef name) {
  Location loc = op.getLoc();
  Value batch = dnd::passes::batchSize(entry);
  AffineMap out = op.getOutMap();
  SmallVector<AffineMap> maps(op.getMaps().getAsValueRange<AffineMapAttr>());
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
  NestPlan plan = planNest(spec, limits::longShared);
  // The shared dimension outside, everything else in the order of the text.
  plan.order.clear();
  if (plan.shared >= 0)
    plan.order.push_back(plan.shared);
  for (unsigned d = 0; d < spec.extents.size(); ++d)
    if (static_cast<int>(d) != plan.shared)
      plan.order.push_back(d);
  HostKernel kernel(entry, name, loc);
  Loops loops(kernel, spec, plan, batch);
  ScatterBody body(op, kernel);
  loops.nest(kernel.b, plan.order, {}, [&](OpBuilder &b, ValueRange) {
    body.addAt(b, loops.here());
    return SmallVector<Value>();
  });
  launch(op, kernel, spec, plan, batch);
  op.erase();
}
