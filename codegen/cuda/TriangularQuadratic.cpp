//===- TriangularQuadratic.cpp - quadratic forms on the GPU ---------------===//
//
// A block owns some samples, one output j and the column blocks of one part.
// For the columns k of a block it multiplies x with A_ik + A_ki of the rows
// i <= k only, multiplies the tile of sums by x_k and adds it up: nothing of
// size batch x outputs x features exists. The last column blocks take longest
// and start first.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/BlockProduct.h"
#include "codegen/cuda/DeviceEpilogue.h"
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/select/Choices.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::TriangularQuadraticOp;

namespace dnd::codegen::cuda {

namespace {

class QuadraticKernel {
public:
  QuadraticKernel(TriangularQuadraticOp op, const KernelPlace &place,
                  const ProductPlan &plan)
      : op(op), place(place),
        kernel(place.kernels, place.name + "_quadratic", op.getLoc()),
        element(cast<MemRefType>(op.getInit().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element), plan(plan), shape(plan.shape) {
    auto A = cast<MemRefType>(op.getA().getType());
    outputs = A.getDimSize(0);
    features = A.getDimSize(1);
    parts = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
    vectors = features % 4 == 0;
  }

  void run() {
    emit();
    launch();
  }

private:
  void emit();
  TileSource samples();
  TileSource symmetricColumns(Value j);
  Value emitPanel(BlockProduct &product, Value j, Value sampleFrom,
                  Value column);
  void launch();

  TriangularQuadraticOp op;
  const KernelPlace &place;
  DeviceKernel kernel;
  Type element;
  TileEmitter e;
  int64_t outputs, features, parts;
  bool vectors; // rows of x and A are whole vectors
  const ProductPlan plan;
  const BlockShape shape;
  Value x, A, linear, init, batch;
  Value partial; // [row][piece]: products of one row
};

} // namespace

/// x as rows: position = sample, step = feature.
TileSource QuadraticKernel::samples() {
  TileSource source;
  source.lanes = source.pack = TileSource::Steps;
  source.width = vectors ? 4 : 1;
  source.at = [this, width = source.width](Value sample) {
    return [this, sample, width](Value feature) -> Value {
      return width == 1 ? e.loadFactor(x, {sample, feature})
                        : e.loadFactors(x, {sample, feature}, width);
    };
  };
  return source;
}

/// A_j as columns: position = k, step = i. A_ik is read along k by neighbouring
/// threads and A_ki along i by each thread, so that nothing is transposed.
TileSource QuadraticKernel::symmetricColumns(Value j) {
  TileSource source;
  source.lanes = TileSource::Positions;
  source.pack = TileSource::Steps;
  source.width = vectors ? 4 : 1;
  source.at = [this, j, width = source.width](Value k) {
    return [this, j, k, width](Value i) -> Value {
      auto select = [&](Value condition, Value yes, Value no) -> Value {
        return e.b.create<arith::SelectOp>(e.loc, condition, yes, no);
      };
      // Twice the upper triangle without the diagonal.
      auto one = [&](Value row, Value below) {
        Value above = e.loadFactor(A, {j, row, k});
        Value both = e.b.create<arith::AddFOp>(
            e.loc, above, select(e.less(row, k), below, e.scalar(0)));
        return select(e.lessEqual(row, k), both, e.scalar(0));
      };
      if (width == 1)
        return one(i, e.loadFactor(A, {j, k, i}));
      Value below = e.loadFactors(A, {j, k, i}, width);
      SmallVector<Value> values;
      for (int64_t n = 0; n < width; ++n)
        values.push_back(
            one(e.add(i, n), e.b.create<vector::ExtractOp>(e.loc, below, n)));
      return e.b.create<vector::FromElementsOp>(e.loc, e.vectorType(width),
                                                values);
    };
  };
  return source;
}

void QuadraticKernel::emit() {
  x = kernel.import(op.getX());
  A = kernel.import(op.getA());
  if (op.getLinear())
    linear = kernel.import(op.getLinear());
  init = kernel.import(op.getInit());
  batch = kernel.import(dnd::passes::batchSize(place.entry));
  BlockProduct product(kernel, e, shape);
  int64_t pieces = shape.columns / product.pieceColumns();
  partial = kernel.shared({shape.rows, pieces + 1}, element);

  Value block = kernel.blockId(), ofOutputs = e.index(outputs);
  Value j = e.b.createOrFold<arith::RemUIOp>(e.loc, block, ofOutputs);
  Value sampleFrom = e.mul(
      e.b.createOrFold<arith::DivUIOp>(e.loc, block, ofOutputs), shape.rows);
  Value part = e.sub(e.index(parts - 1), kernel.blockId(gpu::Dimension::y));
  int64_t panels = llvm::divideCeil(features, shape.columns);
  SmallVector<Value> total =
      e.loop(part, e.index(panels), parts, ValueRange(e.scalar(0)),
             [&](Value panel, ValueRange carried) -> SmallVector<Value> {
               Value sum = emitPanel(product, j, sampleFrom,
                                     e.mul(panel, shape.columns));
               return {e.b.create<arith::AddFOp>(e.loc, carried[0], sum)};
             });
  Value sample = e.add(sampleFrom, product.threadId());
  Value owns = e.b.create<arith::AndIOp>(
      e.loc, e.less(product.threadId(), e.index(shape.rows)),
      e.less(sample, batch));
  e.branch(owns, [&] { e.store(total[0], init, {sample, j, part}); }, {});
}

/// What the columns from `column` on add to the sample of this thread (threads
/// below `shape.rows` have one).
Value QuadraticKernel::emitPanel(BlockProduct &product, Value j,
                                 Value sampleFrom, Value column) {
  Value size = e.index(features), lastSample = e.sub(batch, e.index(1));
  Value steps = e.min(e.add(column, shape.columns), size);
  TileSource left = samples(), right = symmetricColumns(j);
  SmallVector<SumPiece> pieces =
      product.run(left, {sampleFrom, batch}, right, {column, size},
                  {e.index(0), steps, size, features % shape.steps == 0});
  int64_t lanes = product.pieceColumns();
  for (const SumPiece &piece : pieces) {
    Value sample = e.min(e.add(sampleFrom, piece.row), lastSample);
    Value sum = e.scalar(0);
    for (int64_t lane = 0; lane < lanes; ++lane) {
      Value k = e.add(e.add(column, piece.column), lane);
      Value inside = e.min(k, e.index(features - 1));
      Value form = e.b.create<vector::ExtractOp>(e.loc, piece.values, lane);
      // x_k (w_k + sum_i ...): the linear term costs nothing more.
      if (linear)
        form = e.b.create<arith::AddFOp>(e.loc, form,
                                         e.loadFactor(linear, {j, inside}));
      Value term = e.b.create<arith::MulFOp>(e.loc, form,
                                             e.loadFactor(x, {sample, inside}));
      if (features % shape.columns != 0)
        term = e.b.create<arith::SelectOp>(e.loc, e.less(k, size), term,
                                           e.scalar(0));
      sum = e.b.create<arith::AddFOp>(e.loc, sum, term);
    }
    e.store(sum, partial,
            {piece.row, e.b.createOrFold<arith::DivUIOp>(e.loc, piece.column,
                                                         e.index(lanes))});
  }
  e.b.create<gpu::BarrierOp>(e.loc);
  // Each row is added from left to right by one thread.
  Value row = e.min(product.threadId(), e.index(shape.rows - 1));
  SmallVector<Value> sum = e.loop(
      e.index(0), e.index(shape.columns / lanes), 1, ValueRange(e.scalar(0)),
      [&](Value piece, ValueRange carried) -> SmallVector<Value> {
        return {e.b.create<arith::AddFOp>(e.loc, carried[0],
                                          e.load(partial, {row, piece}))};
      });
  e.b.create<gpu::BarrierOp>(e.loc);
  return sum[0];
}

void QuadraticKernel::launch() {
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value samples = out.ceilDiv(dnd::passes::batchSize(place.entry), shape.rows);
  Value grid[] = {out.mul(samples, outputs), out.index(parts)};
  kernel.launch(op, grid, shape.threads());
  remarkKernel(kernel, plan);
}

LogicalResult outlineTriangularQuadratic(TriangularQuadraticOp op,
                                         const KernelPlace &place) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cuda);
  if (!choice)
    return failure();
  QuadraticKernel(op, place, productPlanOf(choice, deviceMath(op))).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen::cuda
