//===- HostRoof.h - what kernels of processors should reach -----*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_HOSTROOF_H
#define DND_CODEGEN_SELECT_HOSTROOF_H

#include "codegen/select/PackedPlan.h"
#include "codegen/select/ProductPlan.h"

namespace dnd::codegen {

/// A percentage of the arithmetic of a core, or of what its memory brings.
struct Expectation {
  unsigned share = 0;
  dndrt::Roof roof = dndrt::Roof::arithmetic;
};

/// A product of `size` in register tiles; `bytes` are read and written once.
Expectation expectTiles(const ProductSize &size, const PackedPlan &plan,
                        double bytes);
/// Half of the products of a symmetric matrix of `features` rows, in tiles.
Expectation expectTriangle(int64_t features, const TileShape &tile);
/// Products with pairs of features in tiles of `rows` outputs of `outputs`.
Expectation expectPairs(int64_t outputs, int64_t rows);
/// Sums of `points` for each sample over `inputs` that are brought into the
/// order of the lanes first.
Expectation expectLanes(double points, double inputs);
/// Single sums in memory, one after another, by loops over `lanes` neighbours
/// at most.
Expectation expectLoops(int64_t lanes);
/// Loops over `points` with `arithmetic` simple operations at each, `lanes`
/// neighbours at once; `bytes` are read and written once.
Expectation expectPoints(double points, double arithmetic, int64_t lanes,
                         double bytes);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_HOSTROOF_H
