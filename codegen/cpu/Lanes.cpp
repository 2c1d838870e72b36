//===- Lanes.cpp - samples in the lanes of vectors ------------------------===//
#include "codegen/cpu/Lanes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace dnd::codegen::cpu {

LaneShape targetLanes(Operation *op, Type element) {
  int64_t bits = element.getIntOrFloatBitWidth();
  LaneShape shape;
  shape.square = 256 / bits;
  shape.native = std::max(targetTile(op, element).lanes / 2, shape.square);
  shape.block = 4 * shape.native;
  shape.group = 512 / bits;
  return shape;
}

void readColumns(TileEmitter &e, const LaneShape &shape, const MatrixPart &part,
                 TakeColumns take) {
  int64_t square = shape.square;
  Value last = e.sub(part.batch, e.index(1));
  // Whole squares are most of the work; at the ends rows and columns are read
  // inside of the matrix only.
  auto readSquare = [&](Value s, Value c, bool allSamples, bool allColumns) {
    Value column = e.add(part.column, c), mask;
    if (!allColumns)
      mask = e.b.create<vector::CreateMaskOp>(
          e.loc, VectorType::get({square}, e.b.getI1Type()),
          ValueRange(e.sub(e.index(part.columns), column)));
    SmallVector<Value> rows;
    for (int64_t r = 0; r < square; ++r) {
      Value sample = e.add(e.add(part.sample, s), r);
      Value row = allSamples ? sample : e.min(sample, last);
      Value values;
      if (mask)
        values = e.loadFactors(part.matrix, {row, column}, square, mask);
      else
        values = e.loadFactors(part.matrix, {row, column}, square);
      if (!allSamples)
        values = e.b.create<arith::SelectOp>(
            e.loc, e.broadcast(e.less(sample, part.batch), square), values,
            e.zero(square));
      rows.push_back(values);
    }
    take(c, s, e.transpose(rows));
  };
  auto readRows = [&](Value s, bool allSamples) {
    auto columns = [&](bool all) {
      e.loop(e.index(0), e.index(part.width), square,
             [&](Value c) { readSquare(s, c, allSamples, all); });
    };
    if (part.columns % part.width == 0)
      return columns(true);
    e.branch(
        e.lessEqual(e.add(part.column, part.width), e.index(part.columns)),
        [&] { columns(true); }, [&] { columns(false); });
  };
  e.loop(e.index(0), part.samples, square, [&](Value s) {
    Value end = e.add(e.add(part.sample, s), square);
    e.branch(
        e.lessEqual(end, part.batch), [&] { readRows(s, true); },
        [&] { readRows(s, false); });
  });
}

void storeSamples(TileEmitter &e, const LaneShape &shape, Value samples,
                  Value scratch, Value column,
                  llvm::function_ref<Value(Value row, Value sample)> read) {
  int64_t square = shape.square;
  e.loop(e.index(0), samples, square, [&](Value s) {
    for (int64_t row = 0; row < shape.group; row += square) {
      SmallVector<Value> rows;
      for (int64_t r = 0; r < square; ++r)
        rows.push_back(read(e.index(row + r), s));
      for (auto [i, vector] : llvm::enumerate(e.transpose(rows)))
        e.storeVector(vector, scratch, {e.add(s, i), e.add(column, row)});
    }
  });
}

Value sumLanes(TileEmitter &e, const LaneShape &shape, ValueRange vectors) {
  auto add = [&](Value x, Value y) -> Value {
    return e.b.create<arith::AddFOp>(e.loc, x, y);
  };
  SmallVector<Value> narrow;
  for (Value v : vectors) {
    for (int64_t lanes = shape.native; lanes > shape.square; lanes /= 2) {
      auto half = [&](int64_t from) -> Value {
        return e.b.create<vector::ExtractStridedSliceOp>(
            e.loc, v, ArrayRef<int64_t>{from}, ArrayRef<int64_t>{lanes / 2},
            ArrayRef<int64_t>{1});
      };
      v = add(half(0), half(lanes / 2));
    }
    narrow.push_back(v);
  }
  SmallVector<Value> sums = e.transpose(narrow);
  while (sums.size() > 1) {
    SmallVector<Value> next;
    for (unsigned i = 0; i < sums.size(); i += 2)
      next.push_back(add(sums[i], sums[i + 1]));
    sums = next;
  }
  return sums[0];
}

SmallVector<Value> splitPoint(TileEmitter &e, Value point,
                              ArrayRef<int64_t> extents) {
  SmallVector<Value> indices(extents.size());
  for (unsigned d = extents.size(); d-- > 0;) {
    if (d == 0) {
      indices[0] = point;
      break;
    }
    Value extent = e.index(extents[d]);
    indices[d] = e.b.createOrFold<arith::RemUIOp>(e.loc, point, extent);
    point = e.b.createOrFold<arith::DivUIOp>(e.loc, point, extent);
  }
  return indices;
}

Value joinPoint(TileEmitter &e, ValueRange indices, ArrayRef<int64_t> extents) {
  Value place = indices.empty() ? e.index(0) : indices[0];
  for (unsigned d = 1; d < indices.size(); ++d)
    place = e.add(e.mul(place, extents[d]), indices[d]);
  return place;
}

Value inAllLanes(TileEmitter &e, Value value, int64_t lanes) {
  return isa<VectorType>(value.getType()) ? value : e.broadcast(value, lanes);
}

void cloneForLanes(TileEmitter &e, Operation &op, IRMapping &mapping,
                   int64_t lanes) {
  bool wide = llvm::any_of(op.getOperands(), [&](Value operand) {
    return isa<VectorType>(mapping.lookupOrDefault(operand).getType());
  });
  if (!wide) {
    e.b.clone(op, mapping);
    return;
  }
  OperationState state(op.getLoc(), op.getName());
  for (Value operand : op.getOperands())
    state.operands.push_back(
        inAllLanes(e, mapping.lookupOrDefault(operand), lanes));
  for (Type type : op.getResultTypes())
    state.types.push_back(VectorType::get({lanes}, type));
  state.propertiesAttr = op.getPropertiesAsAttribute();
  Operation *clone = e.b.create(state);
  for (auto [from, to] : llvm::zip(op.getResults(), clone->getResults()))
    mapping.map(from, to);
}

Value collapseBehind(OpBuilder &b, Location loc, Value buffer, int64_t keep) {
  int64_t rank = cast<MemRefType>(buffer.getType()).getRank();
  if (rank <= keep + 1)
    return buffer;
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < keep; ++d)
    groups.push_back({d});
  groups.emplace_back();
  for (int64_t d = keep; d < rank; ++d)
    groups.back().push_back(d);
  return b.create<memref::CollapseShapeOp>(loc, buffer, groups);
}

Value asMatrix(OpBuilder &b, Location loc, Value buffer, Value batch) {
  auto type = cast<MemRefType>(buffer.getType());
  if (type.getRank() > 1)
    return collapseBehind(b, loc, buffer, 1);
  SmallVector<ReassociationIndices> groups{{0, 1}};
  SmallVector<OpFoldResult> sizes{batch, b.getIndexAttr(1)};
  return b.create<memref::ExpandShapeOp>(
      loc, MemRefType::get({ShapedType::kDynamic, 1}, type.getElementType()),
      buffer, groups, sizes);
}

} // namespace dnd::codegen::cpu
