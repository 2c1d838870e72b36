//===- NestPlan.h - order and partition of a loop nest ----------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_NESTPLAN_H
#define DND_CODEGEN_NEST_NESTPLAN_H

#include "codegen/nest/Batch.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"

namespace dnd::codegen {

/// One place where a nest reads or writes memory.
struct Access {
  mlir::MemRefType type;
  mlir::AffineMap map;
};

/// What decides the shape of the loops.
struct NestSpec {
  llvm::SmallVector<int64_t> extents; // dynamic for the batch
  llvm::SmallVector<bool> parallel;   // iterations write different places
  llvm::SmallVector<Access> accesses;
  int64_t costOfPoint = 1; // operations
};

struct NestPlan {
  /// Loops from the outermost to the innermost.
  llvm::SmallVector<unsigned> order;
  /// A dimension along which something is dense that the innermost loop reads
  /// at long distances, or -1: both are walked through in blocks.
  int crossing = -1;
  /// The dimension that threads share, or -1.
  int shared = -1;
  /// Operations for one iteration of the shared dimension.
  int64_t costOfSlice = 1;
};

/// Chooses the innermost dimension by its strides (0 and 1 are good), keeps the
/// others in the order parallel, then summed, and gives the threads the
/// outermost parallel dimension of at least `longEnough` iterations, or else
/// the longest.
NestPlan planNest(const NestSpec &spec, int64_t longEnough);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_NESTPLAN_H
