//===- Reading.cpp - how an index map reads a tensor ----------------------===//
#include "codegen/export/Reading.h"
#include "mlir/IR/AffineExpr.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace dnd::codegen::exporting {

bool Reading::isPlain() const {
  llvm::SmallVector<unsigned> seen;
  for (const AxisRead &axis : axes)
    if (axis.kind != AxisRead::Kind::Dim ||
        llvm::is_contained(seen, axis.dims[0]))
      return false;
    else
      seen.push_back(axis.dims[0]);
  return true;
}

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

} // namespace dnd::codegen::exporting
