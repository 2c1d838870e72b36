//===- GatherMatch.h - sums over inputs that a table chooses ----*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_GATHERMATCH_H
#define DND_CODEGEN_SELECT_GATHERMATCH_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace dnd::codegen {

/// A sum whose body reads inputs of a sample at places that do not depend on
/// the sample: `x[b, table[j, k]]`. Either every sample has results of its own
/// (`y[b, rows] = sum over columns`) or the samples are summed
/// (`dw[rows, columns] = sum over b`, with operands `g[b, rows]`).
struct GatherSum {
  mlir::linalg::GenericOp op;
  /// Gives the results their first value.
  mlir::linalg::FillOp fill;
  /// The loop over samples.
  unsigned batch = 0;
  bool sumsSamples = false;
  /// The other loops and their extents.
  llvm::SmallVector<unsigned> rows, columns;
  llvm::SmallVector<int64_t> rowExtents, columnExtents;
  /// Loads of the body at [sample, places...].
  llvm::SmallVector<mlir::memref::LoadOp> gathers;
  /// Operands [batch, rows...] that are read as they are.
  llvm::SmallVector<mlir::OpOperand *> laneOperands;
  /// Values of the body that differ from sample to sample.
  llvm::DenseSet<mlir::Value> varying;

  int64_t numRows() const { return product(rowExtents); }
  int64_t numColumns() const { return product(columnExtents); }

  static int64_t product(llvm::ArrayRef<int64_t> extents) {
    int64_t count = 1;
    for (int64_t extent : extents)
      count *= extent;
    return count;
  }
};

/// Recognises such a sum on buffers; `fill` initialises it. When the op does
/// read through a table and still is none, `why` says what is in the way.
std::optional<GatherSum> matchGather(mlir::linalg::GenericOp op,
                                     mlir::linalg::FillOp fill,
                                     std::string &why);

/// A scatter_contract that adds to chosen places of each sample: row loops are
/// those of the factors that differ from sample to sample.
struct GatherScatter {
  dndrt::ScatterContractOp op;
  unsigned batch = 0;
  llvm::SmallVector<unsigned> rows, columns; // loops
  llvm::SmallVector<int64_t> rowExtents, columnExtents;
  llvm::SmallVector<unsigned> laneInputs, scalarInputs; // operands
  llvm::SmallVector<mlir::AffineMap> maps, tableMaps;
  mlir::AffineMap out;
  int64_t places = 1; // of a sample of the destination
};

/// Recognises such a scatter on buffers, or says in `why` what is in the way.
std::optional<GatherScatter> matchGatherScatter(dndrt::ScatterContractOp op,
                                                std::string &why);

/// True for a buffer that lies row by row without gaps.
bool isDense(mlir::Value buffer);

/// The buffer that a view (collapsed, expanded, cast) shows.
mlir::Value shownBuffer(mlir::Value buffer);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_GATHERMATCH_H
