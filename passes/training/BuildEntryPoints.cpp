//===- BuildEntryPoints.cpp - the functions of a compiled model -----------===//
#include "passes/Passes.h"
#include "passes/training/EntryBuilder.h"
#include "passes/training/Meta.h"
#include "passes/training/Twins.h"

namespace dnd::passes {
#define GEN_PASS_DEF_BUILDENTRYPOINTS
#include "passes/Passes.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {

struct BuildEntryPointsPass
    : dnd::passes::impl::BuildEntryPointsBase<BuildEntryPointsPass> {
  using BuildEntryPointsBase::BuildEntryPointsBase;

  void runOnOperation() override {
    FailureOr<ModelInfo> info = collectModelInfo(getOperation(), network);
    if (failed(info) || failed(buildAll(*info)))
      return signalPassFailure();
    getOperation()->setAttr("dnd.meta", buildMeta(*info));
    for (Operation &op : llvm::make_early_inc_range(*getOperation().getBody()))
      if (isa<NetworkOp, ObjectiveOp, RecipeOp>(op))
        op.erase();
  }

  LogicalResult buildAll(const ModelInfo &info);
  enum class Mode { evaluation, training };
  /// Builds one entry by `fill`, and its twin.
  LogicalResult
  buildEntry(const ModelInfo &info, StringRef name, Mode mode, bool hasTwin,
             llvm::function_ref<LogicalResult(EntryBuilder &)> fill);
  /// For networks with stop_gradient, and in double precision alone: `detached`
  /// gives what was detached, `held` computes outputs and loss with these
  /// values held fixed. Differences of the latter are what gradients are
  /// compared with.
  LogicalResult buildHeld(const ModelInfo &info, Mode mode);
  /// Builds an entry that has a twin in evaluation mode, and where the modes
  /// differ `NAME_training`.
  LogicalResult
  buildBoth(const ModelInfo &info, StringRef name,
            llvm::function_ref<LogicalResult(EntryBuilder &)> fill);
};

} // namespace

LogicalResult BuildEntryPointsPass::buildEntry(
    const ModelInfo &info, StringRef name, Mode mode, bool hasTwin,
    llvm::function_ref<LogicalResult(EntryBuilder &)> fill) {
  EntryBuilder entry(getOperation(), info, name, mode == Mode::training);
  entry.addNetwork();
  if (failed(fill(entry)))
    return failure();
  func::FuncOp function = entry.finish();
  if (hasTwin && twins)
    addDoubleTwin(function);
  return success();
}

LogicalResult BuildEntryPointsPass::buildBoth(
    const ModelInfo &info, StringRef name,
    llvm::function_ref<LogicalResult(EntryBuilder &)> fill) {
  if (failed(buildEntry(info, name, Mode::evaluation, /*hasTwin=*/true, fill)))
    return failure();
  if (!info.hasModes())
    return success();
  return buildEntry(info, (name + "_training").str(), Mode::training,
                    /*hasTwin=*/true, fill);
}

static bool detaches(Operation *op) {
  return op && op->walk([](StopGradientOp) {
                   return WalkResult::interrupt();
                 }).wasInterrupted();
}

LogicalResult BuildEntryPointsPass::buildHeld(const ModelInfo &info,
                                              Mode mode) {
  NetworkOp network = mode == Mode::training ? info.training : info.network;
  ObjectiveOp objective = info.objective;
  if (!twins || (!detaches(network) && !detaches(objective)))
    return success();
  for (bool holds : {false, true}) {
    std::string name = holds ? "held" : "detached";
    if (mode == Mode::training)
      name += "_training";
    EntryBuilder entry(getOperation(), info, name, mode == Mode::training);
    if (holds)
      entry.holdDetached();
    entry.addNetwork();
    if (info.isTrainable())
      entry.addObjective();
    if (holds)
      entry.returnOutputs();
    if (holds && info.isTrainable())
      entry.returnLoss();
    if (!holds)
      entry.returnDetached();
    func::FuncOp function = entry.finish();
    addDoubleTwin(function);
    function.erase();
  }
  return success();
}

LogicalResult BuildEntryPointsPass::buildAll(const ModelInfo &info) {
  auto forward = [](EntryBuilder &entry) {
    entry.returnOutputs();
    return success();
  };
  auto gradCotangent = [](EntryBuilder &entry) -> LogicalResult {
    if (failed(entry.expandFormsForGradient()))
      return failure();
    entry.returnOutputs();
    return entry.returnCotangentGradients();
  };
  auto evalStep = [](EntryBuilder &entry) {
    entry.addObjective();
    entry.returnOutputs();
    entry.returnLoss();
    return success();
  };
  auto gradLoss = [](EntryBuilder &entry) -> LogicalResult {
    if (failed(entry.expandFormsForGradient()))
      return failure();
    entry.addObjective();
    entry.returnOutputs();
    entry.returnLoss();
    return entry.returnLossGradients();
  };
  auto trainStep = [](EntryBuilder &entry) -> LogicalResult {
    if (failed(entry.expandFormsForGradient()))
      return failure();
    entry.addObjective();
    entry.returnOutputs();
    entry.returnLoss();
    return entry.returnUpdates();
  };
  if (failed(buildBoth(info, "forward", forward)) ||
      failed(buildBoth(info, "grad_cotangent", gradCotangent)) ||
      failed(buildHeld(info, Mode::evaluation)) ||
      (info.hasModes() && failed(buildHeld(info, Mode::training))))
    return failure();
  if (!info.isTrainable())
    return success();
  if (failed(buildEntry(info, "eval_step", Mode::evaluation, /*hasTwin=*/true,
                        evalStep)) ||
      failed(buildBoth(info, "grad_loss", gradLoss)))
    return failure();
  return buildEntry(info, "train_step", Mode::training, /*hasTwin=*/false,
                    trainStep);
}
