//===- PackedContract.cpp - the kernel of dndrt.packed_contract -----------===//
//
// A unit of work is a block of rows times a group of panels of columns. Where
// columns are neighbours in memory and the sum is short, tiles read the right
// operand in place and walk along the rows of the result; otherwise each panel
// is first copied to scratch memory [sum][lanes]. Rows are clamped at the end
// (computed again, not stored), columns masked. No result depends on the
// partition of the units.
//
// A third factor multiplies the sums inside of it where it varies with the rows
// (y_bj = sum_i x_bi (sum_k A_jik x_bk)), and the panel otherwise.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/cpu/PackedKernel.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen::cpu {

void PackedKernel::emit() {
  Value batch = dnd::passes::batchSize(entry);
  for (int64_t extent : space.extents)
    extents.push_back(ShapedType::isDynamic(extent) ? kernel.import(batch)
                                                    : e.index(extent));
  ivs.assign(extents.size(), Value());
  Value zero = e.index(0);
  for (Value &iv : ivs)
    iv = zero;
  SmallVector<Value> buffers;
  for (Value buffer : space.buffers)
    buffers.push_back(kernel.import(buffer));
  lhs = buffers[0];
  rhs = buffers[1];
  lhsMap = space.maps[0];
  rhsMap = space.maps[1];
  if (op.getFactor()) {
    factor = buffers[2];
    factorMap = space.maps[2];
  }
  unsigned factors = op.getNumFactors();
  epilogue.emplace(op.getEpilogue(), ArrayRef(buffers).drop_front(factors),
                   ArrayRef(space.maps).drop_front(factors),
                   op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  if (plan.packs)
    panel = makeScratch(kernel, {plan.panelRows, plan.tile.lanes}, element);
  // Rows beyond the end are computed too.
  sums = makeScratch(
      kernel,
      {plan.blocks ? plan.rowsPerUnit : plan.tile.rows, plan.tile.lanes},
      element);
  if (plan.leftSteps) {
    left = makeScratch(kernel, {plan.leftSteps, plan.tile.rows}, element);
    waiting = makeScratch(
        kernel, {plan.panelsPerUnit * plan.tile.rows, plan.tile.lanes},
        element);
  }
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
}

/// Units in the order outer point, group of panels, block of rows.
void PackedKernel::emitUnit(Value unit) {
  OpBuilder &b = e.b;
  Location loc = e.loc;
  auto split = [&](Value count) {
    Value rest = b.createOrFold<arith::DivUIOp>(loc, unit, count);
    Value part = b.createOrFold<arith::RemUIOp>(loc, unit, count);
    unit = rest;
    return part;
  };
  Value rowBlock = split(e.ceilDiv(extents[plan.row], plan.rowsPerUnit));
  int64_t columnsPerUnit = plan.panelsPerUnit * plan.tile.lanes;
  Value group = split(e.ceilDiv(extents[plan.lane], columnsPerUnit));
  for (unsigned d : llvm::reverse(plan.outer))
    ivs[d] = split(extents[d]);
  Value rowBegin = e.mul(rowBlock, plan.rowsPerUnit);
  Value rowEnd = e.min(e.add(rowBegin, plan.rowsPerUnit), extents[plan.row]);
  Value columnBegin = e.mul(group, columnsPerUnit);
  if (plan.packs)
    return emitPanelThenRows(columnBegin, rowBegin, rowEnd);
  Value columnEnd =
      e.min(e.add(columnBegin, columnsPerUnit), extents[plan.lane]);
  emitRowsThenPanels(columnBegin, columnEnd, rowBegin, rowEnd);
}

void PackedKernel::emitRowsThenPanels(Value columnBegin, Value columnEnd,
                                      Value rowBegin, Value rowEnd) {
  e.loop(rowBegin, rowEnd, plan.tile.rows, [&](Value row) {
    if (plan.leftSteps)
      return emitCopiedRows(columnBegin, columnEnd, row, rowEnd);
    e.loop(columnBegin, columnEnd, plan.tile.lanes,
           [&](Value column) { emitTile(row, rowEnd, column); });
  });
}

/// The rows of a tile for all columns, with the left operand copied. Of a
/// longer sum than one copy holds, tiles wait in scratch memory.
void PackedKernel::emitCopiedRows(Value columnBegin, Value columnEnd, Value row,
                                  Value rowEnd) {
  Value steps = extents[plan.sums.front()];
  e.loop(e.index(0), steps, plan.leftSteps, [&](Value from) {
    Value to = e.min(e.add(from, plan.leftSteps), steps);
    packLeft(row, from, to);
    leftFrom = from;
    e.loop(columnBegin, columnEnd, plan.tile.lanes, [&](Value column) {
      Value panel = e.b.createOrFold<arith::DivUIOp>(
          e.loc, e.sub(column, columnBegin), e.index(plan.tile.lanes));
      emitPartOfTile(row, rowEnd, column, e.mul(panel, plan.tile.rows), from,
                     to);
    });
  });
}

/// Steps [from, to) of a tile whose sums wait from row `place` on; behind the
/// last step its results.
void PackedKernel::emitPartOfTile(Value row, Value rowEnd, Value column,
                                  Value place, Value from, Value to) {
  int64_t lanes = plan.tile.lanes;
  Value zero = e.index(0), steps = extents[plan.sums.front()];
  SmallVector<Value> start = e.choose(
      e.lessEqual(from, zero), plan.tile.rows, lanes,
      [&] { return SmallVector<Value>(plan.tile.rows, e.zero(lanes)); },
      [&] {
        SmallVector<Value> before;
        for (int64_t r = 0; r < plan.tile.rows; ++r)
          before.push_back(
              e.loadVector(waiting, {e.add(place, r), zero}, lanes));
        return before;
      });
  prefetchResults(row, column);
  auto sum = [&](bool masked) {
    SmallVector<Value> tile = emitSum(start, row, column, from, to, masked);
    e.branch(
        e.less(to, steps),
        [&] {
          for (auto [r, value] : llvm::enumerate(tile))
            e.storeVector(value, waiting, {e.add(place, r), zero});
        },
        [&] { storeTile(tile, zero); });
  };
  byColumns(column, [&] { sum(false); }, [&] { sum(true); });
  e.branch(e.lessEqual(steps, to),
           [&] {
             emitEpilogue(row, e.min(e.add(row, plan.tile.rows), rowEnd),
                          column, zero);
           },
           {});
}

/// What the epilogue of a tile will read is on its way while the tile is
/// summed: its rows are too short for the processor to see them coming.
void PackedKernel::prefetchResults(Value row, Value column) {
  ivs[plan.lane] = column;
  for (int64_t r = 0; r < plan.tile.rows; ++r) {
    ivs[plan.row] = e.add(row, r);
    epilogue->prefetch(e, ivs, plan.row, plan.lane, plan.tile.lanes);
  }
}

/// left[step][r] = the left operand; rows beyond the end repeat the last one.
void PackedKernel::packLeft(Value row, Value from, Value to) {
  unsigned sum = plan.sums.front();
  int64_t rows = plan.tile.rows;
  Value last = e.sub(extents[plan.row], e.index(1));
  auto copy = [&](llvm::function_ref<void(Value)> emitStep) {
    e.loop(from, to, 1, [&](Value step) {
      ivs[sum] = step;
      emitStep(e.sub(step, from));
    });
    ivs[sum] = e.index(0);
  };
  e.branch(
      e.lessEqual(e.add(row, rows), extents[plan.row]),
      [&] {
        copy([&](Value place) {
          ivs[plan.row] = row;
          e.storeVector(e.loadFactors(lhs, e.apply(lhsMap, ivs), rows), left,
                        {place, e.index(0)});
        });
      },
      [&] {
        copy([&](Value place) {
          for (int64_t r = 0; r < rows; ++r) {
            ivs[plan.row] = e.min(e.add(row, r), last);
            e.store(e.loadFactor(lhs, e.apply(lhsMap, ivs)), left,
                    {place, e.index(r)});
          }
        });
      });
}

void PackedKernel::byColumns(Value column, llvm::function_ref<void()> whole,
                             llvm::function_ref<void()> part) {
  int64_t columns = space.extents[plan.lane];
  if (!ShapedType::isDynamic(columns) && columns % plan.tile.lanes == 0)
    whole();
  else if (!ShapedType::isDynamic(columns) && columns < plan.tile.lanes)
    part();
  else
    e.branch(isFull(column), whole, part);
}

/// One tile read in place, from start to end of the sum.
void PackedKernel::emitTile(Value row, Value rowEnd, Value column) {
  SmallVector<Value> start(plan.tile.rows, e.zero(plan.tile.lanes));
  Value zero = e.index(0);
  Value steps = extents[plan.sums.front()];
  auto whole = [&] {
    storeTile(emitSum(start, row, column, zero, steps, false), zero);
  };
  auto part = [&] {
    storeTile(emitSum(start, row, column, zero, steps, true), zero);
  };
  byColumns(column, whole, part);
  emitEpilogue(row, e.min(e.add(row, plan.tile.rows), rowEnd), column, zero);
}

void PackedKernel::emitPanelThenRows(Value column, Value rowBegin,
                                     Value rowEnd) {
  Value zero = e.index(0);
  if (!plan.blocks) {
    Value all = extents[plan.sums.front()];
    packPanel(column, zero, all);
    e.loop(rowBegin, rowEnd, plan.tile.rows, [&](Value row) {
      SmallVector<Value> start(plan.tile.rows, e.zero(plan.tile.lanes));
      storeTile(emitSum(start, row, column, zero, all, false), zero);
      emitEpilogue(row, e.min(e.add(row, plan.tile.rows), rowEnd), column,
                   zero);
    });
    return;
  }
  // The sum in parts: tiles wait in scratch memory between them.
  e.loop(zero, e.index(plan.rowsPerUnit), 1, [&](Value row) {
    e.storeVector(e.zero(plan.tile.lanes), sums, {row, zero});
  });
  e.loop(zero, extents[plan.blockedSum], plan.blockSteps, [&](Value from) {
    Value to = e.min(e.add(from, plan.blockSteps), extents[plan.blockedSum]);
    packPanel(column, from, to);
    e.loop(rowBegin, rowEnd, plan.tile.rows, [&](Value row) {
      Value place = e.sub(row, rowBegin);
      SmallVector<Value> start;
      for (int64_t r = 0; r < plan.tile.rows; ++r)
        start.push_back(
            e.loadVector(sums, {e.add(place, r), zero}, plan.tile.lanes));
      storeTile(emitSum(start, row, column, from, to, false), place);
    });
  });
  emitEpilogue(rowBegin, rowEnd, column, zero);
}

void PackedKernel::storeTile(ValueRange tile, Value scratchRow) {
  for (auto [r, value] : llvm::enumerate(tile))
    e.storeVector(value, sums, {e.add(scratchRow, r), e.index(0)});
}

/// Loops over the summed dimensions; `flat` counts the rows of the panel. The
/// blocked dimension runs over [from, to).
SmallVector<Value> PackedKernel::sumLoops(unsigned depth, ValueRange carried,
                                          Value flat, Value from, Value to,
                                          Step step, Join join) {
  if (join && depth == plan.nestDepth) {
    SmallVector<Value> start(carried.size(), e.zero(plan.tile.lanes));
    SmallVector<Value> inner = sumLoops(depth, start, flat, from, to, step);
    return join(inner, carried);
  }
  if (depth == plan.sums.size())
    return step(flat, carried);
  unsigned d = plan.sums[depth];
  bool isPart = plan.leftSteps || (plan.blocks && d == plan.blockedSum);
  Value begin = isPart ? from : e.index(0);
  Value end = isPart ? to : extents[d];
  return e.loop(begin, end, 1, carried, [&](Value iv, ValueRange args) {
    Value before = ivs[d];
    ivs[d] = iv;
    Value length = isPart ? e.sub(to, from) : extents[d];
    Value next = e.add(e.b.createOrFold<arith::MulIOp>(e.loc, flat, length),
                       isPart ? e.sub(iv, from) : iv);
    SmallVector<Value> result =
        sumLoops(depth + 1, args, next, from, to, step, join);
    ivs[d] = before;
    return result;
  });
}

/// The products of one tile added to `start`.
SmallVector<Value> PackedKernel::emitSum(ValueRange start, Value row,
                                         Value column, Value from, Value to,
                                         bool masked) {
  // Rows beyond the end repeat the last one.
  Value last = e.sub(extents[plan.row], e.index(1));
  SmallVector<Value> rows;
  for (int64_t r = 0; r < plan.tile.rows; ++r)
    rows.push_back(r == 0 ? row : e.min(e.add(row, r), last));
  int64_t lanes = plan.tile.lanes;
  Value mask;
  if (masked)
    mask = e.b.create<vector::CreateMaskOp>(
        e.loc, VectorType::get({lanes}, e.b.getI1Type()),
        ValueRange(e.sub(extents[plan.lane], column)));
  Value zero = e.index(0);
  auto factorOf = [&](unsigned r) {
    ivs[plan.row] = rows[r];
    return e.loadFactor(factor, e.apply(factorMap, ivs));
  };
  bool nests = plan.factorOfRows && plan.nestDepth < plan.sums.size();
  auto join = [&](ValueRange inner, ValueRange carried) {
    SmallVector<Value> next;
    for (auto [r, acc] : llvm::enumerate(carried))
      next.push_back(e.fma(e.broadcast(factorOf(r), lanes), inner[r], acc));
    return next;
  };
  return sumLoops(
      0, start, zero, from, to,
      [&](Value flat, ValueRange carried) {
        Value right;
        if (panel) {
          right = e.loadVector(panel, {flat, zero}, lanes);
        } else {
          ivs[plan.lane] = column;
          SmallVector<Value> at = e.apply(rhsMap, ivs);
          right = masked ? e.loadFactors(rhs, at, lanes, mask)
                         : e.loadFactors(rhs, at, lanes);
        }
        SmallVector<Value> next;
        for (auto [r, acc] : llvm::enumerate(carried)) {
          ivs[plan.row] = rows[r];
          Value with =
              left ? e.load(left, {e.sub(ivs[plan.sums.front()], leftFrom),
                                   e.index(r)})
                   : e.loadFactor(lhs, e.apply(lhsMap, ivs));
          if (plan.factorOfRows && !nests)
            with = e.b.create<arith::MulFOp>(e.loc, with, factorOf(r));
          next.push_back(e.fma(e.broadcast(with, lanes), right, acc));
        }
        return next;
      },
      nests ? Join(join) : Join());
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

/// Rows [rowFrom, rowTo) of sums, in scratch memory from `scratchOffset` on.
void PackedKernel::emitEpilogue(Value rowFrom, Value rowTo, Value column,
                                Value scratchOffset) {
  int64_t lanes = plan.tile.lanes;
  Value zero = e.index(0);
  e.loop(rowFrom, rowTo, 1, [&](Value row) {
    Value place = e.add(e.sub(row, rowFrom), scratchOffset);
    ivs[plan.row] = row;
    auto vectors = [&] {
      ivs[plan.lane] = column;
      epilogue->emitVector(e, e.loadVector(sums, {place, zero}, lanes), ivs,
                           plan.lane, lanes);
    };
    auto scalars = [&] {
      Value valid = e.min(e.index(lanes), e.sub(extents[plan.lane], column));
      e.loop(zero, valid, 1, [&](Value lane) {
        ivs[plan.lane] = e.add(column, lane);
        epilogue->emitScalar(e, e.load(sums, {place, lane}), ivs);
      });
    };
    int64_t columns = space.extents[plan.lane];
    bool fits = !ShapedType::isDynamic(columns);
    if (!epilogue->isVectorisable(plan.lane) || (fits && columns < lanes))
      scalars();
    else if (fits && columns % lanes == 0)
      vectors();
    else
      e.branch(isFull(column), vectors, scalars);
  });
}

void PackedKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value batch = dnd::passes::batchSize(entry);
  auto extent = [&](unsigned d) {
    return ShapedType::isDynamic(space.extents[d])
               ? batch
               : out.index(space.extents[d]);
  };
  Value count = out.ceilDiv(extent(plan.row), plan.rowsPerUnit);
  auto times = [&](Value n) {
    count = b.createOrFold<arith::MulIOp>(op.getLoc(), count, n);
  };
  times(out.ceilDiv(extent(plan.lane), plan.panelsPerUnit * plan.tile.lanes));
  for (unsigned d : plan.outer)
    times(extent(d));
  int64_t grain = std::max<int64_t>(limits::workPerThread / plan.costOfUnit, 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(), count,
                                 out.index(grain),
                                 ValueRange(kernel.captures()));
}

LogicalResult outlinePackedContract(PackedContractOp op, func::FuncOp entry,
                                    StringRef name) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cpu);
  if (!choice)
    return failure();
  if (choice.getKernel() == kernels::windowTiles)
    return outlineWindow(op, entry, name);
  if (choice.getKernel() == kernels::featurePairs) {
    outlinePairInput(op, entry, name, choice);
    return success();
  }
  PackedKernel(op, entry, name, choice).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen::cpu
