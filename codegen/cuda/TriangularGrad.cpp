//===- TriangularGrad.cpp - weight gradient of quadratic forms ------------===//
//
// A block makes one tile of the lower triangle of the gradient of A_j; the
// epilogue (the optimiser) runs on it and, behind a transposition in shared
// memory, on its mirror image.
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
using dnd::dndrt::TriangularGradOp;

namespace dnd::codegen::cuda {

namespace {

class GradKernel {
public:
  GradKernel(TriangularGradOp op, const KernelPlace &place,
             const ProductPlan &plan)
      : op(op), place(place),
        kernel(place.kernels, place.name + "_quadratic_grad", op.getLoc()),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        plan(plan), shape(plan.shape) {
    outputs = op.getExtents()[1];
    features = op.getExtents()[2];
    blocks = llvm::divideCeil(features, shape.rows);
  }

  void run() {
    emit();
    launch();
  }

private:
  void emit();
  std::pair<Value, Value> pairOfBlocks(Value c, Value r);
  TileSource vectorsOf(bool scaled, Value j);
  void emitTile(ArrayRef<SumPiece> pieces, Value j, Value rowFrom,
                Value columnFrom);
  SmallVector<SumPiece> mirror(ArrayRef<SumPiece> pieces);
  void launch();

  /// Pairs of blocks on and below the diagonal as a rectangle.
  int64_t gridColumns() const { return (blocks + 1) / 2; }
  int64_t gridRows() const { return blocks | 1; }

  TriangularGradOp op;
  const KernelPlace &place;
  DeviceKernel kernel;
  Type element;
  TileEmitter e;
  int64_t outputs, features, blocks;
  const ProductPlan plan;
  const BlockShape shape;
  Value x, g, batch, tid, mirrored;
  std::optional<DeviceEpilogue> epilogue;
};

} // namespace

/// x_bi, or g_bj x_bi: position = feature, step = sample.
TileSource GradKernel::vectorsOf(bool scaled, Value j) {
  TileSource source;
  source.width = features % 4 == 0 ? 4 : 1;
  source.at = [this, scaled, j, width = source.width](Value feature) {
    return [this, scaled, j, feature, width](Value sample) -> Value {
      Value value = width == 1 ? e.loadFactor(x, {sample, feature})
                               : e.loadFactors(x, {sample, feature}, width);
      if (!scaled)
        return value;
      Value factor = e.loadFactor(g, {sample, j});
      if (width > 1)
        factor = e.broadcast(factor, width);
      return e.b.create<arith::MulFOp>(e.loc, value, factor);
    };
  };
  return source;
}

/// The triangle of pairs (row >= column) folded into a rectangle: to the left
/// of the diagonal of the rectangle stand the first columns, to the right, seen
/// from the other end, the last ones.
std::pair<Value, Value> GradKernel::pairOfBlocks(Value c, Value r) {
  bool even = blocks % 2 == 0;
  // Even: rows 1 .. blocks below the diagonal; odd: rows 0 .. blocks - 1 on it.
  Value isFirst = even ? e.less(c, r) : e.lessEqual(c, r);
  Value last = e.index(blocks - 1);
  auto select = [&](Value yes, Value no) -> Value {
    return e.b.create<arith::SelectOp>(e.loc, isFirst, yes, no);
  };
  Value row = select(even ? e.sub(r, e.index(1)) : r, e.sub(last, r));
  Value column = select(c, e.sub(even ? last : e.index(blocks), c));
  return {row, column};
}

void GradKernel::emit() {
  x = kernel.import(op.getLhs());
  g = kernel.import(op.getRhs());
  batch = kernel.import(dnd::passes::batchSize(place.entry));
  SmallVector<Value> buffers;
  SmallVector<AffineMap> maps;
  for (auto [operand, attr] :
       llvm::drop_begin(llvm::zip_equal(op.getOperands(), op.getMaps()), 2)) {
    buffers.push_back(operand);
    maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  epilogue.emplace(op.getEpilogue(), buffers, maps, op.getInits().size(),
                   kernel);
  BlockProduct product(kernel, e, shape);
  mirrored = kernel.shared({shape.columns, shape.rows}, element);
  tid = product.threadId();
  Value rest = kernel.blockId();
  auto split = [&](int64_t count) {
    Value part = e.b.createOrFold<arith::RemUIOp>(e.loc, rest, e.index(count));
    rest = e.b.createOrFold<arith::DivUIOp>(e.loc, rest, e.index(count));
    return part;
  };
  Value c = split(gridColumns()), r = split(gridRows()), j = rest;
  auto [rowBlock, columnBlock] = pairOfBlocks(c, r);
  Value rowFrom = e.mul(rowBlock, shape.rows),
        columnFrom = e.mul(columnBlock, shape.columns);
  Value size = e.index(features);
  TileSource left = vectorsOf(false, j), right = vectorsOf(true, j);
  SmallVector<SumPiece> pieces =
      product.run(left, {rowFrom, size}, right, {columnFrom, size},
                  {e.index(0), batch, batch});
  emitTile(pieces, j, rowFrom, columnFrom);
  e.branch(e.less(columnFrom, rowFrom),
           [&] { emitTile(mirror(pieces), j, columnFrom, rowFrom); }, {});
}

/// The epilogue on sums whose first place is (rowFrom, columnFrom).
void GradKernel::emitTile(ArrayRef<SumPiece> pieces, Value j, Value rowFrom,
                          Value columnFrom) {
  Value size = e.index(features), zero = e.index(0);
  constexpr unsigned lane = 3; // dimensions (b, j, i, k)
  for (const SumPiece &piece : pieces) {
    Value i = e.add(rowFrom, piece.row);
    e.branch(e.less(i, size),
             [&] {
               epilogue->emit(e, piece.values, e.add(columnFrom, piece.column),
                              size, features % 4 == 0, lane, [&](Value k) {
                                return SmallVector<Value>{zero, j, i, k};
                              });
             },
             {});
  }
}

/// The transposed tile, dealt out so that neighbours lie in a row again. Groups
/// of four columns are exchanged by the row's number, which keeps both writes
/// and reads on different banks.
SmallVector<SumPiece> GradKernel::mirror(ArrayRef<SumPiece> pieces) {
  constexpr int64_t side = 4;
  auto div = [&](Value x, int64_t y) -> Value {
    return e.b.createOrFold<arith::DivUIOp>(e.loc, x, e.index(y));
  };
  auto rem = [&](Value x, int64_t y) -> Value {
    return e.b.createOrFold<arith::RemUIOp>(e.loc, x, e.index(y));
  };
  auto place = [&](Value row, Value column) -> Value {
    Value key = rem(div(row, side), 8);
    return e.mul(e.b.createOrFold<arith::XOrIOp>(e.loc, div(column, side), key),
                 side);
  };
  auto element = [&](const SumPiece &piece, int64_t lane) -> Value {
    return e.b.create<vector::ExtractOp>(e.loc, piece.values, lane);
  };
  int64_t lanes = cast<VectorType>(pieces[0].values.getType()).getDimSize(0);
  if (shape.math == DeviceMath::f32) {
    // A thread's pieces are rows 4 r .. 4 r + 3 of four columns.
    for (unsigned first = 0; first < pieces.size(); first += side)
      for (int64_t lane = 0; lane < lanes; ++lane) {
        SmallVector<Value> values;
        for (int64_t row = 0; row < side; ++row)
          values.push_back(element(pieces[first + row], lane));
        Value at = e.add(pieces[first].column, lane);
        e.storeVector(e.b.create<vector::FromElementsOp>(
                          e.loc, e.vectorType(side), values),
                      mirrored, {at, place(at, pieces[first].row)});
      }
  } else {
    for (const SumPiece &piece : pieces)
      for (int64_t lane = 0; lane < lanes; ++lane) {
        Value at = e.add(piece.column, lane);
        e.store(element(piece, lane), mirrored,
                {at, e.b.createOrFold<arith::AddIOp>(
                         e.loc, place(at, piece.row), rem(piece.row, side))});
      }
  }
  e.b.create<gpu::BarrierOp>(e.loc);
  SmallVector<SumPiece> result;
  int64_t across = shape.rows / side;
  for (int64_t done = 0; done < shape.columns * across;
       done += shape.threads()) {
    Value unit = e.add(tid, done);
    Value row = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, e.index(across));
    Value column = e.mul(
        e.b.createOrFold<arith::RemUIOp>(e.loc, unit, e.index(across)), side);
    result.push_back(
        {row, column, e.loadVector(mirrored, {row, place(row, column)}, side)});
  }
  return result;
}

void GradKernel::launch() {
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value grid = out.index(gridColumns() * gridRows() * outputs);
  kernel.launch(op, grid, shape.threads());
  remarkKernel(kernel, plan);
}

LogicalResult outlineTriangularGrad(TriangularGradOp op,
                                    const KernelPlace &place) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cuda);
  if (!choice)
    return failure();
  GradKernel(op, place, productPlanOf(choice, deviceMath(op))).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen::cuda
