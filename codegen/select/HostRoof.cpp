//===- HostRoof.cpp - what kernels of processors should reach -------------===//
//
// A rough model of a core: two multiply-adds of whole vectors in a cycle, each
// ready after four, two loads in a cycle, a few bytes from memory in a cycle.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/HostRoof.h"
#include <cmath>

namespace dnd::codegen {

/// Multiply-adds of vectors that a core starts in a cycle, and the cycles until
/// one is ready.
static constexpr double startsPerCycle = 2, latency = 4;
/// Loads of vectors in a cycle.
static constexpr double loadsPerCycle = 2;
/// Bytes from memory in a cycle.
static constexpr double memoryBytes = 4;
/// Cycles around the sum of a tile: its start, its epilogue.
static constexpr double cyclesAround = 24;
/// Steps of a sum that a rounded-up copy of the right operand costs a row.
static constexpr double copySteps = 2;

static unsigned percent(double share) {
  return static_cast<unsigned>(std::lround(100 * std::clamp(share, 0.0, 1.0)));
}

/// The share of `extent` in what whole pieces of it compute.
static double filled(double extent, double piece) {
  return extent / (std::ceil(extent / piece) * piece);
}

/// Cycles of one step of a tile of `rows` x `vectors`.
static double stepCycles(double rows, double vectors = 2) {
  double sums = vectors * rows;
  return std::max(
      {sums / startsPerCycle, latency, (rows + vectors) / loadsPerCycle});
}

Expectation expectTiles(const ProductSize &size, const PackedPlan &plan,
                        double bytes) {
  double rows = plan.tile.rows, lanes = plan.tile.lanes;
  double tiles = std::ceil(size.rows / rows) * std::ceil(size.columns / lanes) *
                 size.others;
  double cycles =
      tiles * (size.steps * stepCycles(rows, plan.vectors) + cyclesAround);
  if (plan.packs)
    cycles += std::ceil(size.columns / lanes) * size.others * size.steps *
              copySteps * std::max(1.0, size.rows / double(plan.rowsPerUnit));
  double ideal = size.rows * size.columns * size.steps * size.others /
                 (lanes / plan.vectors * startsPerCycle);
  double transfer = bytes / memoryBytes;
  if (transfer > cycles)
    return {percent(1), dndrt::Roof::memory};
  if (transfer > ideal)
    return {percent(transfer / cycles), dndrt::Roof::memory};
  return {percent(ideal / cycles), dndrt::Roof::arithmetic};
}

Expectation expectTriangle(int64_t features, const TileShape &tile) {
  double rows = tile.rows;
  double busy = 2 * rows / startsPerCycle / stepCycles(rows);
  // Tiles on the diagonal are computed whole.
  double diagonal = double(features) / (features + tile.lanes);
  return {percent(busy * diagonal * filled(features, tile.lanes)),
          dndrt::Roof::arithmetic};
}

Expectation expectPairs(int64_t outputs, int64_t rows) {
  // A step of a tile makes its pair beside.
  return {percent(filled(outputs, rows) * rows / (rows + 1.0)),
          dndrt::Roof::arithmetic};
}

Expectation expectLanes(double points, double inputs) {
  // Each multiply-add loads one vector of inputs and one weight.
  double busy = loadsPerCycle / 2 / startsPerCycle;
  return {percent(busy * points / (points + inputs / 2)),
          dndrt::Roof::arithmetic};
}

Expectation expectLoops(int64_t lanes) {
  return {std::max(1u, percent(1 / (lanes * startsPerCycle * latency))),
          dndrt::Roof::arithmetic};
}

Expectation expectPoints(double points, double arithmetic, int64_t lanes,
                         double bytes) {
  double cycles = points * (arithmetic / startsPerCycle + 1) / lanes;
  double transfer = bytes / memoryBytes;
  if (transfer >= cycles)
    return {percent(1), dndrt::Roof::memory};
  // Two simple operations are one multiply-add.
  double ideal = points * arithmetic / 2 / (lanes * startsPerCycle);
  if (transfer >= ideal)
    return {percent(transfer / cycles), dndrt::Roof::memory};
  return {percent(ideal / cycles), dndrt::Roof::arithmetic};
}

} // namespace dnd::codegen
