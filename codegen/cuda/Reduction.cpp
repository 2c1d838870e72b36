//===- Reduction.cpp - sums, extrema and other reductions -----------------===//
//
// Two forms. With many results a thread walks the sum of its own, in registers.
// With few, a power of two of lanes shares one: each walks every n-th point,
// then a tree joins the lanes, by shuffles inside of a warp, else in shared
// memory. Lanes lie beside each other in a block where the sum walks memory in
// order; else results do. The order of all sums follows from the sizes alone.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/cuda/PointKernel.h"
#include "codegen/kernel/GenericBody.h"
#include "codegen/select/ReductionPlan.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;
using utils::IteratorType;

namespace {
/// Kernels for one linalg.generic with summed dimensions.
class ReductionKernel {
public:
  ReductionKernel(linalg::GenericOp op, linalg::FillOp fill,
                  const KernelPlace &place)
      : op(op), fill(fill), loc(op.getLoc()),
        batch(dnd::passes::batchSize(place.entry)),
        results(pointsOf(op, IteratorType::parallel)),
        summed(pointsOf(op, IteratorType::reduction)),
        kernel(place.kernels, place.name + "_reduction", loc), body(op, kernel),
        combiners(combinersOf(op)) {
    if (batch)
      batchInside = kernel.import(batch);
  }

  void emit(const ReductionPlan &plan) {
    if (plan.fastest && !ShapedType::isDynamic(summed.extents[*plan.fastest])) {
      auto fastest = llvm::find(summed.dims, *plan.fastest);
      std::rotate(fastest, fastest + 1, summed.dims.end());
    }
    if (plan.lanes > 1)
      emitByLanes(plan);
    else
      emitByThread();
  }

private:
  /// A thread walks all summed points of its result.
  void emitByThread() {
    forEachPoint(kernel, results, batchInside, [&](OpBuilder &b, Value number) {
      emitPoint(b, kernel, op, fill, results, false, number, batchInside);
    });
    launchForPoints(kernel, op, results, batch);
  }

  void emitByLanes(const ReductionPlan &plan) {
    OpBuilder &b = kernel.b;
    int64_t columns = reductionThreads / plan.lanes;
    Value thread = kernel.threadId();
    Value inner = number(b, plan.isInOrder ? plan.lanes : columns);
    Value fast = b.create<arith::RemUIOp>(loc, thread, inner);
    Value slow = b.create<arith::DivUIOp>(loc, thread, inner);
    Value lane = plan.isInOrder ? fast : slow;
    Value column = plan.isInOrder ? slow : fast;
    Value first =
        b.create<arith::MulIOp>(loc, kernel.blockId(), number(b, columns));
    Value result = b.create<arith::AddIOp>(loc, first, column);
    Value exists =
        b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, result,
                                results.count(b, loc, batchInside));
    SmallVector<Value> sums = partialSums(b, exists, result, lane, plan);
    if (plan.isInOrder && plan.lanes <= warpThreads &&
        llvm::all_of(sums, [](Value sum) {
          return sum.getType().getIntOrFloatBitWidth() == 32;
        }))
      joinByShuffles(b, sums, plan.lanes);
    else
      joinInMemory(b, sums, lane, column, plan.lanes);
    Value isFirst = b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, lane,
                                            number(b, 0));
    Value writes = b.create<arith::AndIOp>(loc, exists, isFirst);
    b.create<scf::IfOp>(loc, writes, [&](OpBuilder &in, Location) {
      SmallVector<Value> point(op.getNumLoops());
      results.locate(in, loc, result, batchInside, point);
      body.store(in, point, join(in, start(in, point), sums));
      in.create<scf::YieldOp>(loc);
    });
    OpBuilder host(op);
    kernel.launch(
        op, blocksFor(host, loc, results.count(host, loc, batch), columns),
        {reductionThreads});
  }

  Value number(OpBuilder &b, int64_t value) {
    return b.create<arith::ConstantIndexOp>(loc, value);
  }

  /// Two partial results of every kind joined.
  SmallVector<Value> join(OpBuilder &b, ValueRange left, ValueRange right) {
    SmallVector<Value> joined;
    for (auto [combiner, x, y] : llvm::zip(combiners, left, right)) {
      IRMapping mapping;
      mapping.map(combiner->getOperand(0), x);
      mapping.map(combiner->getOperand(1), y);
      joined.push_back(b.clone(*combiner, mapping)->getResult(0));
    }
    return joined;
  }

  /// What one lane walks: every n-th point of its result.
  SmallVector<Value> partialSums(OpBuilder &b, Value exists, Value result,
                                 Value lane, const ReductionPlan &plan) {
    SmallVector<Value> neutral;
    for (Operation *combiner : combiners)
      neutral.push_back(b.create<arith::ConstantOp>(
          loc, *arith::getNeutralElement(combiner)));
    auto walk = b.create<scf::IfOp>(
        loc, exists,
        [&](OpBuilder &in, Location) {
          SmallVector<Value> point(op.getNumLoops());
          results.locate(in, loc, result, batchInside, point);
          auto loop = in.create<scf::ForOp>(
              loc, lane, summed.count(in, loc, batchInside),
              number(in, plan.lanes), neutral,
              [&](OpBuilder &at, Location, Value n, ValueRange carried) {
                summed.locate(at, loc, n, batchInside, point);
                at.create<scf::YieldOp>(loc, body.evaluate(at, point, carried));
              });
          in.create<scf::YieldOp>(loc, loop.getResults());
        },
        [&](OpBuilder &in, Location) {
          in.create<scf::YieldOp>(loc, neutral);
        });
    return SmallVector<Value>(walk.getResults());
  }

  void joinByShuffles(OpBuilder &b, SmallVectorImpl<Value> &sums,
                      int64_t count) {
    for (int64_t step = count / 2; step >= 1; step /= 2) {
      SmallVector<Value> others;
      for (Value sum : sums)
        others.push_back(b.create<gpu::ShuffleOp>(loc, sum, step, warpThreads,
                                                  gpu::ShuffleMode::XOR)
                             .getShuffleResult());
      sums = join(b, sums, others);
    }
  }

  /// Leaves the sums with lane 0.
  void joinInMemory(OpBuilder &b, SmallVectorImpl<Value> &sums, Value lane,
                    Value column, int64_t count) {
    int64_t columns = reductionThreads / count;
    Value row = b.create<arith::MulIOp>(loc, lane, number(b, columns));
    Value slot = b.create<arith::AddIOp>(loc, row, column);
    SmallVector<Value> slots;
    for (Value sum : sums) {
      slots.push_back(kernel.shared({reductionThreads}, sum.getType()));
      b.create<memref::StoreOp>(loc, sum, slots.back(), slot);
    }
    for (int64_t step = count / 2; step >= 1; step /= 2) {
      b.create<gpu::BarrierOp>(loc);
      Value active = b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult,
                                             lane, number(b, step));
      auto next = b.create<scf::IfOp>(
          loc, active,
          [&](OpBuilder &in, Location) {
            Value other =
                in.create<arith::AddIOp>(loc, slot, number(in, step * columns));
            SmallVector<Value> others;
            for (Value each : slots)
              others.push_back(in.create<memref::LoadOp>(loc, each, other));
            SmallVector<Value> joined = join(in, sums, others);
            if (step > 1)
              for (auto [each, sum] : llvm::zip(slots, joined))
                in.create<memref::StoreOp>(loc, sum, each, slot);
            in.create<scf::YieldOp>(loc, joined);
          },
          [&](OpBuilder &in, Location) { in.create<scf::YieldOp>(loc, sums); });
      sums.assign(next.result_begin(), next.result_end());
    }
  }

  SmallVector<Value> start(OpBuilder &b, ArrayRef<Value> point) {
    if (fill)
      return SmallVector<Value>(op.getNumDpsInits(),
                                kernel.import(fill.getInputs()[0]));
    return body.loadOutputs(b, point);
  }

  linalg::GenericOp op;
  linalg::FillOp fill;
  Location loc;
  Value batch, batchInside;
  Points results, summed;
  DeviceKernel kernel;
  GenericBody body;
  SmallVector<Operation *> combiners;
};
} // namespace

LogicalResult dnd::codegen::cuda::outlineReduction(linalg::GenericOp op,
                                                   linalg::FillOp fill,
                                                   const KernelPlace &place) {
  ReductionKernel kernel(op, fill, place);
  kernel.emit(planReduction(op));
  op.erase();
  if (fill)
    fill.erase();
  return success();
}
