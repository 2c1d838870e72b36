//===- FeaturePairs.cpp - quadratic forms of few features -----------------===//
//
// Forward: samples in the lanes; each product x_i x_k of two vectors of samples
// is used for all outputs of a tile, whose matrices lie as rows of pairs.
// Gradient of the weights: features k in the lanes, outputs are the rows of a
// tile; the products of two rows i with the vector are made in registers.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/Lanes.h"
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

class PairFormKernel {
public:
  PairFormKernel(TriangularQuadraticOp op, func::FuncOp entry, StringRef name,
                 dndrt::ChoiceAttr choice)
      : op(op), entry(entry), kernel(entry, name, op.getLoc()),
        element(cast<MemRefType>(op.getInit().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element), shape(targetLanes(op, element)),
        rows(planNumber(choice, "rows")), lanes(2 * shape.native) {
    auto A = cast<MemRefType>(op.getA().getType());
    outputs = A.getDimSize(0);
    features = A.getDimSize(1);
    whole = features / shape.square * shape.square;
  }

  void run();

private:
  void emitUnit(Value unit);
  void packMatrix(Value row);
  void packBlock(Value row, Value j, Value i);
  void packRest(Value row, Value j);
  void emitSamples(Value sample, Value to);
  void emitLinear();
  void emitPairs();
  Value pairsBefore(Value i);
  Value outputOf(Value row) {
    return e.min(e.add(first, row), e.index(outputs - 1));
  }
  void launch();

  TriangularQuadraticOp op;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  LaneShape shape;
  int64_t rows, lanes, outputs, features, whole;
  Value x, A, linear, init, batch, panel, inputs, sums;
  Value first; // output of the tile
};

class PairWeightsKernel {
public:
  PairWeightsKernel(TriangularGradOp op, func::FuncOp entry, StringRef name,
                    dndrt::ChoiceAttr choice)
      : op(op), kernel(entry, name, op.getLoc()), entry(entry),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        shape(targetLanes(op, element)), rows(planNumber(choice, "rows")),
        side(shape.native), wide(llvm::alignTo(rows, shape.square)) {
    outputs = op.getExtents()[1];
    features = op.getExtents()[2];
    blocks = llvm::divideCeil(features, side);
    pairs = (blocks + 1) / 2;
  }

  void run();

private:
  void emitUnit(Value unit);
  void emitColumn(Value block);
  void emitBlock(Value columnFrom, Value rowFrom);
  void copyPart(Value matrix, int64_t extent, bool whole, Value column,
                int64_t width, Value from, Value to, Value scratch);
  void emitSums(Value rowFrom, Value from, Value to);
  void mirror(Value row);
  void emitResults(Value j, Value rowFrom, Value columnFrom,
                   llvm::function_ref<SmallVector<Value>(Value, Value)> place,
                   Value scratch);
  void launch();

  TriangularGradOp op;
  HostKernel kernel;
  func::FuncOp entry;
  Type element;
  TileEmitter e;
  LaneShape shape;
  int64_t rows, side, wide, outputs, features, blocks, pairs;
  Value x, g, batch, columns, lines, adjoints, sums, mirrored;
  Value first; // output of the tile
  std::optional<Epilogue> epilogue;
};

} // namespace

//===----------------------------------------------------------------------===//
// Forward
//===----------------------------------------------------------------------===//

void PairFormKernel::run() {
  x = kernel.import(op.getX());
  A = kernel.import(op.getA());
  if (op.getLinear())
    linear = kernel.import(op.getLinear());
  init = kernel.import(op.getInit());
  batch = kernel.import(dnd::passes::batchSize(entry));
  int64_t rest = features - whole, square = shape.square;
  int64_t numPairs = whole * (whole + square) / 2 + rest * (whole + square);
  panel = makeScratch(kernel, {rows, numPairs}, element);
  int64_t room = llvm::alignTo(features, square);
  inputs = makeScratch(kernel, {room, lanes}, element);
  sums = makeScratch(kernel, {rows, lanes}, element);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
}

/// Units in the order tile of outputs, block of samples.
void PairFormKernel::emitUnit(Value unit) {
  Value blocks = e.ceilDiv(batch, limits::pairSamples);
  Value block = e.b.createOrFold<arith::RemUIOp>(e.loc, unit, blocks);
  Value tile = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, blocks);
  first = e.mul(tile, rows);
  e.loop(e.index(0), e.index(rows), 1, [&](Value row) { packMatrix(row); });
  Value from = e.mul(block, limits::pairSamples);
  Value to = e.min(e.add(from, limits::pairSamples), batch);
  e.loop(from, to, lanes, [&](Value sample) { emitSamples(sample, to); });
}

/// Pairs in front of row i, a multiple of a square's side: rows of a block are
/// as long as its last one.
Value PairFormKernel::pairsBefore(Value i) {
  Value twice =
      e.b.createOrFold<arith::MulIOp>(e.loc, i, e.add(i, shape.square));
  return e.b.createOrFold<arith::DivUIOp>(e.loc, twice, e.index(2));
}

/// panel[row][pair (i, k)] = A_ik + A_ki for k < i, A_ii.
void PairFormKernel::packMatrix(Value row) {
  Value j = outputOf(row);
  e.loop(e.index(0), e.index(whole), shape.square,
         [&](Value i) { packBlock(row, j, i); });
  if (whole < features)
    packRest(row, j);
}

/// A square's side of rows, up to the end of the square on the diagonal.
void PairFormKernel::packBlock(Value row, Value j, Value i) {
  int64_t square = shape.square;
  Value pitch = e.add(i, square), start = pairsBefore(i);
  auto placeOf = [&](int64_t r) {
    return e.add(start,
                 e.b.createOrFold<arith::MulIOp>(e.loc, e.index(r), pitch));
  };
  e.loop(e.index(0), pitch, square, [&](Value k) {
    SmallVector<Value> straight, turned;
    for (int64_t r = 0; r < square; ++r) {
      straight.push_back(e.loadFactors(A, {j, e.add(i, r), k}, square));
      turned.push_back(e.loadFactors(A, {j, e.add(k, r), i}, square));
    }
    for (auto [r, other] : llvm::enumerate(e.transpose(turned))) {
      Value both = e.b.create<arith::AddFOp>(e.loc, straight[r], other);
      e.storeVector(both, panel, {row, e.add(placeOf(r), k)});
    }
  });
  for (int64_t r = 0; r < square; ++r) {
    Value diagonal = e.add(i, r);
    e.store(e.loadFactor(A, {j, diagonal, diagonal}), panel,
            {row, e.add(placeOf(r), diagonal)});
  }
}

void PairFormKernel::packRest(Value row, Value j) {
  Value pitch = e.index(whole + shape.square);
  e.loop(e.index(whole), e.index(features), 1, [&](Value i) {
    Value start = e.add(
        e.b.createOrFold<arith::MulIOp>(e.loc, e.sub(i, e.index(whole)), pitch),
        pairsBefore(e.index(whole)));
    e.loop(e.index(0), i, 1, [&](Value k) {
      Value both = e.b.create<arith::AddFOp>(e.loc, e.loadFactor(A, {j, i, k}),
                                             e.loadFactor(A, {j, k, i}));
      e.store(both, panel, {row, e.add(start, k)});
    });
    e.store(e.loadFactor(A, {j, i, i}), panel, {row, e.add(start, i)});
  });
}

void PairFormKernel::emitSamples(Value sample, Value to) {
  Value zero = e.index(0);
  MatrixPart part;
  part.matrix = x;
  part.columns = features;
  part.batch = batch;
  part.sample = sample;
  part.column = zero;
  part.samples = e.index(lanes);
  part.width = llvm::alignTo(features, shape.square);
  readColumns(e, shape, part, [&](Value column, Value at, ValueRange vectors) {
    for (auto [i, vector] : llvm::enumerate(vectors))
      e.storeVector(vector, inputs, {e.add(column, i), at});
  });
  emitLinear();
  emitPairs();
  Value numSamples = e.min(e.index(lanes), e.sub(to, sample));
  Value numRows = e.min(e.index(rows), e.sub(e.index(outputs), first));
  e.loop(zero, numSamples, 1, [&](Value lane) {
    e.loop(zero, numRows, 1, [&](Value row) {
      e.store(e.load(sums, {row, lane}), init,
              {e.add(sample, lane), e.add(first, row), zero});
    });
  });
}

/// The linear term is what the sums start with.
void PairFormKernel::emitLinear() {
  Value zero = e.index(0);
  SmallVector<Value> start(rows, e.zero(lanes)), places;
  if (linear) {
    for (int64_t r = 0; r < rows; ++r)
      places.push_back(outputOf(e.index(r)));
    start = e.loop(
        zero, e.index(features), 1, start, [&](Value k, ValueRange accs) {
          Value input = e.loadVector(inputs, {k, zero}, lanes);
          SmallVector<Value> next;
          for (auto [j, acc] : llvm::zip_equal(places, accs))
            next.push_back(e.fma(
                e.broadcast(e.loadFactor(linear, {j, k}), lanes), input, acc));
          return next;
        });
  }
  for (auto [r, value] : llvm::enumerate(start))
    e.storeVector(value, sums, {e.index(r), zero});
}

/// The rows of a square's side are summed on their own: one chain over all
/// pairs would lose digits.
void PairFormKernel::emitPairs() {
  Value zero = e.index(0);
  e.loop(zero, e.index(features), shape.square, [&](Value block) {
    Value pitch = e.add(block, shape.square), before = pairsBefore(block);
    Value end = e.min(pitch, e.index(features));
    SmallVector<Value> start(rows, e.zero(lanes));
    SmallVector<Value> made =
        e.loop(block, end, 1, start, [&](Value i, ValueRange ofRows) {
          Value input = e.loadVector(inputs, {i, zero}, lanes);
          Value from = e.add(before, e.b.createOrFold<arith::MulIOp>(
                                         e.loc, e.sub(i, block), pitch));
          return e.loop(
              zero, e.add(i, 1), 1, ofRows, [&](Value k, ValueRange accs) {
                Value other = e.loadVector(inputs, {k, zero}, lanes);
                Value pair = e.b.create<arith::MulFOp>(e.loc, input, other);
                Value at = e.add(from, k);
                SmallVector<Value> next;
                for (auto [r, acc] : llvm::enumerate(accs)) {
                  Value weight = e.load(panel, {e.index(r), at});
                  next.push_back(e.fma(e.broadcast(weight, lanes), pair, acc));
                }
                return next;
              });
        });
    for (auto [r, value] : llvm::enumerate(made)) {
      Value before = e.loadVector(sums, {e.index(r), zero}, lanes);
      e.storeVector(e.b.create<arith::AddFOp>(e.loc, before, value), sums,
                    {e.index(r), zero});
    }
  });
}

void PairFormKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value count =
      out.mul(out.ceilDiv(dnd::passes::batchSize(entry), limits::pairSamples),
              llvm::divideCeil(outputs, rows));
  double cost = double(assumedBatch) * rows * features * features / 32;
  int64_t grain = std::max<int64_t>(limits::workPerThread / cost, 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(), count,
                                 out.index(grain),
                                 ValueRange(kernel.captures()));
}

//===----------------------------------------------------------------------===//
// Gradient of the weights
//===----------------------------------------------------------------------===//

void PairWeightsKernel::run() {
  x = kernel.import(op.getLhs());
  g = kernel.import(op.getRhs());
  batch = kernel.import(dnd::passes::batchSize(entry));
  SmallVector<Value> buffers;
  SmallVector<AffineMap> maps;
  for (auto [operand, attr] :
       llvm::drop_begin(llvm::zip_equal(op.getOperands(), op.getMaps()), 2)) {
    buffers.push_back(kernel.import(operand));
    maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  epilogue.emplace(op.getEpilogue(), buffers, maps, op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  columns = makeScratch(kernel, {limits::mostPartSamples, side}, element);
  lines = makeScratch(kernel, {limits::mostPartSamples, side}, element);
  adjoints = makeScratch(kernel, {limits::mostPartSamples, wide}, element);
  sums = makeScratch(kernel, {side, rows, side}, element);
  mirrored = makeScratch(kernel, {side, side}, element);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
}

/// A long and a short column of blocks for a tile of outputs, so that units are
/// alike.
void PairWeightsKernel::emitUnit(Value unit) {
  Value pair = e.b.createOrFold<arith::RemUIOp>(e.loc, unit, e.index(pairs));
  Value tile = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, e.index(pairs));
  first = e.mul(tile, rows);
  Value other = e.sub(e.index(blocks - 1), pair);
  // Both ends, the middle one once.
  Value step =
      e.b.create<arith::MaxSIOp>(e.loc, e.sub(other, pair), e.index(1));
  auto loop = e.b.create<scf::ForOp>(e.loc, pair, e.add(other, 1), step);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPoint(loop.getBody()->getTerminator());
  emitColumn(loop.getInductionVar());
}

void PairWeightsKernel::emitColumn(Value block) {
  Value columnFrom = e.mul(block, side);
  e.loop(block, e.index(blocks), 1,
         [&](Value rowBlock) { emitBlock(columnFrom, e.mul(rowBlock, side)); });
}

void PairWeightsKernel::emitBlock(Value columnFrom, Value rowFrom) {
  Value zero = e.index(0);
  e.loop(zero, batch, limits::mostPartSamples, [&](Value from) {
    Value to = e.min(e.add(from, limits::mostPartSamples), batch);
    bool whole = features % side == 0;
    copyPart(x, features, whole, columnFrom, side, from, to, columns);
    copyPart(x, features, whole, rowFrom, side, from, to, lines);
    copyPart(g, outputs, outputs % rows == 0 && wide == rows, first, wide, from,
             to, adjoints);
    emitSums(rowFrom, from, to);
  });
  Value numRows = e.min(e.index(rows), e.sub(e.index(outputs), first));
  e.loop(zero, numRows, 1, [&](Value row) {
    Value j = e.add(first, row);
    emitResults(
        j, rowFrom, columnFrom,
        [&](Value i, Value k) { return SmallVector<Value>{i, row, k}; }, sums);
    e.branch(e.less(columnFrom, rowFrom),
             [&] {
               mirror(row);
               emitResults(
                   j, columnFrom, rowFrom,
                   [&](Value i, Value k) { return SmallVector<Value>{i, k}; },
                   mirrored);
             },
             {});
  });
}

/// scratch[b][l] = matrix[b, column + l], 0 beyond the end.
void PairWeightsKernel::copyPart(Value matrix, int64_t extent, bool whole,
                                 Value column, int64_t width, Value from,
                                 Value to, Value scratch) {
  Value mask;
  if (!whole)
    mask = e.b.create<vector::CreateMaskOp>(
        e.loc, VectorType::get({width}, e.b.getI1Type()),
        ValueRange(e.sub(e.index(extent), column)));
  e.loop(from, to, 1, [&](Value sample) {
    Value value = mask ? e.loadFactors(matrix, {sample, column}, width, mask)
                       : e.loadFactors(matrix, {sample, column}, width);
    e.storeVector(value, scratch, {e.sub(sample, from), e.index(0)});
  });
}

/// sums[i][j][k] = (+=, behind the first samples) sum of g_bj (x_bi x_bk), two
/// i at a time.
void PairWeightsKernel::emitSums(Value rowFrom, Value from, Value to) {
  constexpr int64_t atOnce = 2;
  Value zero = e.index(0);
  Value numLines = e.min(e.index(side), e.sub(e.index(features), rowFrom));
  e.loop(zero, numLines, atOnce, [&](Value line) {
    auto place = [&](int64_t i, int64_t r) {
      return SmallVector<Value>{e.add(line, i), e.index(r), zero};
    };
    SmallVector<Value> start = e.choose(
        e.lessEqual(from, zero), atOnce * rows, side,
        [&] { return SmallVector<Value>(atOnce * rows, e.zero(side)); },
        [&] {
          SmallVector<Value> before;
          for (int64_t i = 0; i < atOnce; ++i)
            for (int64_t r = 0; r < rows; ++r)
              before.push_back(e.loadVector(sums, place(i, r), side));
          return before;
        });
    SmallVector<Value> result = e.loop(
        zero, e.sub(to, from), 1, start, [&](Value sample, ValueRange accs) {
          Value right = e.loadVector(columns, {sample, zero}, side);
          SmallVector<Value> made, next(atOnce * rows);
          for (int64_t i = 0; i < atOnce; ++i)
            made.push_back(e.b.create<arith::MulFOp>(
                e.loc,
                e.broadcast(e.load(lines, {sample, e.add(line, i)}), side),
                right));
          for (int64_t r = 0; r < rows; ++r) {
            Value factor =
                e.broadcast(e.load(adjoints, {sample, e.index(r)}), side);
            for (int64_t i = 0; i < atOnce; ++i)
              next[i * rows + r] = e.fma(factor, made[i], accs[i * rows + r]);
          }
          return next;
        });
    for (auto [n, acc] : llvm::enumerate(result))
      e.storeVector(acc, sums, place(n / rows, n % rows));
  });
}

/// mirrored = transpose of the sums of a row of the tile.
void PairWeightsKernel::mirror(Value row) {
  int64_t block = e.transposeLanes();
  Value zero = e.index(0), end = e.index(side);
  e.loop(zero, end, block, [&](Value i) {
    e.loop(zero, end, block, [&](Value k) {
      SmallVector<Value> vectors;
      for (int64_t r = 0; r < block; ++r)
        vectors.push_back(e.loadVector(sums, {e.add(i, r), row, k}, block));
      for (auto [r, value] : llvm::enumerate(e.transpose(vectors)))
        e.storeVector(value, mirrored, {e.add(k, r), i});
    });
  });
}

/// The epilogue on a block of sums whose first place is (rowFrom, columnFrom).
void PairWeightsKernel::emitResults(
    Value j, Value rowFrom, Value columnFrom,
    llvm::function_ref<SmallVector<Value>(Value, Value)> place, Value scratch) {
  Value zero = e.index(0), end = e.index(features);
  Value numLines = e.min(e.index(side), e.sub(end, rowFrom));
  constexpr unsigned lane = 3; // dimensions (b, j, i, k)
  e.loop(zero, numLines, 1, [&](Value line) {
    Value i = e.add(rowFrom, line);
    auto vectors = [&] {
      epilogue->emitVector(e, e.loadVector(scratch, place(line, zero), side),
                           {zero, j, i, columnFrom}, lane, side);
    };
    auto scalars = [&] {
      e.loop(zero, e.min(e.index(side), e.sub(end, columnFrom)), 1,
             [&](Value k) {
               epilogue->emitScalar(e, e.load(scratch, place(line, k)),
                                    {zero, j, i, e.add(columnFrom, k)});
             });
    };
    if (!epilogue->isVectorisable(lane))
      scalars();
    else if (features % side == 0)
      vectors();
    else
      e.branch(e.lessEqual(e.add(columnFrom, side), end), vectors, scalars);
  });
}

void PairWeightsKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  double cost = double(assumedBatch) * rows * features * side / 16;
  int64_t grain = std::max<int64_t>(limits::workPerThread / cost, 1);
  b.create<dnd::dndrt::LaunchOp>(
      op.getLoc(), kernel.func.getName(),
      out.index(llvm::divideCeil(outputs, rows) * pairs), out.index(grain),
      ValueRange(kernel.captures()));
}

void outlinePairForm(TriangularQuadraticOp op, func::FuncOp entry,
                     StringRef name, dndrt::ChoiceAttr choice) {
  PairFormKernel(op, entry, name, choice).run();
  op.erase();
}

void outlinePairWeights(TriangularGradOp op, func::FuncOp entry, StringRef name,
                        dndrt::ChoiceAttr choice) {
  PairWeightsKernel(op, entry, name, choice).run();
  op.erase();
}

} // namespace dnd::codegen::cpu
