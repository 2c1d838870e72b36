//===- PackedContract.cpp - the kernel of dndrt.packed_contract -----------===//
//
// A unit of work is a block of rows times a group of panels of columns. Where
// columns are neighbours in memory and the sum is short, tiles read the right
// operand in place and walk along the rows of the result; otherwise each panel
// is first copied to scratch memory [sum][lanes]. Rows are clamped at the end
// (computed again, not stored), columns masked. No result depends on the
// partition of the units.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/LoopNest.h"
#include "codegen/cpu/kernels/CoalesceDims.h"
#include "codegen/cpu/kernels/ContractRoles.h"
#include "codegen/cpu/kernels/Epilogue.h"
#include "codegen/cpu/kernels/Kernels.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::rt::PackedContractOp;

namespace dnd::codegen {

namespace {

/// Longest sum that is read in place, and longest part of a sum in one panel.
constexpr int64_t longestDirect = 512, panelSteps = 1024;
/// Least number of units that keeps a few threads busy.
constexpr int64_t wantedUnits = 16;

int64_t assumed(int64_t extent) {
  return ShapedType::isDynamic(extent) ? assumedSamples : extent;
}

/// What is decided before any code is made.
struct Plan {
  TileShape tile;
  unsigned row = 0, lane = 0;
  SmallVector<unsigned> outer; // parallel, one point per unit
  SmallVector<unsigned> sums;  // innermost last
  bool packs = false;
  bool blocks = false;     // the sum in parts
  unsigned blockedSum = 0; // the dimension in parts
  int64_t blockSteps = 0;  // its length in one part
  int64_t panelRows = 0;   // steps in one panel
  int64_t rowsPerUnit = 0, panelsPerUnit = 1;
  double costOfUnit = 1;
};

class PackedKernel {
public:
  PackedKernel(PackedContractOp op, func::FuncOp entry, StringRef name)
      : op(op), entry(entry), kernel(entry, name, op.getLoc()),
        element(cast<MemRefType>(op.getLhs().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element) {}

  void run() {
    collect();
    choose();
    emit();
    launch();
  }

private:
  void collect();
  void choose();
  void chooseLane(ContractRoles &roles);
  void chooseSums(const ContractRoles &roles);
  void chooseUnits();

  void emit();
  void emitUnit(Value unit);
  void emitPanelThenRows(Value panel, Value rowBegin, Value rowEnd);
  void emitRowsThenPanels(Value panelBegin, Value panelEnd, Value rowBegin,
                          Value rowEnd);
  void emitTile(Value row, Value rowEnd, Value column);
  SmallVector<Value> emitSum(ValueRange start, Value row, Value column,
                             Value from, Value to, bool masked);
  SmallVector<Value>
  sumLoops(unsigned depth, ValueRange carried, Value flat, Value from, Value to,
           llvm::function_ref<SmallVector<Value>(Value, ValueRange)> step);
  void packPanel(Value column, Value from, Value to);
  void packTransposed(Value column, Value from, Value to);
  void packScalars(Value column, Value valid, Value from, Value to);
  void storeTile(ValueRange sums, Value scratchRow);
  void emitEpilogue(Value rowFrom, Value rowTo, Value column,
                    Value scratchOffset);
  Value isFull(Value column) {
    return e.lessEqual(e.add(column, plan.tile.lanes), extents[plan.lane]);
  }
  void launch();

  PackedContractOp op;
  func::FuncOp entry;
  Kernel kernel;
  Type element;
  TileEmitter e;
  BufferSpace space;
  Plan plan;
  AffineMap lhsMap, rhsMap;
  Value lhs, rhs, panel, sums;
  SmallVector<Value> extents; // inside the kernel
  SmallVector<Value> ivs;     // current point
  std::optional<Epilogue> epilogue;
};

} // namespace

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

void PackedKernel::collect() {
  OpBuilder b(op);
  space.extents.assign(op.getExtents().begin(), op.getExtents().end());
  for (auto [operand, attr] : llvm::zip_equal(op.getOperands(), op.getMaps())) {
    space.buffers.push_back(operand);
    space.maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  coalesceDims(b, op.getLoc(), space);
}

/// Columns go into the lanes: the dimension in which the result is dense, or
/// else the longest one.
void PackedKernel::chooseLane(ContractRoles &roles) {
  AffineMap out = space.maps[2 + op.getExtras().size()];
  auto score = [&](unsigned d) {
    int64_t extent = assumed(space.extents[d]);
    bool dense = isContiguous(out, d);
    return std::pair(dense && extent >= plan.tile.lanes / 4, extent);
  };
  unsigned best = roles.columns.front();
  for (ArrayRef<unsigned> group :
       {ArrayRef(roles.columns), ArrayRef(roles.rows)})
    for (unsigned d : group)
      if (score(d) > score(best))
        best = d;
  plan.lane = best;
  if (llvm::is_contained(roles.rows, best)) {
    std::swap(roles.rows, roles.columns);
    std::swap(space.buffers[0], space.buffers[1]);
    std::swap(space.maps[0], space.maps[1]);
  }
  plan.row = *llvm::max_element(roles.rows, [&](unsigned a, unsigned b) {
    return assumed(space.extents[a]) < assumed(space.extents[b]);
  });
  plan.outer = roles.shared;
  for (ArrayRef<unsigned> group :
       {ArrayRef(roles.rows), ArrayRef(roles.columns)})
    for (unsigned d : group)
      if (d != plan.lane && d != plan.row)
        plan.outer.push_back(d);
}

void PackedKernel::chooseSums(const ContractRoles &roles) {
  plan.sums = roles.summed;
  // Innermost the dimension along which the operands lie densely.
  llvm::stable_sort(plan.sums, [&](unsigned a, unsigned b) {
    auto rank = [&](unsigned d) {
      return 2 * isContiguous(space.maps[1], d) +
             isContiguous(space.maps[0], d);
    };
    return rank(a) < rank(b);
  });
  bool dynamic = false;
  int64_t steps = 1;
  for (unsigned d : plan.sums) {
    dynamic |= ShapedType::isDynamic(space.extents[d]);
    steps *= assumed(space.extents[d]);
  }
  bool dense =
      isContiguous(space.maps[1], plan.lane) &&
      cast<MemRefType>(space.buffers[1].getType()).getLayout().isIdentity();
  plan.packs = !dense || (!dynamic && steps > longestDirect);
  if (!plan.packs)
    return;
  plan.blocks = dynamic || steps > panelSteps;
  plan.panelRows = steps;
  if (!plan.blocks)
    return;
  plan.blockedSum = *llvm::max_element(plan.sums, [&](unsigned a, unsigned b) {
    auto length = [&](unsigned d) {
      int64_t extent = space.extents[d];
      return ShapedType::isDynamic(extent) ? std::numeric_limits<int64_t>::max()
                                           : extent;
    };
    return length(a) < length(b);
  });
  int64_t others = 1;
  for (unsigned d : plan.sums)
    if (d != plan.blockedSum)
      others *= space.extents[d];
  plan.blockSteps = std::max<int64_t>(panelSteps / others, 1);
  plan.panelRows = plan.blockSteps * others;
}

void PackedKernel::chooseUnits() {
  int64_t rowExtent = assumed(space.extents[plan.row]);
  if (!ShapedType::isDynamic(space.extents[plan.row]))
    plan.tile.rows = fitRows(plan.tile, rowExtent);
  int64_t panels =
      llvm::divideCeil(assumed(space.extents[plan.lane]), plan.tile.lanes);
  double others = countPoints(plan.outer, space.extents);
  plan.rowsPerUnit = plan.tile.rows * (plan.blocks || !plan.packs ? 4 : 24);
  if (others * panels < wantedUnits)
    plan.rowsPerUnit = plan.tile.rows * 4;
  if (!plan.packs) {
    int64_t blocks = llvm::divideCeil(rowExtent, plan.rowsPerUnit);
    int64_t groups = 1;
    while (others * blocks * groups < wantedUnits && groups < panels)
      groups *= 2;
    plan.panelsPerUnit = llvm::divideCeil(panels, groups);
  }
  plan.costOfUnit = countPoints(plan.sums, space.extents) *
                    double(std::min(rowExtent, plan.rowsPerUnit)) *
                    double(plan.panelsPerUnit * plan.tile.lanes) / 8;
}

void PackedKernel::choose() {
  plan.tile = targetTile(op, element);
  AffineMap out = space.maps[2 + op.getExtras().size()];
  ContractRoles roles = *findRoles(space.maps[0], space.maps[1], out);
  chooseLane(roles);
  chooseSums(roles);
  chooseUnits();
}

//===----------------------------------------------------------------------===//
// Code
//===----------------------------------------------------------------------===//

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
  epilogue.emplace(op.getEpilogue(), ArrayRef(buffers).drop_front(2),
                   ArrayRef(space.maps).drop_front(2), op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  if (plan.packs)
    panel = makeScratch(kernel, {plan.panelRows, plan.tile.lanes}, element);
  // Rows beyond the end are computed too.
  sums = makeScratch(
      kernel,
      {plan.blocks ? plan.rowsPerUnit : plan.tile.rows, plan.tile.lanes},
      element);
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
    e.loop(columnBegin, columnEnd, plan.tile.lanes,
           [&](Value column) { emitTile(row, rowEnd, column); });
  });
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
  int64_t columns = space.extents[plan.lane];
  if (!ShapedType::isDynamic(columns) && columns % plan.tile.lanes == 0)
    whole();
  else if (!ShapedType::isDynamic(columns) && columns < plan.tile.lanes)
    part();
  else
    e.branch(isFull(column), whole, part);
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
SmallVector<Value> PackedKernel::sumLoops(
    unsigned depth, ValueRange carried, Value flat, Value from, Value to,
    llvm::function_ref<SmallVector<Value>(Value, ValueRange)> step) {
  if (depth == plan.sums.size())
    return step(flat, carried);
  unsigned d = plan.sums[depth];
  bool isPart = plan.blocks && d == plan.blockedSum;
  Value begin = isPart ? from : e.index(0);
  Value end = isPart ? to : extents[d];
  return e.loop(begin, end, 1, carried, [&](Value iv, ValueRange args) {
    Value before = ivs[d];
    ivs[d] = iv;
    Value length = isPart ? e.sub(to, from) : extents[d];
    Value next = e.add(e.b.createOrFold<arith::MulIOp>(e.loc, flat, length),
                       isPart ? e.sub(iv, from) : iv);
    SmallVector<Value> result = sumLoops(depth + 1, args, next, from, to, step);
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
  Value mask, rest = e.zero(lanes);
  if (masked)
    mask = e.b.create<vector::CreateMaskOp>(
        e.loc, VectorType::get({lanes}, e.b.getI1Type()),
        ValueRange(e.sub(extents[plan.lane], column)));
  Value zero = e.index(0);
  return sumLoops(
      0, start, zero, from, to, [&](Value flat, ValueRange carried) {
        Value right;
        if (panel) {
          right = e.loadVector(panel, {flat, zero}, lanes);
        } else {
          ivs[plan.lane] = column;
          SmallVector<Value> at = e.apply(rhsMap, ivs);
          right = masked ? e.b.create<vector::MaskedLoadOp>(e.loc,
                                                            e.vectorType(lanes),
                                                            rhs, at, mask, rest)
                               .getResult()
                         : e.loadVector(rhs, at, lanes);
        }
        SmallVector<Value> next;
        for (auto [r, acc] : llvm::enumerate(carried)) {
          ivs[plan.row] = rows[r];
          Value left = e.load(lhs, e.apply(lhsMap, ivs));
          next.push_back(e.fma(e.broadcast(left, lanes), right, acc));
        }
        return next;
      });
}

//===----------------------------------------------------------------------===//
// Panels
//===----------------------------------------------------------------------===//

void PackedKernel::packPanel(Value column, Value from, Value to) {
  int64_t lanes = plan.tile.lanes;
  bool dense =
      cast<MemRefType>(space.buffers[1].getType()).getLayout().isIdentity();
  auto whole = [&] {
    Value zero = e.index(0);
    if (dense && isContiguous(rhsMap, plan.lane))
      sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
        ivs[plan.lane] = column;
        e.storeVector(e.loadVector(rhs, e.apply(rhsMap, ivs), lanes), panel,
                      {flat, zero});
        return SmallVector<Value>();
      });
    else if (dense && isContiguous(rhsMap, plan.sums.back()))
      packTransposed(column, from, to);
    else
      packScalars(column, e.index(lanes), from, to);
  };
  auto part = [&] {
    Value zero = e.index(0);
    sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
      e.storeVector(e.zero(lanes), panel, {flat, zero});
      return SmallVector<Value>();
    });
    packScalars(column, e.sub(extents[plan.lane], column), from, to);
  };
  int64_t columns = space.extents[plan.lane];
  if (!ShapedType::isDynamic(columns) && columns % lanes == 0)
    whole();
  else if (!ShapedType::isDynamic(columns) && columns < lanes)
    part();
  else
    e.branch(isFull(column), whole, part);
}

void PackedKernel::packScalars(Value column, Value valid, Value from,
                               Value to) {
  Value zero = e.index(0);
  e.loop(zero, valid, 1, [&](Value lane) {
    sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
      ivs[plan.lane] = e.add(column, lane);
      e.store(e.load(rhs, e.apply(rhsMap, ivs)), panel, {flat, lane});
      return SmallVector<Value>();
    });
  });
}

/// The right operand is dense along the innermost sum: square blocks are
/// transposed in registers, the rest is copied one by one.
void PackedKernel::packTransposed(Value column, Value from, Value to) {
  unsigned inner = plan.sums.back();
  bool isPart = plan.blocks && inner == plan.blockedSum;
  int64_t side = e.transposeLanes();
  Value begin = isPart ? from : e.index(0);
  Value end = isPart ? to : extents[inner];
  Value length = e.sub(end, begin);
  Value zero = e.index(0);

  // All sums but the innermost.
  std::function<void(unsigned, Value)> outerLoops = [&](unsigned depth,
                                                        Value flat) {
    if (depth + 1 < plan.sums.size()) {
      unsigned d = plan.sums[depth];
      bool part = plan.blocks && d == plan.blockedSum;
      Value first = part ? from : zero, last = part ? to : extents[d];
      e.loop(first, last, 1, [&](Value iv) {
        Value before = ivs[d];
        ivs[d] = iv;
        Value count = part ? e.sub(to, from) : extents[d];
        outerLoops(depth + 1,
                   e.add(e.b.createOrFold<arith::MulIOp>(e.loc, flat, count),
                         part ? e.sub(iv, from) : iv));
        ivs[d] = before;
      });
      return;
    }
    Value base = e.b.createOrFold<arith::MulIOp>(e.loc, flat, length);
    Value blocks = e.mul(
        e.b.createOrFold<arith::DivUIOp>(e.loc, length, e.index(side)), side);
    Value before = ivs[inner];
    e.loop(zero, blocks, side, [&](Value k) {
      ivs[inner] = e.add(begin, k);
      for (int64_t half = 0; half < plan.tile.lanes; half += side) {
        SmallVector<Value> rows;
        for (int64_t r = 0; r < side; ++r) {
          ivs[plan.lane] = e.add(column, half + r);
          rows.push_back(e.loadVector(rhs, e.apply(rhsMap, ivs), side));
        }
        for (auto [r, value] : llvm::enumerate(e.transpose(rows)))
          e.storeVector(value, panel,
                        {e.add(e.add(base, k), r), e.index(half)});
      }
    });
    e.loop(blocks, length, 1, [&](Value k) {
      ivs[inner] = e.add(begin, k);
      e.loop(zero, e.index(plan.tile.lanes), 1, [&](Value lane) {
        ivs[plan.lane] = e.add(column, lane);
        e.store(e.load(rhs, e.apply(rhsMap, ivs)), panel,
                {e.add(base, k), lane});
      });
    });
    ivs[inner] = before;
  };
  outerLoops(0, zero);
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
  int64_t grain = std::max<int64_t>(workPerThread / plan.costOfUnit, 1);
  b.create<dnd::rt::LaunchOp>(op.getLoc(), kernel.func.getName(), count,
                              out.index(grain), ValueRange(kernel.captures()));
}

void outlinePackedContract(PackedContractOp op, func::FuncOp entry,
                           StringRef name) {
  PackedKernel(op, entry, name).run();
  op.erase();
}

} // namespace dnd::codegen
