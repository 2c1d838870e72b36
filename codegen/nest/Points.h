//===- Points.h - points of an iteration space by number --------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_POINTS_H
#define DND_CODEGEN_NEST_POINTS_H

#include "codegen/nest/Batch.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Builders.h"

namespace dnd::codegen {

/// The dimensions `dims` (slowest first) of a space, numbered row-major.
/// `extents` are those of the whole space, dynamic for the batch.
struct Points {
  llvm::SmallVector<int64_t> extents;
  llvm::SmallVector<unsigned> dims;

  /// How many points there are, with `batch` samples.
  mlir::Value count(mlir::OpBuilder &b, mlir::Location loc,
                    mlir::Value batch) const;
  /// The same number where it is known, and where `assumedDeviceBatch` stands
  /// for the batch.
  std::optional<int64_t> staticCount() const;
  int64_t assumedCount() const;
  /// Sets the indices of `dims` in `point` to those of point number `linear`.
  void locate(mlir::OpBuilder &b, mlir::Location loc, mlir::Value linear,
              mlir::Value batch,
              llvm::MutableArrayRef<mlir::Value> point) const;
};

/// The parallel (or the summed) dimensions of `op`. The parallel ones in the
/// order of the memory of the first result, the batch slowest.
Points pointsOf(mlir::linalg::GenericOp op, mlir::utils::IteratorType kind);

/// The number of points of `dims`, in words: "10", "B" (the batch), "3 B".
std::string countText(llvm::ArrayRef<unsigned> dims,
                      llvm::ArrayRef<int64_t> extents);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_POINTS_H
