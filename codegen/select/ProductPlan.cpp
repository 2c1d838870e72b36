//===- ProductPlan.cpp - tiles and splits of a product on a GPU -----------===//
//
// A rough model of the time: rounds of tiles over the multiprocessors, each
// with the share of its multipliers that such tiles reach, and the cost of a
// second kernel where sums are split.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/ProductPlan.h"
#include "codegen/select/Limits.h"

using namespace mlir;

namespace dnd::codegen {

static const BlockShape plainShapes[] = {
    {128, 128, 16, 8, 8, 1, 0.80}, {128, 64, 16, 8, 4, 1, 0.70},
    {64, 128, 16, 4, 8, 1, 0.70},  {64, 64, 16, 4, 4, 1, 0.60},
    {128, 32, 16, 8, 4, 1, 0.55},  {32, 128, 16, 4, 8, 1, 0.55},
    {32, 32, 32, 4, 4, 4, 0.45},   {16, 16, 64, 4, 4, 16, 0.25},
};

static const BlockShape tensorCoreShapes[] = {
    {128, 128, 16, 64, 32, 1, 0.40}, {128, 64, 16, 32, 32, 1, 0.30},
    {64, 128, 16, 32, 32, 1, 0.30},  {64, 64, 16, 32, 16, 1, 0.20},
    {32, 32, 32, 16, 16, 2, 0.12},   {16, 16, 64, 16, 8, 4, 0.06},
};

static SmallVector<BlockShape> shapesFor(DeviceMath math) {
  if (math == DeviceMath::f32)
    return SmallVector<BlockShape>(ArrayRef(plainShapes));
  SmallVector<BlockShape> shapes{ArrayRef(tensorCoreShapes)};
  for (BlockShape &shape : shapes) {
    shape.math = math;
    // As many words of shared memory.
    if (math == DeviceMath::bf16)
      shape.steps *= 2;
  }
  return shapes;
}

BlockShape shapeOf(int64_t rows, int64_t columns, DeviceMath math) {
  for (const BlockShape &shape : shapesFor(math))
    if (shape.rows == rows && shape.columns == columns)
      return shape;
  llvm_unreachable("there is no shape of this size");
}

BlockShape squareShape(DeviceMath math) { return shapeOf(64, 64, math); }

/// Multiplications of one processor in a cycle.
static double multipliers(DeviceMath math) {
  switch (math) {
  case DeviceMath::f32:
    return 128;
  case DeviceMath::tf32:
    return 1024;
  case DeviceMath::bf16:
    return 2048;
  }
  return 128;
}

/// What the start of a second kernel costs in cycles.
static constexpr double launchCycles = 2500;
/// Bytes that one processor moves to or from the second-level cache in a cycle.
static constexpr double cacheBytes = 32;
/// Most parts of a sum.
static constexpr int64_t mostSplits = 256;

/// Cycles of a processor for the tiles.
static double tileCycles(const BlockShape &shape, const ProductSize &size) {
  auto blocks = [](double extent, int64_t tile) {
    return std::ceil(extent / tile);
  };
  double count = blocks(size.rows, shape.rows) *
                 blocks(size.columns, shape.columns) * size.others;
  double rounds = std::ceil(count / assumedProcessors);
  double steps = blocks(size.steps, shape.steps) * shape.steps;
  // The first tile and the epilogue overlap with nothing.
  return rounds * shape.rows * shape.columns *
         (steps / shape.efficiency + 2 * shape.steps) / multipliers(shape.math);
}

/// Cycles to write the sums of all splits, and to add them in another kernel.
static double splitCycles(const ProductSize &size, double splits) {
  if (splits == 1)
    return 0;
  double bytes = 8 * splits * size.rows * size.columns * size.others;
  return launchCycles + bytes / assumedProcessors / cacheBytes;
}

static double share(double cycles, DeviceMath math, const ProductSize &size) {
  return size.rows * size.columns * size.steps * size.others /
         (multipliers(math) * assumedProcessors * cycles);
}

ProductPlan
planProduct(const ProductSize &size, DeviceMath math,
            llvm::function_ref<int64_t(const BlockShape &)> registers) {
  ProductPlan best;
  double least = std::numeric_limits<double>::max();
  SmallVector<BlockShape> shapes = shapesFor(math);
  for (const BlockShape &shape : shapes) {
    if (registers(shape) > limits::mostRegisters &&
        shape.rows * shape.columns > shapes.back().rows * shapes.back().columns)
      continue;
    for (int64_t splits = 1; splits <= mostSplits; splits *= 2) {
      double tiles = std::ceil(size.steps / shape.steps);
      double perSplit = std::ceil(tiles / splits) * shape.steps;
      if (splits > 1 && perSplit < 4 * shape.steps)
        break;
      double used = std::ceil(size.steps / perSplit);
      ProductSize part = size;
      part.steps = perSplit;
      part.others *= used;
      double cycles = tileCycles(shape, part) + splitCycles(size, used);
      if (cycles >= least)
        continue;
      least = cycles;
      best = {shape, static_cast<int64_t>(used), static_cast<int64_t>(perSplit),
              share(cycles, math, size), cycles};
    }
  }
  return best;
}

double libraryGain(const ProductSize &size, const ProductPlan &plan,
                   bool epilogues) {
  // Its kernels are scheduled by hand, and on tensor cores of sm_90 they have
  // instructions that need more than one warp.
  double time = plan.shape.math == DeviceMath::f32 ? 0.9 : 0.55;
  double gain = plan.cycles * (1 - time) - launchCycles;
  if (!epilogues)
    return gain;
  double bytes = 8 * size.rows * size.columns * size.others;
  return gain - launchCycles - bytes / assumedProcessors / cacheBytes;
}

double deviceMicroseconds(double cycles) { return cycles / 1755; }

ProductPlan planProduct(const BlockShape &shape, const ProductSize &size) {
  double cycles = tileCycles(shape, size);
  return {shape, 1, 0, share(cycles, shape.math, size), cycles};
}

} // namespace dnd::codegen
