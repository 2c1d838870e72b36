//===- ConvertDndToLinalg.cpp - the pass from dnd to linalg ---------------===//
#include "dialect/dnd/forms/Expand.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/EntryPoints.h"
#include "passes/lower/Forms.h"
#include "passes/lower/LowerPasses.h"
#include "passes/lower/Lowering.h"

namespace dnd::passes {
#define GEN_PASS_DEF_CONVERTDNDTOLINALG
#include "passes/lower/LowerPasses.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {
struct ConvertDndToLinalgPass
    : dnd::passes::impl::ConvertDndToLinalgBase<ConvertDndToLinalgPass> {
  LogicalResult initialize(MLIRContext *) override {
#define DND_PRIMITIVE(stem) add##stem##Lowering(table);
#define DND_ADJOINT(stem, of) add##stem##Lowering(table);
#define DND_KERNEL_FORM(stem) add##stem##Lowering(table);
#include "dialect/dnd/Ops.def"
    addStructureLowering(table);
    return success();
  }

  void runOnOperation() override {
    auto isWithoutKernel = [](FormOpInterface form) {
      return !hasKernel(form);
    };
    if (failed(expandForms(getOperation(), isWithoutKernel)))
      return signalPassFailure();
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && failed(lowerFunction(func)))
        return signalPassFailure();
  }

private:
  LogicalResult lowerFunction(func::FuncOp func) {
    FailureOr<Value> batch = giveDestinations(func);
    if (failed(batch))
      return failure();
    SmallVector<Operation *> ops;
    func.walk([&](Operation *op) {
      if (isa<DndDialect>(op->getDialect()))
        ops.push_back(op);
    });
    for (Operation *op : ops) {
      const LowerFn *lower = table.lookup(op);
      if (!lower)
        return op->emitOpError("has no lowering to linalg");
      OpBuilder builder(op);
      Lowering lowering(builder, *batch);
      FailureOr<Lowered> values = (*lower)(op, lowering);
      if (failed(values))
        return failure();
      op->replaceAllUsesWith(*values);
      op->erase();
    }
    return success();
  }

  LoweringTable table;
};
} // namespace
