//===- SplitEmptyTensors.cpp - an empty tensor for each user --------------===//
#include "codegen/Passes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_SPLITEMPTYTENSORS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

namespace {
struct SplitEmptyTensorsPass
    : dnd::codegen::impl::SplitEmptyTensorsBase<SplitEmptyTensorsPass> {
  void runOnOperation() override {
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
