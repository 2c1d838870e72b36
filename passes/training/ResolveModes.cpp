//===- ResolveModes.cpp - one network for each mode -----------------------===//
//
// Everything behind sees straight code: a network that differs while training
// becomes two.
//
//===----------------------------------------------------------------------===//
#include "passes/Passes.h"

namespace dnd::passes {
#define GEN_PASS_DEF_RESOLVEMODES
#include "passes/Passes.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;

/// True where training computes something else.
static bool differsByMode(NetworkOp network) {
  return llvm::any_of(network.getBody().front(), [](Operation &op) {
    return isa<ByModeOp, UpdateOp>(op);
  });
}

/// Takes the values of one mode and drops what only the other one needs;
/// parameters, tables and states stay, they belong to the descriptor.
static void resolve(NetworkOp network, bool training) {
  Block &body = network.getBody().front();
  for (auto op : llvm::make_early_inc_range(body.getOps<ByModeOp>())) {
    op.replaceAllUsesWith(training ? op.getTraining() : op.getOtherwise());
    op.erase();
  }
  if (!training)
    for (auto op : llvm::make_early_inc_range(body.getOps<UpdateOp>()))
      op.erase();
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

namespace {

struct ResolveModesPass
    : dnd::passes::impl::ResolveModesBase<ResolveModesPass> {
  void runOnOperation() override {
    SmallVector<NetworkOp> networks(getOperation().getOps<NetworkOp>());
    for (NetworkOp network : networks) {
      if (network.getTrainingOf() || !differsByMode(network))
        continue;
      OpBuilder builder(network);
      builder.setInsertionPointAfter(network);
      auto training = cast<NetworkOp>(builder.clone(*network));
      training.setSymName((network.getSymName() + ".training").str());
      training.setTrainingOf(network.getSymName());
      resolve(training, /*training=*/true);
      resolve(network, /*training=*/false);
    }
  }
};

} // namespace
