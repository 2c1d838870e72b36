//===- FlattenLocations.cpp - one position for each op --------------------===//
#include "codegen/Passes.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_FLATTENLOCATIONS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// The first location inside that names a place in a file.
static Location flat(Location loc) {
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    for (Location inner : fused.getLocations())
      if (Location first = flat(inner); !isa<UnknownLoc>(first))
        return first;
    return UnknownLoc::get(loc.getContext());
  }
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return flat(call.getCallee());
  return loc;
}

namespace {
struct FlattenLocationsPass
    : dnd::codegen::impl::FlattenLocationsBase<FlattenLocationsPass> {
  void runOnOperation() override {
    getOperation()->walk([](Operation *op) { op->setLoc(flat(op->getLoc())); });
  }
};
} // namespace
