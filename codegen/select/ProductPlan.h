//===- ProductPlan.h - tiles and splits of a product on a GPU ---*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_PRODUCTPLAN_H
#define DND_CODEGEN_SELECT_PRODUCTPLAN_H

#include "codegen/common/DeviceMath.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace dnd::codegen {

/// How a block of threads shares the work on one tile of sums.
struct BlockShape {
  int64_t rows, columns; // of the tile
  int64_t steps;         // of the sum in shared memory at a time
  int64_t ownRows,
      ownColumns;    // sums of one thread; of one warp on tensor cores
  int64_t slices;    // groups of threads that share the steps
  double efficiency; // of the multipliers, once it runs
  DeviceMath math = DeviceMath::f32;

  int64_t groupThreads() const {
    return rows / ownRows * (columns / ownColumns) *
           (math == DeviceMath::f32 ? 1 : 32);
  }
  int64_t threads() const { return groupThreads() * slices; }
};

/// The size of a problem for which a shape is chosen.
struct ProductSize {
  double rows = 1, columns = 1, steps = 1, others = 1;
};

/// Multiprocessors of the GPU that shapes are chosen for.
constexpr int64_t assumedProcessors = 132;

/// How the work is shared: `splits` blocks share the steps of one tile; their
/// sums are added by a second kernel when there is more than one.
struct ProductPlan {
  BlockShape shape;
  int64_t splits = 1;
  /// Steps of one split: whole tiles.
  int64_t stepsPerSplit = 0;
  /// Share of the f32 roof that is expected, 0 to 1.
  double share = 0;
  /// Time that is expected, in cycles.
  double cycles = 0;
};

/// The plan that is expected to take least time, of those whose kernel keeps
/// everything in registers by `registers`; the smallest tile always counts.
ProductPlan
planProduct(const ProductSize &size, DeviceMath math,
            llvm::function_ref<int64_t(const BlockShape &)> registers);
/// The shape with tiles of this size; there must be one.
BlockShape shapeOf(int64_t rows, int64_t columns, DeviceMath math);
/// The tile of 64 x 64 sums that the kernels of quadratic forms use.
BlockShape squareShape(DeviceMath math);
/// The plan with a given shape and no splits.
ProductPlan planProduct(const BlockShape &shape, const ProductSize &size);

/// Cycles that a product is expected to gain when a library makes it, less what
/// the choice costs; `epilogues` says that a kernel for the epilogue follows.
/// Below 0 it does not pay.
double libraryGain(const ProductSize &size, const ProductPlan &plan,
                   bool epilogues);
/// Microseconds on the GPU that is assumed.
double deviceMicroseconds(double cycles);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_PRODUCTPLAN_H
