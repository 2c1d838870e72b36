//===- ExpandMath.cpp - functions of f32 as arithmetic --------------------===//
#include "codegen/Passes.h"
#include "codegen/common/FloatMath.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/TypeSwitch.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_EXPANDMATH
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;

/// What computes `op`, built before it; null where the op stays.
static Value expand(Operation *op) {
  Floats f(op, op->getResult(0).getType());
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](math::ExpOp e) { return expOf(f, e.getOperand()); })
      .Case([&](math::ExpM1Op e) { return expm1Of(f, e.getOperand()); })
      .Case([&](math::LogOp e) { return logOf(f, e.getOperand()); })
      .Case([&](math::Log1pOp e) { return log1pOf(f, e.getOperand()); })
      .Case([&](math::SinOp e) { return sinOf(f, e.getOperand()); })
      .Case([&](math::CosOp e) { return cosOf(f, e.getOperand()); })
      .Case([&](math::PowFOp e) { return powOf(f, e.getLhs(), e.getRhs()); })
      .Default([](Operation *) { return Value(); });
}

/// The polynomial for erf gives 0 for -0.
static void keepZero(math::ErfOp op) {
  Floats f(op, op.getType());
  f.b.setInsertionPointAfter(op);
  Value x = op.getOperand();
  Value isZero = f.is(arith::CmpFPredicate::OEQ, x, f.num(0));
  Value kept = f.pick(isZero, x, op.getResult());
  op.getResult().replaceAllUsesExcept(kept, kept.getDefiningOp());
}

namespace {
struct ExpandMathPass : dnd::codegen::impl::ExpandMathBase<ExpandMathPass> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa_and_nonnull<math::MathDialect>(op->getDialect()) &&
          op->getNumResults() == 1 &&
          getElementTypeOrSelf(op->getResult(0).getType()).isF32())
        ops.push_back(op);
    });
    // Few ops are concerned: the others need not be looked at.
    SmallVector<Operation *> left;
    for (Operation *op : ops) {
      if (Value value = expand(op)) {
        op->getResult(0).replaceAllUsesWith(value);
        op->erase();
      } else if (isa<math::TanhOp, math::ErfOp>(op)) {
        if (auto erf = dyn_cast<math::ErfOp>(op))
          keepZero(erf);
        left.push_back(op);
      }
    }
    RewritePatternSet patterns(&getContext());
    populateMathPolynomialApproximationPatterns(patterns, {});
    GreedyRewriteConfig config;
    config.strictMode = GreedyRewriteStrictness::ExistingAndNewOps;
    if (!left.empty() &&
        failed(applyOpPatternsAndFold(left, std::move(patterns), config)))
      signalPassFailure();
  }
};
} // namespace
