//===- Contract.cpp - the GPU kernel of dndrt.packed_contract -------------===//
//
// Rows, columns and steps of the product are any dimensions of the op, flat in
// the kernel and taken apart again for the maps. The result's dense dimension
// is the innermost of the columns. A block makes one tile; the dimensions that
// both operands share are dealt out to the blocks.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/kernels/CoalesceDims.h"
#include "codegen/cpu/kernels/ContractRoles.h"
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/cuda/kernels/BlockProduct.h"
#include "codegen/cuda/kernels/DeviceEpilogue.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::rt::PackedContractOp;

namespace dnd::codegen {

namespace {

class ContractKernel {
public:
  ContractKernel(PackedContractOp op, const KernelPlace &place)
      : op(op), place(place),
        kernel(place.kernels, place.name + "_contract", op.getLoc()),
        element(cast<MemRefType>(op.getLhs().getType()).getElementType()),
        e(kernel.b, op.getLoc(), element) {}

  void run() {
    collect();
    chooseRoles();
    emit();
    launch();
  }

private:
  void collect();
  void chooseRoles();
  void orderDims(SmallVectorImpl<unsigned> &dims, AffineMap map) const;
  ProductSize size() const;
  void emit();
  void splitBlock(Value &rowFrom, Value &columnFrom);
  TileSource source(unsigned operand, ArrayRef<unsigned> positions);
  void setDims(SmallVectorImpl<Value> &point, ArrayRef<unsigned> dims,
               Value flat);
  Value flatExtent(ArrayRef<unsigned> dims);
  bool isDivisible(unsigned dim, int64_t by) const {
    return !ShapedType::isDynamic(space.extents[dim]) &&
           space.extents[dim] % by == 0;
  }
  void launch();

  PackedContractOp op;
  const KernelPlace &place;
  DeviceKernel kernel;
  Type element;
  TileEmitter e;
  BufferSpace space;
  ContractRoles roles;
  BlockShape shape;
  SmallVector<Value> extents; // inside the kernel
  SmallVector<Value> outer;   // indices of the shared dimensions, else 0
};

} // namespace

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

void ContractKernel::collect() {
  OpBuilder b(op);
  space.extents.assign(op.getExtents().begin(), op.getExtents().end());
  for (auto [operand, attr] : llvm::zip_equal(op.getOperands(), op.getMaps())) {
    space.buffers.push_back(operand);
    space.maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  coalesceDims(b, op.getLoc(), space);
}

/// The batch outermost, so that nothing is divided by it; innermost what `map`
/// reads densely.
void ContractKernel::orderDims(SmallVectorImpl<unsigned> &dims,
                               AffineMap map) const {
  llvm::stable_sort(dims, [&](unsigned a, unsigned b) {
    auto rank = [&](unsigned d) {
      return ShapedType::isDynamic(space.extents[d]) ? -1
                                                     : isContiguous(map, d);
    };
    return rank(a) < rank(b);
  });
}

void ContractKernel::chooseRoles() {
  AffineMap out = space.maps[2 + op.getExtras().size()];
  roles = *findRoles(space.maps[0], space.maps[1], out);
  auto isDense = [&](ArrayRef<unsigned> dims) {
    return llvm::any_of(dims, [&](unsigned d) { return isContiguous(out, d); });
  };
  if (isDense(roles.rows)) {
    std::swap(roles.rows, roles.columns);
    std::swap(space.buffers[0], space.buffers[1]);
    std::swap(space.maps[0], space.maps[1]);
  }
  orderDims(roles.columns, out);
  orderDims(roles.rows, space.maps[0]);
  orderDims(roles.shared, out);
  // Along the steps: dense in the right operand, or else in the left one.
  orderDims(roles.summed, space.maps[0]);
  orderDims(roles.summed, space.maps[1]);
  shape = chooseBlockShape(size());
}

ProductSize ContractKernel::size() const {
  auto count = [&](ArrayRef<unsigned> dims) {
    double points = 1;
    for (unsigned d : dims)
      points *= ShapedType::isDynamic(space.extents[d]) ? assumedDeviceSamples
                                                        : space.extents[d];
    return points;
  };
  return {count(roles.rows), count(roles.columns), count(roles.summed),
          count(roles.shared)};
}

//===----------------------------------------------------------------------===//
// Code
//===----------------------------------------------------------------------===//

Value ContractKernel::flatExtent(ArrayRef<unsigned> dims) {
  Value total = e.index(1);
  for (unsigned d : dims)
    total = e.b.createOrFold<arith::MulIOp>(e.loc, total, extents[d]);
  return total;
}

/// Takes a flat index apart, the last dimension fastest.
void ContractKernel::setDims(SmallVectorImpl<Value> &point,
                             ArrayRef<unsigned> dims, Value flat) {
  for (unsigned i = dims.size(); i-- > 0;) {
    unsigned d = dims[i];
    if (i == 0) {
      point[d] = flat;
      return;
    }
    point[d] = e.b.createOrFold<arith::RemUIOp>(e.loc, flat, extents[d]);
    flat = e.b.createOrFold<arith::DivUIOp>(e.loc, flat, extents[d]);
  }
}

/// Blocks in the order rows, shared dimensions, columns, but what depends on
/// the batch outermost.
void ContractKernel::splitBlock(Value &rowFrom, Value &columnFrom) {
  OpBuilder &b = e.b;
  Value rest = kernel.blockId();
  auto split = [&](Value count) {
    Value part = b.createOrFold<arith::RemUIOp>(e.loc, rest, count);
    rest = b.createOrFold<arith::DivUIOp>(e.loc, rest, count);
    return part;
  };
  Value columnTiles = e.ceilDiv(flatExtent(roles.columns), shape.columns),
        rowTiles = e.ceilDiv(flatExtent(roles.rows), shape.rows),
        others = flatExtent(roles.shared);
  auto isDynamic = [&](ArrayRef<unsigned> dims) {
    return llvm::any_of(dims, [&](unsigned d) {
      return ShapedType::isDynamic(space.extents[d]);
    });
  };
  Value row, column, other;
  if (isDynamic(roles.columns)) {
    row = split(rowTiles);
    other = split(others);
    column = rest;
  } else if (isDynamic(roles.rows)) {
    column = split(columnTiles);
    other = split(others);
    row = rest;
  } else {
    column = split(columnTiles);
    row = split(rowTiles);
    other = rest;
  }
  setDims(outer, roles.shared, other);
  rowFrom = e.mul(row, shape.rows);
  columnFrom = e.mul(column, shape.columns);
}

/// Operand 0 with the rows or operand 1 with the columns as positions.
TileSource ContractKernel::source(unsigned operand,
                                  ArrayRef<unsigned> positions) {
  AffineMap map = space.maps[operand];
  Value buffer = kernel.import(space.buffers[operand]);
  bool dense = cast<MemRefType>(buffer.getType()).getLayout().isIdentity();
  TileSource source;
  auto tryAlong = [&](TileSource::Along along, ArrayRef<unsigned> dims) {
    if (dims.empty() || !isContiguous(map, dims.back()))
      return false;
    source.lanes = source.pack = along;
    source.width = dense && isDivisible(dims.back(), 4) ? 4 : 1;
    return true;
  };
  if (!tryAlong(TileSource::Positions, positions))
    tryAlong(TileSource::Steps, roles.summed);
  SmallVector<unsigned> dims(positions);
  source.at = [this, map, buffer, dims,
               width = source.width](Value position) -> TileSource::Loader {
    SmallVector<Value> point(outer);
    setDims(point, dims, position);
    return [this, map, buffer, point, width](Value step) mutable {
      setDims(point, roles.summed, step);
      SmallVector<Value> at = e.apply(map, point);
      return width == 1 ? e.load(buffer, at) : e.loadVector(buffer, at, width);
    };
  };
  return source;
}

void ContractKernel::emit() {
  Value batch = dnd::passes::batchSize(place.entry);
  for (int64_t extent : space.extents)
    extents.push_back(ShapedType::isDynamic(extent) ? kernel.import(batch)
                                                    : e.index(extent));
  outer.assign(extents.size(), e.index(0));
  DeviceEpilogue epilogue(
      op.getEpilogue(), ArrayRef(space.buffers).drop_front(2),
      ArrayRef(space.maps).drop_front(2), op.getInits().size(), kernel);
  BlockProduct product(kernel, e, shape);
  Value rowFrom, columnFrom;
  splitBlock(rowFrom, columnFrom);
  Value rows = flatExtent(roles.rows), columns = flatExtent(roles.columns);
  TileSource left = source(0, roles.rows), right = source(1, roles.columns);
  SmallVector<SumPiece> pieces =
      product.run(left, {rowFrom, rows}, right, {columnFrom, columns},
                  flatExtent(roles.summed));
  unsigned lane = roles.columns.empty() ? 0 : roles.columns.back();
  bool exact =
      !roles.columns.empty() && isDivisible(lane, product.pieceColumns());
  for (const SumPiece &piece : pieces) {
    Value row = e.add(rowFrom, piece.row);
    e.branch(e.less(row, rows),
             [&] {
               epilogue.emit(e, piece.values, e.add(columnFrom, piece.column),
                             columns, exact, lane, [&](Value column) {
                               SmallVector<Value> point(outer);
                               setDims(point, roles.rows, row);
                               setDims(point, roles.columns, column);
                               return point;
                             });
             },
             {});
  }
  allowContraction(kernel);
}

void ContractKernel::launch() {
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value batch = dnd::passes::batchSize(place.entry);
  auto count = [&](ArrayRef<unsigned> dims) {
    Value total = out.index(1);
    for (unsigned d : dims)
      total =
          b.createOrFold<arith::MulIOp>(op.getLoc(), total,
                                        ShapedType::isDynamic(space.extents[d])
                                            ? batch
                                            : out.index(space.extents[d]));
    return total;
  };
  Value grid = out.ceilDiv(count(roles.columns), shape.columns);
  for (Value factor :
       {out.ceilDiv(count(roles.rows), shape.rows), count(roles.shared)})
    grid = b.createOrFold<arith::MulIOp>(op.getLoc(), grid, factor);
  kernel.launch(op, grid, shape.threads());
  remarkKernel(kernel, shape, expectedShare(shape, size()));
}

LogicalResult outlinePackedContract(PackedContractOp op,
                                    const KernelPlace &place) {
  ContractKernel(op, place).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen
