//===- Reading.cpp - how an index map reads a tensor ----------------------===//
#include "codegen/export/Reading.h"
#include "mlir/IR/AffineExpr.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace dnd::codegen::exporting {

std::optional<llvm::SmallVector<unsigned>> plainDims(AffineMap map) {
  llvm::SmallVector<unsigned> dims;
  for (AffineExpr expr : map.getResults()) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim || llvm::is_contained(dims, dim.getPosition()))
      return std::nullopt;
    dims.push_back(dim.getPosition());
  }
  return dims;
}

int64_t valueOf(AffineExpr expr, llvm::ArrayRef<int64_t> point) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return point[dim.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t a = valueOf(binary.getLHS(), point),
          b = valueOf(binary.getRHS(), point);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return a + b;
  case AffineExprKind::Mul:
    return a * b;
  case AffineExprKind::Mod:
    return ((a % b) + b) % b;
  case AffineExprKind::FloorDiv:
    return a >= 0 ? a / b : -((-a + b - 1) / b);
  case AffineExprKind::CeilDiv:
    return a >= 0 ? (a + b - 1) / b : -(-a / b);
  default:
    return 0;
  }
}

std::string letters(llvm::ArrayRef<unsigned> dims) {
  std::string text;
  for (unsigned dim : dims)
    text += static_cast<char>(dim < 26 ? 'a' + dim : 'A' + (dim - 26));
  return text;
}

/// An axis that a formula of the dimensions reads.
static AxisRead readByFormula(AffineExpr expr, int64_t size,
                              llvm::ArrayRef<int64_t> extents) {
  AxisRead axis;
  axis.expr = expr;
  for (unsigned dim = 0; dim < extents.size(); ++dim)
    if (expr.isFunctionOfDim(dim))
      axis.dims.push_back(dim);
  if (isa<AffineDimExpr>(expr) && extents[axis.dims[0]] == size)
    return axis;
  axis.kind = AxisRead::Kind::Index;
  llvm::SmallVector<int64_t> point(extents.size(), 0);
  int64_t count = 1;
  for (unsigned dim : axis.dims)
    count *= extents[dim];
  for (int64_t i = 0; i < count; ++i) {
    int64_t rest = i;
    for (unsigned dim : llvm::reverse(axis.dims)) {
      point[dim] = rest % extents[dim];
      rest /= extents[dim];
    }
    axis.index.push_back(valueOf(expr, point));
  }
  axis.isSplit = count == size;
  for (int64_t i = 0; i < count; ++i)
    axis.isSplit = axis.isSplit && axis.index[i] == i;
  // Equal rising steps over one dimension are a slice.
  if (axis.dims.size() == 1) {
    axis.first = axis.index[0];
    axis.count = count;
    axis.stride = count > 1 ? axis.index[1] - axis.index[0] : 1;
    bool isSlice = axis.stride > 0;
    for (int64_t i = 0; i < count; ++i)
      isSlice = isSlice && axis.index[i] == axis.first + i * axis.stride;
    if (isSlice)
      axis.kind = AxisRead::Kind::Slice;
  }
  return axis;
}

std::optional<Reading>
readingOf(AffineMap map, llvm::ArrayRef<int64_t> shape,
          llvm::ArrayRef<int64_t> extents,
          llvm::ArrayRef<llvm::SmallVector<unsigned>> tableDims) {
  Reading reading;
  for (auto [expr, size] : llvm::zip_equal(map.getResults(), shape)) {
    AxisRead axis;
    if (auto symbol = dyn_cast<AffineSymbolExpr>(expr)) {
      axis.kind = AxisRead::Kind::Table;
      axis.table = symbol.getPosition();
      axis.dims = tableDims[axis.table];
    } else {
      for (unsigned s = 0; s < map.getNumSymbols(); ++s)
        if (expr.isFunctionOfSymbol(s))
          return std::nullopt;
      axis = readByFormula(expr, size, extents);
    }
    reading.dims.append(axis.dims);
    reading.axes.push_back(std::move(axis));
  }
  return reading;
}

ContractReading readContract(dnd::ContractOp op) {
  ContractReading all;
  llvm::ArrayRef<int64_t> extents = op.getExtents();
  auto shapeOf = [](Value value) {
    return cast<RankedTensorType>(value.getType()).getShape();
  };
  auto refuse = [&](const char *why) {
    all.refusal = why;
    return std::move(all);
  };
  if (extents.size() > 52)
    return refuse("an index equation of more than 52 dimensions");
  llvm::SmallVector<llvm::SmallVector<unsigned>> tableDims;
  for (auto [table, map] :
       llvm::zip_equal(op.getTables(), op.getTableMapList())) {
    std::optional<Reading> reading =
        readingOf(map, shapeOf(table), extents, {});
    if (!reading)
      return refuse("a table that is read through a table");
    tableDims.push_back(reading->dims);
    all.tables.push_back(std::move(*reading));
  }
  std::optional<llvm::SmallVector<unsigned>> written =
      plainDims(op.getOutMap());
  if (!written)
    return refuse("an index equation that writes to computed places");
  all.outDims = *written;
  llvm::SmallVector<bool> isUsed(extents.size(), false);
  for (auto [input, map] : llvm::zip_equal(op.getInputs(), op.getInputMaps())) {
    std::optional<Reading> reading =
        readingOf(map, shapeOf(input), extents, tableDims);
    if (!reading)
      return refuse("a table's entry inside of a sum of indices");
    for (unsigned dim : reading->dims)
      isUsed[dim] = true;
    all.inputs.push_back(std::move(*reading));
  }
  all.factor = op.getCoefficientValue();
  for (unsigned dim = 0; dim < extents.size(); ++dim)
    if (!isUsed[dim] && llvm::is_contained(all.outDims, dim))
      all.missing.push_back(dim);
    else if (!isUsed[dim])
      all.factor *= static_cast<double>(extents[dim]);
  return all;
}

std::optional<llvm::SmallVector<Reading>> readMap(dnd::MapOp op) {
  llvm::SmallVector<Reading> all;
  auto extents = cast<RankedTensorType>(op.getType()).getShape();
  for (auto [input, map] : llvm::zip_equal(op.getInputs(), op.getInputMaps())) {
    std::optional<Reading> reading = readingOf(
        map, cast<RankedTensorType>(input.getType()).getShape(), extents, {});
    if (!reading)
      return std::nullopt;
    all.push_back(std::move(*reading));
  }
  return all;
}

llvm::SmallVector<unsigned> sortedDims(llvm::ArrayRef<unsigned> dims) {
  llvm::SmallVector<unsigned> sorted(dims);
  llvm::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

llvm::SmallVector<unsigned> missingDims(dnd::MapOp op) {
  llvm::SmallVector<unsigned> missing;
  for (int64_t dim = 0; dim < cast<RankedTensorType>(op.getType()).getRank();
       ++dim)
    if (llvm::none_of(op.getInputMaps(),
                      [&](AffineMap map) { return map.isFunctionOfDim(dim); }))
      missing.push_back(dim);
  return missing;
}

} // namespace dnd::codegen::exporting
