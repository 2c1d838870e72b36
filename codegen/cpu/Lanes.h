//===- Lanes.h - samples in the lanes of vectors ----------------*- C++ -*-===//
//
// Kernels whose sums read places that a table names compute many samples at
// once: what they read lies as [block of samples][place][sample of the block].
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_CPU_LANES_H
#define DND_CODEGEN_CPU_LANES_H

#include "codegen/kernel/TileEmitter.h"

namespace dnd::codegen::cpu {

/// Numbers of lanes on a target.
struct LaneShape {
  int64_t native; // of a vector register
  int64_t block;  // samples of a block: four registers
  int64_t square; // of the blocks that are transposed in registers
  int64_t group;  // elements of a cache line: rows computed together
};

/// The shape for elements of this type on the module's target.
LaneShape targetLanes(mlir::Operation *op, mlir::Type element);

/// Takes `square` vectors for `square` columns from `column` on: samples
/// `sample`.. of each of them.
using TakeColumns = llvm::function_ref<void(
    mlir::Value column, mlir::Value sample, mlir::ValueRange vectors)>;

/// Part of a matrix `[batch, columns]` by columns.
struct MatrixPart {
  mlir::Value matrix;
  int64_t columns; // extent of the matrix
  mlir::Value batch;
  mlir::Value sample, column; // where the part begins
  mlir::Value samples;        // a multiple of `square` from there on
  int64_t width;              // columns, a multiple of `square`
};

/// Reads the part; `take` gets offsets in it. Samples beyond the batch and
/// columns beyond the matrix are 0. A matrix of bf16 is widened.
void readColumns(TileEmitter &e, const LaneShape &shape, const MatrixPart &part,
                 TakeColumns take);

/// Stores the vectors of `read(row, sample)`, `group` rows and `samples`
/// samples, into `scratch` as [sample][row], rows from `column` on.
void storeSamples(
    TileEmitter &e, const LaneShape &shape, mlir::Value samples,
    mlir::Value scratch, mlir::Value column,
    llvm::function_ref<mlir::Value(mlir::Value row, mlir::Value sample)> read);

/// The sum of the lanes of each vector; as many vectors as `square`.
mlir::Value sumLanes(TileEmitter &e, const LaneShape &shape,
                     mlir::ValueRange vectors);

/// The indices of `extents` at a point counted in row-major order.
llvm::SmallVector<mlir::Value> splitPoint(TileEmitter &e, mlir::Value point,
                                          llvm::ArrayRef<int64_t> extents);

/// The place of `indices` in row-major order.
mlir::Value joinPoint(TileEmitter &e, mlir::ValueRange indices,
                      llvm::ArrayRef<int64_t> extents);

/// Clones an elementwise op for operands that may be vectors of `lanes` lanes:
/// one operand that is a vector makes it an op on vectors.
void cloneForLanes(TileEmitter &e, mlir::Operation &op,
                   mlir::IRMapping &mapping, int64_t lanes);

/// `value` itself or copies of it in all lanes.
mlir::Value inAllLanes(TileEmitter &e, mlir::Value value, int64_t lanes);

/// A view of a dense buffer in which the dimensions behind the first `keep`
/// are one; itself where there is one only.
mlir::Value collapseBehind(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::Value buffer, int64_t keep);

/// A view `[batch, all other dimensions]` of a dense buffer by samples.
mlir::Value asMatrix(mlir::OpBuilder &b, mlir::Location loc, mlir::Value buffer,
                     mlir::Value batch);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_LANES_H
