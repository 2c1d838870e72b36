//===- ScatterPlan.cpp - how a GPU adds into computed places --------------===//
#include "codegen/select/ScatterPlan.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"

using namespace mlir;

namespace dnd::codegen {

ScatterSpace::ScatterSpace(dndrt::ScatterContractOp op) {
  AffineMap out = op.getOutMap();
  SmallVector<int64_t> extents(op.getExtents());
  auto initType = cast<MemRefType>(op.getInit().getType());
  freePoints.extents = sources.extents = extents;
  SmallVector<bool> isFree(extents.size(), false);
  for (auto [r, e] : llvm::enumerate(out.getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(e);
    bool alone = dim && !isFree[dim.getPosition()];
    if (alone) {
      isFree[dim.getPosition()] = true;
      freePoints.dims.push_back(dim.getPosition());
    }
    computed.push_back(!alone);
    targets.dims.push_back(r);
    targets.extents.push_back(alone ? extents[dim.getPosition()]
                                    : initType.getDimSize(r));
    if (!alone)
      places.dims.push_back(r);
  }
  places.extents = targets.extents;
  for (unsigned d = 0; d < extents.size(); ++d)
    if (!isFree[d])
      sources.dims.push_back(d);
  for (unsigned r : places.dims) {
    AffineExpr e = out.getResult(r);
    for (unsigned d : freePoints.dims)
      isInvertible &= !e.isFunctionOfDim(d);
    for (unsigned s = 0; s < out.getNumSymbols(); ++s)
      isAffine &= !e.isFunctionOfSymbol(s);
    isInvertible &= !ShapedType::isDynamic(places.extents[r]);
  }
}

ScatterPlan planScatter(dndrt::ScatterContractOp op) {
  ScatterSpace space(op);
  if (space.sources.staticCount() == 1)
    return {kernels::scatterWalk, "each point has a place of its own"};
  if (!space.isInvertible)
    return {kernels::scatterWalk, "places differ from one free point to the "
                                  "next"};
  if (space.isAffine)
    return {kernels::scatterInverse, "places can be solved for their sources"};
  std::optional<int64_t> places = space.places.staticCount();
  if (places && *places * llvm::divideCeil(space.freePoints.assumedCount(),
                                           limits::scatterLanes) >
                    limits::mostSearches)
    return {kernels::scatterWalk, "a search for the sources of each of many "
                                  "places costs more"};
  return {kernels::scatterSearch, "places come from a table"};
}

} // namespace dnd::codegen
