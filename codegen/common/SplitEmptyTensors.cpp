//===- SplitEmptyTensors.cpp - an empty tensor for each user --------------===//
#include "codegen/Passes.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_SPLITEMPTYTENSORS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// A value with several destinations (equal gradients of two parameters) is
/// made in the first and copied on from there: once it is stored, nothing may
/// read the value itself any more.
static void chainStores(func::FuncOp func) {
  DenseMap<Value, Value> stored;
  func.walk([&](bufferization::MaterializeInDestinationOp store) {
    if (store->getNumResults() != 1)
      return;
    auto [it, first] =
        stored.try_emplace(store.getSource(), store->getResult(0));
    if (!first)
      store.getSourceMutable().assign(it->second);
  });
}

/// A filled tensor that several ops write over (equal first values, made one
/// op) is filled for each of them: the first value is then a property of each
/// sum, whatever stands beside it.
static void splitFills(func::FuncOp func) {
  SmallVector<linalg::FillOp> fills;
  func.walk([&](linalg::FillOp fill) {
    if (fill.getNumResults() == 1)
      fills.push_back(fill);
  });
  for (linalg::FillOp fill : fills)
    for (OpOperand &use : llvm::make_early_inc_range(fill->getUses())) {
      if (fill->hasOneUse())
        break;
      auto writer = dyn_cast<DestinationStyleOpInterface>(use.getOwner());
      if (!writer || !writer.isDpsInit(&use))
        continue;
      OpBuilder b(writer);
      use.set(b.clone(*fill)->getResult(0));
    }
}

namespace {
struct SplitEmptyTensorsPass
    : dnd::codegen::impl::SplitEmptyTensorsBase<SplitEmptyTensorsPass> {
  void runOnOperation() override {
    chainStores(getOperation());
    splitFills(getOperation());
    SmallVector<tensor::EmptyOp> empties;
    getOperation().walk([&](tensor::EmptyOp op) { empties.push_back(op); });
    for (tensor::EmptyOp op : empties)
      for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
        if (op->hasOneUse())
          break;
        OpBuilder b(use.getOwner());
        use.set(b.clone(*op)->getResult(0));
      }
  }
};
} // namespace
