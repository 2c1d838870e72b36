//===- Reading.h - how an index map reads a tensor --------------*- C++ -*-===//
//
// Formats of other programs have no index maps. A map is taken apart into one
// step for each axis of the tensor: the axis is an iteration dimension, is
// indexed by a constant table over some dimensions (windows, strides, slices,
// single places), or by a table of the network. After the steps the tensor has
// one axis for each iteration dimension that it depends on.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPORT_READING_H
#define DND_CODEGEN_EXPORT_READING_H

#include "dialect/dnd/DndDialect.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>
#include <vector>

namespace dnd::codegen::exporting {

/// One axis of a tensor.
struct AxisRead {
  enum class Kind { Dim, Slice, Index, Table };
  Kind kind = Kind::Dim;
  /// The iteration dimensions that take the axis's place; none for a place.
  llvm::SmallVector<unsigned> dims;
  int64_t first = 0, stride = 1, count = 0; ///< of a slice
  std::vector<int64_t> index; ///< row-major over the extents of `dims`
  mlir::AffineExpr expr;      ///< of an index
  /// Whether an index takes all places once, one after the other: the axis is
  /// split into those of `dims`.
  bool isSplit = false;
  unsigned table = 0;
};

struct Reading {
  llvm::SmallVector<AxisRead> axes;
  /// After all steps; a dimension may stand there twice (a diagonal).
  llvm::SmallVector<unsigned> dims;
};

/// `extents` of the iteration dimensions, the batch dynamic; `tableDims` those
/// of each table after its own reading. No value for maps that cannot be taken
/// apart (a table's entry inside of a sum).
std::optional<Reading>
readingOf(mlir::AffineMap map, llvm::ArrayRef<int64_t> shape,
          llvm::ArrayRef<int64_t> extents,
          llvm::ArrayRef<llvm::SmallVector<unsigned>> tableDims);

/// A contract as other programs say it: operands that are read, a product that
/// is summed over what the result has not, and a factor.
struct ContractReading {
  llvm::SmallVector<Reading> tables, inputs;
  llvm::SmallVector<unsigned> outDims;
  /// Dimensions of the result that no input has.
  llvm::SmallVector<unsigned> missing;
  /// The coefficient, times the extents of what is summed over without being
  /// read.
  double factor = 1;
  /// Why it cannot be said; all else is of no use then.
  std::string refusal;
};
ContractReading readContract(dnd::ContractOp op);

/// The reading of each input of a pointwise function; no value where an index
/// cannot be taken apart.
std::optional<llvm::SmallVector<Reading>> readMap(dnd::MapOp op);

/// Dimensions in rising order, each once.
llvm::SmallVector<unsigned> sortedDims(llvm::ArrayRef<unsigned> dims);

/// The dimensions of a pointwise function's result that no input has.
llvm::SmallVector<unsigned> missingDims(dnd::MapOp op);

/// The dimensions that a map writes to, each once and as they are; no value for
/// computed places.
std::optional<llvm::SmallVector<unsigned>> plainDims(mlir::AffineMap map);

/// The value of an expression without symbols.
int64_t valueOf(mlir::AffineExpr expr, llvm::ArrayRef<int64_t> point);

/// "abc" for dimensions 0, 1, 2; at most 52 dimensions.
std::string letters(llvm::ArrayRef<unsigned> dims);

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_READING_H
