//===- Contract.cpp - the GPU kernel of dndrt.packed_contract -------------===//
//
// Rows, columns and steps of the product are any dimensions of the op, flat in
// the kernel and taken apart again for the maps. The result's dense dimension
// is the innermost of the columns. A block makes one tile; the dimensions that
// both operands share are dealt out to the blocks. When there are too few tiles
// for a GPU, several blocks share the steps of a tile; their sums go to scratch
// memory and a second kernel adds them in order and runs the epilogue.
//
// Where a library for matrices may be faster, it is asked when the program
// runs; the kernels are there for machines that have none.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/Scratch.h"
#include "codegen/cuda/BlockProduct.h"
#include "codegen/cuda/DeviceEpilogue.h"
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/select/Choices.h"
#include "codegen/select/ContractSpace.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen::cuda {

namespace {

/// What both kernels of a product know.
struct Contraction : ContractSpace {
  const KernelPlace &place;
  ProductPlan plan;
  /// With splits: sums as makePartial makes them.
  Value partial;

  Contraction(PackedContractOp op, const KernelPlace &place,
              const ProductPlan &plan)
      : ContractSpace(op), place(place), plan(plan) {
    if (plan.splits > 1)
      partial = makePartial(plan.splits);
  }

  bool isDynamic(unsigned dim) const { return ContractSpace::isDynamic(dim); }
  bool isDynamic(ArrayRef<unsigned> dims) const {
    return llvm::any_of(dims, [&](unsigned d) { return isDynamic(d); });
  }
  bool isDivisible(unsigned dim, int64_t by) const {
    return !isDynamic(dim) && space.extents[dim] % by == 0;
  }
  /// The dimension in which the columns of a piece are neighbours.
  unsigned lane() const {
    return roles.columns.empty() ? 0 : roles.columns.back();
  }
  bool isExact(int64_t lanes) const {
    return !roles.columns.empty() && isDivisible(lane(), lanes);
  }

  /// Memory for sums: [split][result], behind the batch if the result has one.
  Value makePartial(int64_t splits);
};

/// One of the kernels.
class ContractKernel {
public:
  ContractKernel(Contraction &contraction, StringRef suffix)
      : c(contraction), space(c.space), roles(c.roles), shape(c.plan.shape),
        kernel(c.place.kernels, (c.place.name + suffix).str(), c.op.getLoc()),
        element(c.op.getAccumulateType()), e(kernel.b, c.op.getLoc(), element) {
    Value batch = dnd::passes::batchSize(c.place.entry);
    for (int64_t extent : space.extents)
      extents.push_back(ShapedType::isDynamic(extent) ? kernel.import(batch)
                                                      : e.index(extent));
    outer.assign(extents.size(), e.index(0));
  }

  /// The tiles, and the epilogue unless the sum is split.
  void emitTiles();
  /// Adds the splits of `partial` and runs the epilogue.
  void emitSum(Value partial, int64_t splits);

private:
  DeviceEpilogue makeEpilogue() {
    unsigned factors = c.op.getNumFactors();
    return DeviceEpilogue(c.op.getEpilogue(),
                          ArrayRef(space.buffers).drop_front(factors),
                          ArrayRef(space.maps).drop_front(factors),
                          c.op.getInits().size(), kernel);
  }
  Value splitBlock(Value &rowFrom, Value &columnFrom);
  BlockProduct::Steps stepsOf(Value split);
  TileSource source(unsigned operand, ArrayRef<unsigned> positions);
  void setDims(SmallVectorImpl<Value> &point, ArrayRef<unsigned> dims,
               Value flat);
  Value flatExtent(ArrayRef<unsigned> dims);
  SmallVector<Value> partialIndices(Value split, ArrayRef<Value> point);
  void launchTiles();
  Value hostCount(TileEmitter &out, ArrayRef<unsigned> dims);

  Contraction &c;
  BufferSpace &space;
  ContractRoles &roles;
  const BlockShape &shape;
  DeviceKernel kernel;
  Type element;
  TileEmitter e;
  SmallVector<Value> extents; // inside the kernel
  SmallVector<Value> outer;   // indices of the shared dimensions, else 0
};

} // namespace

Value Contraction::makePartial(int64_t splits) {
  SmallVector<int64_t> shape;
  int64_t rest = 1;
  for (unsigned d : resultDims)
    if (isDynamic(d))
      shape.push_back(ShapedType::kDynamic);
    else
      rest *= space.extents[d];
  shape.append({splits, rest});
  return makeScratchBuffer(place.entry,
                           MemRefType::get(shape, op.getAccumulateType()), op);
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

/// Blocks in the order splits, rows, shared dimensions, columns, but what
/// depends on the batch outermost. Returns the split.
Value ContractKernel::splitBlock(Value &rowFrom, Value &columnFrom) {
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
  Value row, column, other, part;
  if (c.isDynamic(roles.columns)) {
    row = split(rowTiles);
    other = split(others);
    part = split(e.index(c.plan.splits));
    column = rest;
  } else if (c.isDynamic(roles.rows)) {
    column = split(columnTiles);
    other = split(others);
    part = split(e.index(c.plan.splits));
    row = rest;
  } else {
    column = split(columnTiles);
    row = split(rowTiles);
    part = split(e.index(c.plan.splits));
    other = rest;
  }
  setDims(outer, roles.shared, other);
  rowFrom = e.mul(row, shape.rows);
  columnFrom = e.mul(column, shape.columns);
  return part;
}

/// The part of the sum of one split. Only the last one may be cut, or empty
/// when the batch is small.
BlockProduct::Steps ContractKernel::stepsOf(Value split) {
  Value size = flatExtent(roles.summed);
  std::optional<int64_t> fixed = getConstantIntValue(size);
  bool whole = fixed && *fixed % shape.steps == 0;
  if (c.plan.splits == 1)
    return {e.index(0), size, size, whole};
  // The plan assumed a batch; every batch has as many splits.
  Value perSplit = e.index(c.plan.stepsPerSplit);
  if (!fixed)
    perSplit = e.mul(e.ceilDiv(size, c.plan.splits * shape.steps), shape.steps);
  Value from = e.b.createOrFold<arith::MulIOp>(e.loc, split, perSplit);
  Value to = e.min(e.add(from, perSplit), size);
  to = e.b.createOrFold<arith::MaxSIOp>(e.loc, to, from);
  return {from, to, size, whole};
}

/// Operand 0 with the rows or operand 1 with the columns as positions, times
/// the third factor where it belongs to that side.
TileSource ContractKernel::source(unsigned operand,
                                  ArrayRef<unsigned> positions) {
  AffineMap map = space.maps[operand];
  Value buffer = kernel.import(space.buffers[operand]);
  auto isDense = [](Value v) {
    return cast<MemRefType>(v.getType()).getLayout().isIdentity();
  };
  TileSource source;
  Value factor;
  AffineMap factorMap;
  if (c.factorSide == static_cast<int>(operand)) {
    factor = kernel.import(space.buffers[2]);
    factorMap = space.maps[2];
  }
  bool factorVaries = false; // along the elements of one piece
  auto tryAlong = [&](TileSource::Along along, ArrayRef<unsigned> dims) {
    if (dims.empty() || !isContiguous(map, dims.back()))
      return false;
    source.lanes = source.pack = along;
    bool wide = isDense(buffer) && c.isDivisible(dims.back(), 4);
    if (factor && !isInvariant(factorMap, dims.back())) {
      factorVaries = true;
      wide &= isDense(factor) && isContiguous(factorMap, dims.back());
    }
    source.width = wide ? 4 : 1;
    return true;
  };
  if (!tryAlong(TileSource::Positions, positions))
    tryAlong(TileSource::Steps, roles.summed);
  SmallVector<unsigned> dims(positions);
  auto load = [this](Value from, ArrayRef<Value> at, int64_t width) {
    return width == 1 ? e.loadFactor(from, at) : e.loadFactors(from, at, width);
  };
  source.at = [this, map, buffer, dims, factor, factorMap, factorVaries, load,
               width = source.width](Value position) -> TileSource::Loader {
    SmallVector<Value> point(outer);
    setDims(point, dims, position);
    return [=, this](Value step) mutable -> Value {
      setDims(point, roles.summed, step);
      Value value = load(buffer, e.apply(map, point), width);
      if (!factor)
        return value;
      Value times =
          load(factor, e.apply(factorMap, point), factorVaries ? width : 1);
      if (width != 1 && !factorVaries)
        times = e.broadcast(times, width);
      return e.b.create<arith::MulFOp>(e.loc, value, times);
    };
  };
  return source;
}

/// Where the partial sum of a point of the result lies.
SmallVector<Value> ContractKernel::partialIndices(Value split,
                                                  ArrayRef<Value> point) {
  SmallVector<Value> indices;
  Value flat = e.index(0);
  for (unsigned d : c.resultDims) {
    if (c.isDynamic(d)) {
      indices.push_back(point[d]);
      continue;
    }
    flat = e.b.createOrFold<arith::MulIOp>(e.loc, flat, extents[d]);
    flat = e.add(flat, point[d]);
  }
  indices.append({split, flat});
  return indices;
}

void ContractKernel::emitTiles() {
  std::optional<DeviceEpilogue> epilogue;
  Value partial;
  if (c.partial)
    partial = kernel.import(c.partial);
  else
    epilogue.emplace(makeEpilogue());
  BlockProduct product(kernel, e, shape);
  Value rowFrom, columnFrom;
  Value split = splitBlock(rowFrom, columnFrom);
  Value rows = flatExtent(roles.rows), columns = flatExtent(roles.columns);
  TileSource left = source(0, roles.rows), right = source(1, roles.columns);
  SmallVector<SumPiece> pieces = product.run(
      left, {rowFrom, rows}, right, {columnFrom, columns}, stepsOf(split));
  bool exact = c.isExact(product.pieceColumns());
  for (const SumPiece &piece : pieces) {
    Value row = e.add(rowFrom, piece.row);
    Value column = e.add(columnFrom, piece.column);
    auto point = [&](Value at) {
      SmallVector<Value> result(outer);
      setDims(result, roles.rows, row);
      setDims(result, roles.columns, at);
      return result;
    };
    e.branch(e.less(row, rows),
             [&] {
               if (epilogue)
                 epilogue->emit(e, piece.values, column, columns, exact,
                                c.lane(), point);
               else
                 storeGuarded(e, piece.values, column, columns, exact, partial,
                              [&](Value at) {
                                return partialIndices(split, point(at));
                              });
             },
             {});
  }
  launchTiles();
}

void ContractKernel::emitSum(Value sums, int64_t splits) {
  constexpr int64_t threads = 128;
  Value partial = kernel.import(sums);
  DeviceEpilogue epilogue = makeEpilogue();
  bool exact = c.isExact(4);
  int64_t width = exact ? 4 : 1;
  Value unit = e.add(e.mul(kernel.blockId(), threads), kernel.threadId());
  Value first = e.mul(unit, width);
  e.branch(
      e.less(first, flatExtent(c.resultDims)),
      [&] {
        SmallVector<Value> point(outer);
        setDims(point, c.resultDims, first);
        auto part = [&](Value split) {
          return e.loadVector(partial, partialIndices(split, point), width);
        };
        SmallVector<Value> sum = e.loop(
            e.index(1), e.index(splits), 1, ValueRange(part(e.index(0))),
            [&](Value split, ValueRange before) -> SmallVector<Value> {
              return {e.b.create<arith::AddFOp>(e.loc, before[0], part(split))};
            });
        if (c.resultDims.empty())
          return epilogue.emit(e, sum[0], first, e.index(1), false, 0,
                               [&](Value) { return point; });
        unsigned lane = c.resultDims.back();
        epilogue.emit(e, sum[0], point[lane], extents[lane], exact, lane,
                      [&](Value at) {
                        SmallVector<Value> result(point);
                        result[lane] = at;
                        return result;
                      });
      },
      {});
  OpBuilder b(c.op);
  TileEmitter out(b, c.op.getLoc(), element);
  Value grid = out.ceilDiv(hostCount(out, c.resultDims), threads * width);
  kernel.launch(c.op, grid, threads);
}

Value ContractKernel::hostCount(TileEmitter &out, ArrayRef<unsigned> dims) {
  Value total = out.index(1);
  for (unsigned d : dims)
    total = out.b.createOrFold<arith::MulIOp>(
        out.loc, total,
        c.isDynamic(d) ? dnd::passes::batchSize(c.place.entry)
                       : out.index(space.extents[d]));
  return total;
}

void ContractKernel::launchTiles() {
  OpBuilder b(c.op);
  TileEmitter out(b, c.op.getLoc(), element);
  Value grid = out.ceilDiv(hostCount(out, roles.columns), shape.columns);
  for (Value factor : {out.ceilDiv(hostCount(out, roles.rows), shape.rows),
                       hostCount(out, roles.shared), out.index(c.plan.splits)})
    grid = b.createOrFold<arith::MulIOp>(out.loc, grid, factor);
  kernel.launch(c.op, grid, shape.threads());
  remarkKernel(kernel, c.plan);
}

//===----------------------------------------------------------------------===//
// Libraries
//===----------------------------------------------------------------------===//

static void emitKernels(Contraction &contraction) {
  ContractKernel(contraction, "_contract").emitTiles();
  if (contraction.partial)
    ContractKernel(contraction, "_contract_sum")
        .emitSum(contraction.partial, contraction.plan.splits);
}

LogicalResult outlinePackedContract(PackedContractOp op,
                                    const KernelPlace &place) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cuda);
  if (!choice)
    return failure();
  Contraction contraction(op, place, productPlanOf(choice, deviceMath(op)));
  if (choice.getMaker() == dndrt::Maker::own) {
    emitKernels(contraction);
    op.erase();
    return success();
  }
  std::optional<LibraryOffer> offer = findLibraryOffer(contraction);
  if (!offer)
    return op.emitOpError("is given to a library, but is no product of "
                          "matrices");
  Value sums;
  if (offer->sumsOnly)
    sums = offer->product.out.buffer = contraction.makePartial(1);
  dndrt::LibraryCallOp call =
      offer->product.emit(op, contraction.space.extents,
                          dnd::passes::batchSize(place.entry), deviceMath(op));
  // Kernels are launched in front of the op.
  op->moveBefore(&call.getOtherwise().front(),
                 call.getOtherwise().front().end());
  emitKernels(contraction);
  if (sums) {
    op->moveBefore(&call.getDone().front(), call.getDone().front().end());
    ContractKernel(contraction, "_contract_epilogue").emitSum(sums, 1);
  }
  op.erase();
  return success();
}

} // namespace dnd::codegen::cuda
