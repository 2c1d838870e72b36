//===- Triangular.cpp - kernels of full quadratic forms -------------------===//
//
// Forward: for each block of columns k of A_j the products with the rows i <= k
// only, with A_ik + A_ki in place of A_ik; the tile is multiplied by x and
// added up at once, so that nothing of size batch x outputs x features exists.
// Gradient: x is copied once to panels [features of a block][sample]; blocks on
// and below the diagonal are summed; the epilogue (the optimiser) runs on each
// block and on its mirror image.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/Scratch.h"
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/Epilogue.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::TriangularGradOp;
using dnd::dndrt::TriangularQuadraticOp;

namespace dnd::codegen::cpu {

namespace {

class QuadraticKernel {
public:
  QuadraticKernel(TriangularQuadraticOp op, func::FuncOp entry, StringRef name,
                  dndrt::ChoiceAttr choice)
      : op(op), entry(entry), kernel(entry, name, op.getLoc()),
        element(cast<MemRefType>(op.getInit().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element),
        tile{planNumber(choice, "rows"), planNumber(choice, "lanes")} {
    auto A = cast<MemRefType>(op.getA().getType());
    outputs = A.getDimSize(0);
    features = A.getDimSize(1);
    parts = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
    samplesPerUnit = tile.rows * limits::mostUnitTiles;
    panels = llvm::divideCeil(features, tile.lanes);
  }

  void run() {
    x = kernel.import(op.getX());
    A = kernel.import(op.getA());
    if (op.getLinear())
      linear = kernel.import(op.getLinear());
    init = kernel.import(op.getInit());
    batch = kernel.import(dnd::passes::batchSize(entry));
    panel = makeScratch(kernel, {panels * tile.lanes, tile.lanes}, element);
    totals = makeScratch(kernel, {samplesPerUnit, tile.lanes}, element);
    e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
    launch();
  }

private:
  void emitUnit(Value unit);
  void emitPanel(Value j, Value column, Value from, Value to);
  void packPanel(Value j, Value column);
  void packWhole(Value j, Value column);
  void packPart(Value j, Value column);
  void packDiagonal(Value j, Value column, Value valid);
  void emitTile(Value j, Value column, Value rowFrom, Value from, Value steps,
                Value mask);
  void launch();

  TriangularQuadraticOp op;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  TileShape tile;
  int64_t outputs, features, parts, samplesPerUnit, panels;
  Value x, A, linear, init, batch, panel, totals;
};

class GradKernel {
public:
  GradKernel(TriangularGradOp op, func::FuncOp entry, StringRef name,
             dndrt::ChoiceAttr choice)
      : op(op), entry(entry), name(name), kernel(entry, name, op.getLoc()),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        tile{planNumber(choice, "rows"), planNumber(choice, "lanes")} {
    outputs = op.getExtents()[1];
    features = op.getExtents()[2];
    side = tile.lanes;
    blocks = llvm::divideCeil(features, side);
  }

  void run();

private:
  void emitColumn(Value j, Value block);
  void emitBlock(Value j, Value block, Value rowBlock);
  void packScaled(Value j, Value block, Value from, Value to);
  void emitSums(Value j, Value block, Value rowBlock, Value from, Value to);
  void emitTile(Value j, Value block, Value rowBlock, Value from, Value to,
                int64_t first, int64_t height);
  void prefetchNext(Value part, Value rowBlock, Value to, Value at);
  void emitRows(Value j, Value scratch, Value rowFrom, Value columnFrom);
  void mirror();
  Value makePanels();
  Value partOf(Value sample) {
    return e.b.createOrFold<arith::DivUIOp>(e.loc, sample,
                                            e.index(limits::mostPartSamples));
  }
  void launch();

  TriangularGradOp op;
  func::FuncOp entry;
  StringRef name;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  TileShape tile;
  int64_t outputs, features, side, blocks;
  Value panels, g, batch, few, scaled, sums, mirrored;
  std::optional<Epilogue> epilogue;
};

} // namespace

//===----------------------------------------------------------------------===//
// Forward
//===----------------------------------------------------------------------===//

/// Units in the order output, part, block of samples.
void QuadraticKernel::emitUnit(Value unit) {
  OpBuilder &b = e.b;
  auto split = [&](Value count) {
    Value part = b.createOrFold<arith::RemUIOp>(e.loc, unit, count);
    unit = b.createOrFold<arith::DivUIOp>(e.loc, unit, count);
    return part;
  };
  Value block = split(e.ceilDiv(batch, samplesPerUnit));
  Value part = split(e.index(parts));
  Value j = unit, zero = e.index(0);
  Value from = e.mul(block, samplesPerUnit);
  Value to = e.min(e.add(from, samplesPerUnit), batch);
  e.loop(zero, e.index(samplesPerUnit), 1, [&](Value row) {
    e.storeVector(e.zero(tile.lanes), totals, {row, zero});
  });
  e.loop(part, e.index(panels), parts,
         [&](Value p) { emitPanel(j, e.mul(p, tile.lanes), from, to); });
  e.loop(from, to, 1, [&](Value row) {
    Value lanes = e.loadVector(totals, {e.sub(row, from), zero}, tile.lanes);
    Value total =
        b.create<vector::ReductionOp>(e.loc, vector::CombiningKind::ADD, lanes);
    e.store(total, init, {row, j, part});
  });
}

void QuadraticKernel::emitPanel(Value j, Value column, Value from, Value to) {
  packPanel(j, column);
  Value steps = e.min(e.add(column, tile.lanes), e.index(features));
  auto tiles = [&](Value mask) {
    e.loop(from, to, tile.rows,
           [&](Value row) { emitTile(j, column, row, from, steps, mask); });
  };
  auto part = [&] {
    Value mask = e.b.create<vector::CreateMaskOp>(
        e.loc, VectorType::get({tile.lanes}, e.b.getI1Type()),
        ValueRange(e.sub(e.index(features), column)));
    tiles(mask);
  };
  if (features % tile.lanes == 0)
    tiles({});
  else
    e.branch(
        e.lessEqual(e.add(column, tile.lanes), e.index(features)),
        [&] { tiles({}); }, part);
}

void QuadraticKernel::emitTile(Value j, Value column, Value row, Value from,
                               Value steps, Value mask) {
  int64_t lanes = tile.lanes;
  Value zero = e.index(0), last = e.sub(batch, e.index(1));
  auto read = [&](Value memref, ValueRange at) -> Value {
    return mask ? e.loadFactors(memref, at, lanes, mask)
                : e.loadFactors(memref, at, lanes);
  };
  // The linear term is what the sums start with: x_k (w_k + sum_i ...).
  Value first = linear ? read(linear, {j, column}) : e.zero(lanes);
  SmallVector<Value> rows, start(tile.rows, first);
  for (int64_t r = 0; r < tile.rows; ++r)
    rows.push_back(e.min(e.add(row, r), last));
  SmallVector<Value> result =
      e.loop(zero, steps, 1, start, [&](Value i, ValueRange accs) {
        Value right = e.loadVector(panel, {i, zero}, lanes);
        SmallVector<Value> next;
        for (auto [r, acc] : llvm::enumerate(accs))
          next.push_back(e.fma(
              e.broadcast(e.loadFactor(x, {rows[r], i}), lanes), right, acc));
        return next;
      });
  Value place = e.sub(row, from);
  for (auto [r, acc] : llvm::enumerate(result)) {
    Value at = e.add(place, r);
    Value old = e.loadVector(totals, {at, zero}, lanes);
    Value with = read(x, {rows[r], column});
    e.storeVector(e.fma(acc, with, old), totals, {at, zero});
  }
}

/// panel[i][l] = A_ik + A_ki for i < k, A_kk, 0 for i > k; k = column + l.
void QuadraticKernel::packPanel(Value j, Value column) {
  auto whole = [&] {
    packWhole(j, column);
    packDiagonal(j, column, e.index(tile.lanes));
  };
  auto part = [&] {
    packPart(j, column);
    packDiagonal(j, column, e.sub(e.index(features), column));
  };
  if (features % tile.lanes == 0)
    whole();
  else
    e.branch(e.lessEqual(e.add(column, tile.lanes), e.index(features)), whole,
             part);
}

void QuadraticKernel::packWhole(Value j, Value column) {
  int64_t block = e.transposeLanes();
  e.loop(e.index(0), column, block, [&](Value i) {
    for (int64_t half = 0; half < tile.lanes; half += block) {
      SmallVector<Value> rows;
      for (int64_t r = 0; r < block; ++r)
        rows.push_back(
            e.loadFactors(A, {j, e.add(column, half + r), i}, block));
      for (auto [r, lower] : llvm::enumerate(e.transpose(rows))) {
        Value at = e.add(i, r);
        Value upper = e.loadFactors(A, {j, at, e.add(column, half)}, block);
        Value both = e.b.create<arith::AddFOp>(e.loc, upper, lower);
        e.storeVector(both, panel, {at, e.index(half)});
      }
    }
  });
}

void QuadraticKernel::packPart(Value j, Value column) {
  Value zero = e.index(0), valid = e.sub(e.index(features), column);
  e.loop(zero, column, 1, [&](Value i) {
    e.storeVector(e.zero(tile.lanes), panel, {i, zero});
    e.loop(zero, valid, 1, [&](Value l) {
      Value k = e.add(column, l);
      Value both = e.b.create<arith::AddFOp>(e.loc, e.loadFactor(A, {j, i, k}),
                                             e.loadFactor(A, {j, k, i}));
      e.store(both, panel, {i, l});
    });
  });
}

void QuadraticKernel::packDiagonal(Value j, Value column, Value valid) {
  Value zero = e.index(0);
  e.loop(zero, valid, 1, [&](Value r) {
    Value i = e.add(column, r);
    e.storeVector(e.zero(tile.lanes), panel, {i, zero});
    e.store(e.loadFactor(A, {j, i, i}), panel, {i, r});
    e.loop(e.add(r, 1), valid, 1, [&](Value l) {
      Value k = e.add(column, l);
      Value both = e.b.create<arith::AddFOp>(e.loc, e.loadFactor(A, {j, i, k}),
                                             e.loadFactor(A, {j, k, i}));
      e.store(both, panel, {i, l});
    });
  });
}

void QuadraticKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value count =
      out.mul(out.ceilDiv(dnd::passes::batchSize(entry), samplesPerUnit),
              outputs * parts);
  double cost = double(assumedBatch) * features * features / 16 / parts;
  int64_t grain = std::max<int64_t>(limits::workPerThread / cost, 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(), count,
                                 out.index(grain),
                                 ValueRange(kernel.captures()));
}

//===----------------------------------------------------------------------===//
// Gradient
//===----------------------------------------------------------------------===//

/// x as [part of the samples][block of features][sample][feature], 0 beyond the
/// last feature.
Value GradKernel::makePanels() {
  constexpr int64_t partSamples = limits::mostPartSamples;
  OpBuilder b(op);
  Location loc = op.getLoc();
  auto type = MemRefType::get({ShapedType::kDynamic, blocks, partSamples, side},
                              element);
  Value buffer = makeBlockBuffer(entry, type, partSamples, op);
  HostKernel copy(entry, (name + "_panels").str(), loc);
  TileEmitter c(copy.b, loc, element);
  Value all = dnd::passes::batchSize(entry);
  Value from = copy.import(op.getLhs()), to = copy.import(buffer);
  Value samples = copy.import(all), zero = c.index(0);
  c.loop(copy.begin, copy.end, 1, [&](Value unit) {
    Value count = c.index(blocks);
    Value block = c.b.createOrFold<arith::RemUIOp>(loc, unit, count);
    Value part = c.b.createOrFold<arith::DivUIOp>(loc, unit, count);
    Value first = c.mul(part, partSamples), column = c.mul(block, side), mask;
    Value end = c.min(c.index(partSamples), c.sub(samples, first));
    if (features % side != 0)
      mask = c.b.create<vector::CreateMaskOp>(
          loc, VectorType::get({side}, c.b.getI1Type()),
          ValueRange(c.sub(c.index(features), column)));
    c.loop(zero, end, 1, [&](Value at) {
      Value sample = c.add(first, at);
      Value value = mask ? c.loadFactors(from, {sample, column}, side, mask)
                         : c.loadFactors(from, {sample, column}, side);
      c.storeVector(value, to, {part, block, at, zero});
    });
  });
  copy.finish();
  TileEmitter out(b, loc, element);
  constexpr int64_t cost = partSamples / 2;
  b.create<dnd::dndrt::LaunchOp>(
      loc, copy.func.getName(), out.mul(out.ceilDiv(all, partSamples), blocks),
      out.index(limits::workPerThread / (cost * side)),
      ValueRange(copy.captures()));
  return buffer;
}

void GradKernel::run() {
  panels = kernel.import(makePanels());
  g = kernel.import(op.getRhs());
  batch = kernel.import(dnd::passes::batchSize(entry));
  // Few samples: what is scaled serves the whole column.
  few = e.lessEqual(batch, e.index(limits::mostScaledSamples));
  SmallVector<Value> buffers;
  SmallVector<AffineMap> maps;
  for (auto [operand, attr] :
       llvm::drop_begin(llvm::zip_equal(op.getOperands(), op.getMaps()), 2)) {
    buffers.push_back(kernel.import(operand));
    maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  epilogue.emplace(op.getEpilogue(), buffers, maps, op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  scaled = makeScratch(kernel, {limits::mostScaledSamples, side}, element);
  sums = makeScratch(kernel, {side, side}, element);
  mirrored = makeScratch(kernel, {side, side}, element);
  // A unit is a long and a short column of blocks, so that all are alike.
  int64_t pairs = (blocks + 1) / 2;
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) {
    Value pair = e.b.createOrFold<arith::RemUIOp>(e.loc, unit, e.index(pairs));
    Value j = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, e.index(pairs));
    Value other = e.sub(e.index(blocks - 1), pair);
    // Both ends, the middle one once.
    Value step =
        e.b.create<arith::MaxSIOp>(e.loc, e.sub(other, pair), e.index(1));
    auto loop = e.b.create<scf::ForOp>(e.loc, pair, e.add(other, 1), step);
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPoint(loop.getBody()->getTerminator());
    emitColumn(j, loop.getInductionVar());
  });
  launch();
}

void GradKernel::emitColumn(Value j, Value block) {
  e.branch(few, [&] { packScaled(j, block, e.index(0), batch); }, {});
  e.loop(block, e.index(blocks), 1,
         [&](Value rowBlock) { emitBlock(j, block, rowBlock); });
}

void GradKernel::emitBlock(Value j, Value block, Value rowBlock) {
  Value columnFrom = e.mul(block, side), rowFrom = e.mul(rowBlock, side);
  e.loop(e.index(0), batch, limits::mostPartSamples, [&](Value from) {
    Value to = e.min(e.add(from, limits::mostPartSamples), batch);
    e.branch(few, [] {}, [&] { packScaled(j, block, from, to); });
    emitSums(j, block, rowBlock, from, to);
  });
  emitRows(j, sums, rowFrom, columnFrom);
  e.branch(e.less(columnFrom, rowFrom),
           [&] {
             mirror();
             emitRows(j, mirrored, columnFrom, rowFrom);
           },
           {});
}

/// scaled[b][l] = g_bj x_bk for feature l of the block, sample `from` first,
/// which begins a part.
void GradKernel::packScaled(Value j, Value block, Value from, Value to) {
  Value zero = e.index(0);
  e.loop(from, to, limits::mostPartSamples, [&](Value first) {
    Value part = partOf(first);
    Value end = e.min(e.index(limits::mostPartSamples), e.sub(to, first));
    Value place = e.sub(first, from);
    e.loop(zero, end, 1, [&](Value at) {
      Value factor = e.broadcast(e.loadFactor(g, {e.add(first, at), j}), side);
      Value value = e.loadVector(panels, {part, block, at, zero}, side);
      e.storeVector(e.b.create<arith::MulFOp>(e.loc, value, factor), scaled,
                    {e.add(place, at), zero});
    });
  });
}

/// sums[i][l] = (+=, behind the first samples) sum of x_bi * scaled[b][l], in
/// tiles of about equal height.
void GradKernel::emitSums(Value j, Value block, Value rowBlock, Value from,
                          Value to) {
  int64_t tiles = llvm::divideCeil(side, tile.rows);
  for (int64_t t = 0; t < tiles; ++t) {
    int64_t first = side * t / tiles, height = side * (t + 1) / tiles - first;
    auto make = [&] { emitTile(j, block, rowBlock, from, to, first, height); };
    if (first == 0 || features % side == 0)
      make();
    else
      e.branch(e.less(e.add(e.mul(rowBlock, side), first), e.index(features)),
               make, {});
  }
}

void GradKernel::emitTile(Value j, Value block, Value rowBlock, Value from,
                          Value to, int64_t first, int64_t height) {
  Value zero = e.index(0);
  Value columnFrom = e.mul(block, side), rowFrom = e.mul(rowBlock, side);
  auto place = [&](int64_t r) {
    return SmallVector<Value>{e.index(first + r), zero};
  };
  SmallVector<Value> start = e.choose(
      e.lessEqual(from, zero), height, side,
      [&] { return SmallVector<Value>(height, e.zero(side)); },
      [&] {
        SmallVector<Value> before;
        for (int64_t r = 0; r < height; ++r)
          before.push_back(e.loadVector(sums, place(r), side));
        return before;
      });
  Value part = partOf(from);
  Value scaledFrom = e.b.create<arith::SelectOp>(e.loc, few, from, zero);
  Value count = e.sub(to, from), length = e.ceilDiv(count, height);
  auto addSample = [&](Value at, ValueRange accs) {
    Value right = e.loadVector(scaled, {e.add(scaledFrom, at), zero}, side);
    if (first + height == side)
      prefetchNext(part, rowBlock, to, at);
    SmallVector<Value> next;
    for (auto [r, acc] : llvm::enumerate(accs)) {
      Value left = e.load(panels, {part, rowBlock, at, e.index(first + r)});
      next.push_back(e.fma(e.broadcast(left, side), right, acc));
    }
    return next;
  };
  // What the epilogue reads is brought near row by row, between samples: all at
  // once would wait for memory.
  SmallVector<Value> result =
      e.loop(zero, e.index(height), 1, start, [&](Value r, ValueRange accs) {
        auto fetch = [&] {
          for (auto [row, column] :
               {std::pair(rowFrom, columnFrom), std::pair(columnFrom, rowFrom)})
            epilogue->prefetch(
                e, {zero, j, e.add(row, e.add(r, first)), column}, 2, 3, side);
        };
        e.branch(e.lessEqual(batch, to), fetch, {});
        Value begin = e.b.createOrFold<arith::MulIOp>(e.loc, r, length);
        return e.loop(begin, e.min(e.add(begin, length), count), 1, accs,
                      addSample);
      });
  for (auto [r, acc] : llvm::enumerate(result))
    e.storeVector(acc, sums, place(r));
}

/// Brings what the next part of the samples, or the next block of rows, begins
/// with near.
void GradKernel::prefetchNext(Value part, Value rowBlock, Value to, Value at) {
  constexpr int64_t lineBits = 512;
  Value goesOn = e.less(to, batch);
  auto choose = [&](Value yes, Value no) -> Value {
    return e.b.create<arith::SelectOp>(e.loc, goesOn, yes, no);
  };
  Value nextPart = choose(e.add(part, 1), e.index(0));
  Value nextBlock = choose(rowBlock, e.add(rowBlock, 1));
  int64_t step = lineBits / element.getIntOrFloatBitWidth();
  for (int64_t l = 0; l < side; l += step)
    e.b.create<memref::PrefetchOp>(
        e.loc, panels, ValueRange{nextPart, nextBlock, at, e.index(l)},
        /*isWrite=*/false, /*localityHint=*/3, /*isDataCache=*/true);
}

/// mirrored = transpose of sums.
void GradKernel::mirror() {
  int64_t block = e.transposeLanes();
  Value zero = e.index(0), end = e.index(side);
  e.loop(zero, end, block, [&](Value row) {
    e.loop(zero, end, block, [&](Value column) {
      SmallVector<Value> rows;
      for (int64_t r = 0; r < block; ++r)
        rows.push_back(e.loadVector(sums, {e.add(row, r), column}, block));
      for (auto [r, value] : llvm::enumerate(e.transpose(rows)))
        e.storeVector(value, mirrored, {e.add(column, r), row});
    });
  });
}

/// The epilogue on a block of sums whose first place is (rowFrom, columnFrom).
void GradKernel::emitRows(Value j, Value scratch, Value rowFrom,
                          Value columnFrom) {
  int64_t lanes = tile.lanes;
  Value zero = e.index(0), end = e.index(features);
  Value rowTo = e.min(e.add(rowFrom, side), end);
  Value columnTo = e.min(e.add(columnFrom, side), end);
  constexpr unsigned lane = 3; // dimensions (b, j, i, k)
  e.loop(rowFrom, rowTo, 1, [&](Value i) {
    Value row = e.sub(i, rowFrom);
    e.loop(columnFrom, columnTo, lanes, [&](Value k) {
      Value column = e.sub(k, columnFrom);
      auto vectors = [&] {
        epilogue->emitVector(e, e.loadVector(scratch, {row, column}, lanes),
                             {zero, j, i, k}, lane, lanes);
      };
      auto scalars = [&] {
        e.loop(k, e.min(e.add(k, lanes), columnTo), 1, [&](Value at) {
          epilogue->emitScalar(e, e.load(scratch, {row, e.sub(at, columnFrom)}),
                               {zero, j, i, at});
        });
      };
      if (!epilogue->isVectorisable(lane))
        scalars();
      else if (features % lanes == 0)
        vectors();
      else
        e.branch(e.lessEqual(e.add(k, lanes), end), vectors, scalars);
    });
  });
}

void GradKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  int64_t pairs = (blocks + 1) / 2;
  double cost = double(assumedBatch) * features * side / 8;
  int64_t grain = std::max<int64_t>(limits::workPerThread / cost, 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(),
                                 out.index(outputs * pairs), out.index(grain),
                                 ValueRange(kernel.captures()));
}

LogicalResult outlineTriangularQuadratic(TriangularQuadraticOp op,
                                         func::FuncOp entry, StringRef name) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cpu);
  if (!choice)
    return failure();
  if (choice.getKernel() == kernels::featurePairs) {
    outlinePairForm(op, entry, name, choice);
    return success();
  }
  QuadraticKernel(op, entry, name, choice).run();
  op.erase();
  return success();
}

LogicalResult outlineTriangularGrad(TriangularGradOp op, func::FuncOp entry,
                                    StringRef name) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cpu);
  if (!choice)
    return failure();
  if (choice.getKernel() == kernels::featurePairs) {
    outlinePairWeights(op, entry, name, choice);
    return success();
  }
  GradKernel(op, entry, name, choice).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen::cpu
