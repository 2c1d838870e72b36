//===- Pad.cpp - gradient of margins, gaps and crops ----------------------===//
//
// Element i stood at place i * (interior + 1) + low: the adjoint is read there.
// Cropped elements have none: where there are such, the adjoint is padded with
// zeros to the places of all elements first.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/shapes/Pad.h"
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult PadOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                              ArrayRef<bool> needed,
                              MutableArrayRef<Value> operandAdjoints) {
  if (!needed[0])
    return success();
  RankedTensorType type = getInput().getType();
  SmallVector<int64_t> low(getLow()), high(getHigh());
  SmallVector<int64_t> margin(low.size()), end(low.size()), none(low.size());
  bool crops = false;
  for (size_t d = 0; d < low.size(); ++d) {
    margin[d] = std::max<int64_t>(-low[d], 0);
    end[d] = std::max<int64_t>(-high[d], 0);
    crops |= margin[d] || end[d];
    low[d] = std::max<int64_t>(low[d], 0);
  }
  Value adjoint = adjoints[0];
  if (crops)
    adjoint = builder.create<PadOp>(
        getLoc(), *shapes::pad(tensorType(adjoint), margin, end, none), adjoint,
        margin, end, none, llvm::APFloat(0.0));
  SmallVector<AffineExpr> places;
  for (int64_t d = 0; d < type.getRank(); ++d)
    places.push_back(builder.getAffineDimExpr(d) * (getInterior()[d] + 1) +
                     low[d]);
  operandAdjoints[0] =
      makeMap(builder, getLoc(), MapFn::copy, adjoint,
              AffineMap::get(type.getRank(), 0, places, builder.getContext()),
              type.getShape());
  return success();
}
