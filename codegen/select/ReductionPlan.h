//===- ReductionPlan.h - how threads of a GPU share sums --------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_REDUCTIONPLAN_H
#define DND_CODEGEN_SELECT_REDUCTIONPLAN_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen {

/// Threads of a block of a reduction, and of a warp.
constexpr int64_t reductionThreads = 256, warpThreads = 32;

/// How threads share the sums of an op.
struct ReductionPlan {
  /// Lanes of a result, a power of two; 1: a thread walks the sum alone.
  int64_t lanes = 1;
  /// Neighbouring threads are lanes of one result; else results are neighbours.
  bool isInOrder = false;
  /// The summed dimension that walks most memory in order; none for one lane.
  std::optional<unsigned> fastest;
};

/// The plan of `op`, on buffers, which sums over some dimension. The batch is
/// taken as the assumed one of GPUs, so that it follows from the sizes alone.
ReductionPlan planReduction(mlir::linalg::GenericOp op);

/// The op that joins two partial results, for each result of `op`; empty where
/// some result is not joined so.
llvm::SmallVector<mlir::Operation *> combinersOf(mlir::linalg::GenericOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_REDUCTIONPLAN_H
