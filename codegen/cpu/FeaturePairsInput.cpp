//===- FeaturePairsInput.cpp - input gradient of forms of few features ----===//
//
// dx_i = sum over k of S_ik(b) x_k with S(b) = sum over outputs of g_bj S_j,
// which is symmetric: each of its numbers is summed once and used twice.
// Samples lie in the lanes; a tile is some neighbours k of a row i. What
// belongs to the diagonal counts half, because it is used twice as well.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/HostKernel.h"
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/Lanes.h"
#include "codegen/cpu/LoopNest.h"
#include "codegen/kernel/Epilogue.h"
#include "codegen/select/Choices.h"
#include "codegen/select/FeaturePairs.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen::cpu {

namespace {

class PairInputKernel {
public:
  PairInputKernel(PackedContractOp op, func::FuncOp entry, StringRef name,
                  dndrt::ChoiceAttr choice)
      : op(op), entry(entry), kernel(entry, name, op.getLoc()),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        shape(targetLanes(op, element)), roles(*matchPairGradient(op)),
        rows(planNumber(choice, "rows")),
        tileSamples(limits::pairVectors * shape.native),
        unitSamples(limits::pairTiles * tileSamples), features(roles.features),
        outputs(roles.outputs),
        room(llvm::alignTo(features, std::max(shape.group, rows))) {}

  void run();

private:
  void emitUnit(Value unit);
  void turn(Value matrix, int64_t columns, Value into);
  void packRow(Value i);
  void emitRow(Value i, Value from);
  void emitTile(Value i, Value block, Value from, ValueRange inputs,
                SmallVectorImpl<Value> &total);
  void emitResults();
  void launch();
  SmallVector<Value> loadSamples(Value scratch, Value row, Value from);
  Value atVector(Value from, int64_t v) {
    return e.add(from, v * shape.native);
  }

  PackedContractOp op;
  func::FuncOp entry;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  LaneShape shape;
  PairGradient roles;
  int64_t rows, tileSamples, unitSamples, features, outputs, room;
  Value x, g, S, batch, inputs, adjoints, made, panel, turned;
  Value first, samples; // of the unit
  std::optional<Epilogue> epilogue;
};

} // namespace

void PairInputKernel::run() {
  g = kernel.import(op->getOperand(roles.adjoint));
  S = kernel.import(op->getOperand(roles.matrix));
  x = kernel.import(op->getOperand(roles.input));
  batch = kernel.import(dnd::passes::batchSize(entry));
  SmallVector<Value> buffers;
  SmallVector<AffineMap> maps;
  for (unsigned i = op.getNumFactors(); i < op->getNumOperands(); ++i) {
    buffers.push_back(kernel.import(op->getOperand(i)));
    maps.push_back(op.getMap(i));
  }
  epilogue.emplace(op.getEpilogue(), buffers, maps, op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  inputs = makeScratch(kernel, {room, unitSamples}, element);
  made = makeScratch(kernel, {room, unitSamples}, element);
  int64_t adjointRoom = llvm::alignTo(outputs, shape.square);
  adjoints = makeScratch(kernel, {adjointRoom, unitSamples}, element);
  int64_t blocks = llvm::divideCeil(features, rows);
  panel = makeScratch(kernel, {blocks, outputs, rows}, element);
  turned = makeScratch(kernel, {unitSamples, shape.group}, element);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
}

void PairInputKernel::emitUnit(Value unit) {
  Value zero = e.index(0);
  first = e.mul(unit, unitSamples);
  samples = e.min(e.index(unitSamples), e.sub(batch, first));
  turn(x, features, inputs);
  turn(g, outputs, adjoints);
  e.loop(zero, e.index(room), 1, [&](Value row) {
    e.loop(zero, e.index(unitSamples), shape.native, [&](Value s) {
      e.storeVector(e.zero(shape.native), made, {row, s});
    });
  });
  // Lanes behind the last feature take part in tiles.
  e.loop(e.index(features), e.index(room), 1, [&](Value row) {
    e.loop(zero, e.index(unitSamples), shape.native, [&](Value s) {
      e.storeVector(e.zero(shape.native), inputs, {row, s});
    });
  });
  e.loop(zero, e.index(features), 1, [&](Value i) {
    packRow(i);
    e.loop(zero, samples, tileSamples, [&](Value from) { emitRow(i, from); });
  });
  emitResults();
}

/// into[column][sample] = matrix[first + sample, column].
void PairInputKernel::turn(Value matrix, int64_t columns, Value into) {
  MatrixPart part;
  part.matrix = matrix;
  part.columns = columns;
  part.batch = batch;
  part.sample = first;
  part.column = e.index(0);
  part.samples = e.index(unitSamples);
  part.width = llvm::alignTo(columns, shape.square);
  readColumns(e, shape, part,
              [&](Value column, Value sample, ValueRange vectors) {
                for (auto [i, vector] : llvm::enumerate(vectors))
                  e.storeVector(vector, into, {e.add(column, i), sample});
              });
}

/// panel[block of k][j][k] = S_jik for k < i, half of it for k = i, 0 beyond.
void PairInputKernel::packRow(Value i) {
  Value zero = e.index(0), size = e.index(rows);
  Value last = e.b.createOrFold<arith::DivUIOp>(e.loc, i, size);
  e.loop(zero, e.add(last, 1), 1, [&](Value block) {
    Value from = e.mul(block, rows);
    Value mask = e.b.create<vector::CreateMaskOp>(
        e.loc, VectorType::get({rows}, e.b.getI1Type()),
        ValueRange(e.sub(e.add(i, 1), from)));
    e.loop(zero, e.index(outputs), 1, [&](Value j) {
      e.storeVector(e.loadFactors(S, {j, i, from}, rows, mask), panel,
                    {block, j, zero});
    });
  });
  Value lane = e.b.createOrFold<arith::RemUIOp>(e.loc, i, size);
  e.loop(zero, e.index(outputs), 1, [&](Value j) {
    Value whole = e.load(panel, {last, j, lane});
    e.store(e.b.create<arith::MulFOp>(e.loc, whole, e.scalar(0.5)), panel,
            {last, j, lane});
  });
}

SmallVector<Value> PairInputKernel::loadSamples(Value scratch, Value row,
                                                Value from) {
  SmallVector<Value> vectors;
  for (int64_t v = 0; v < limits::pairVectors; ++v)
    vectors.push_back(
        e.loadVector(scratch, {row, atVector(from, v)}, shape.native));
  return vectors;
}

/// Row i for a tile's samples from `from` on.
void PairInputKernel::emitRow(Value i, Value from) {
  SmallVector<Value> input = loadSamples(inputs, i, from);
  SmallVector<Value> start(limits::pairVectors, e.zero(shape.native));
  Value blocks =
      e.add(e.b.createOrFold<arith::DivUIOp>(e.loc, i, e.index(rows)), 1);
  SmallVector<Value> totals = e.loop(e.index(0), blocks, 1, start,
                                     [&](Value block, ValueRange carried) {
                                       SmallVector<Value> total(carried);
                                       emitTile(i, block, from, input, total);
                                       return total;
                                     });
  SmallVector<Value> before = loadSamples(made, i, from);
  for (int64_t v = 0; v < limits::pairVectors; ++v)
    e.storeVector(e.b.create<arith::AddFOp>(e.loc, before[v], totals[v]), made,
                  {i, atVector(from, v)});
}

/// S(b)_ik for a block of k: times x_k for row i (`total`), times x_i for rows
/// k.
void PairInputKernel::emitTile(Value i, Value block, Value from,
                               ValueRange input,
                               SmallVectorImpl<Value> &total) {
  constexpr int64_t vectors = limits::pairVectors;
  Value zero = e.index(0);
  SmallVector<Value> start(rows * vectors, e.zero(shape.native));
  SmallVector<Value> sums =
      e.loop(zero, e.index(outputs), 1, start, [&](Value j, ValueRange accs) {
        SmallVector<Value> right = loadSamples(adjoints, j, from), next;
        for (int64_t r = 0; r < rows; ++r) {
          Value weight =
              e.broadcast(e.load(panel, {block, j, e.index(r)}), shape.native);
          for (int64_t v = 0; v < vectors; ++v)
            next.push_back(e.fma(weight, right[v], accs[r * vectors + v]));
        }
        return next;
      });
  for (int64_t r = 0; r < rows; ++r) {
    Value k = e.add(e.mul(block, rows), r);
    SmallVector<Value> others = loadSamples(inputs, k, from),
                       before = loadSamples(made, k, from);
    for (int64_t v = 0; v < vectors; ++v) {
      Value sum = sums[r * vectors + v];
      total[v] = e.fma(sum, others[v], total[v]);
      e.storeVector(e.fma(sum, input[v], before[v]), made,
                    {k, atVector(from, v)});
    }
  }
}

/// The epilogue on rows of samples.
void PairInputKernel::emitResults() {
  Value zero = e.index(0);
  SmallVector<Value> dims(op.getExtents().size(), zero);
  int64_t whole = features / shape.group * shape.group;
  if (!epilogue->isVectorisable(roles.row))
    whole = 0;
  e.loop(zero, e.index(whole), shape.group, [&](Value row) {
    storeSamples(e, shape, e.index(unitSamples), turned, zero,
                 [&](Value r, Value s) {
                   return e.loadVector(made, {e.add(row, r), s}, shape.square);
                 });
    e.loop(zero, samples, 1, [&](Value s) {
      dims[roles.batch] = e.add(first, s);
      dims[roles.row] = row;
      epilogue->emitVector(e, e.loadVector(turned, {s, zero}, shape.group),
                           dims, roles.row, shape.group);
    });
  });
  e.loop(zero, samples, 1, [&](Value s) {
    dims[roles.batch] = e.add(first, s);
    e.loop(e.index(whole), e.index(features), 1, [&](Value row) {
      dims[roles.row] = row;
      epilogue->emitScalar(e, e.load(made, {row, s}), dims);
    });
  });
}

void PairInputKernel::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  double cost = double(unitSamples) * outputs * features * features / 32;
  int64_t grain = std::max<int64_t>(limits::workPerThread / cost, 1);
  b.create<dnd::dndrt::LaunchOp>(
      op.getLoc(), kernel.func.getName(),
      out.ceilDiv(dnd::passes::batchSize(entry), unitSamples), out.index(grain),
      ValueRange(kernel.captures()));
}

void outlinePairInput(PackedContractOp op, func::FuncOp entry, StringRef name,
                      dndrt::ChoiceAttr choice) {
  PairInputKernel(op, entry, name, choice).run();
  op.erase();
}

} // namespace dnd::codegen::cpu
