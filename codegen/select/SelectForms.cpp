//===- SelectForms.cpp - which special forms have kernels -----------------===//
//
// Large quadratic forms of one vector per sample become triangular products.
// Small ones, and forms over several positions, are expanded: their sums are
// too short for the triangle.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/FeaturePairs.h"
#include "codegen/select/Limits.h"
#include "codegen/select/SelectPasses.h"
#include "dialect/dnd/DndDialect.h"
#include "passes/lower/Forms.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_SELECTFORMS
#include "codegen/select/SelectPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd;
using namespace dnd::codegen;

static bool isLargeVector(Value x, int64_t axis) {
  auto type = cast<RankedTensorType>(x.getType());
  Type element = type.getElementType();
  return type.getRank() == 2 && axis == 1 && type.isDynamicDim(0) &&
         type.getDimSize(1) >= limits::leastFeatures &&
         type.getDimSize(1) <= limits::mostFeatures &&
         (element.isF32() || element.isF64() || element.isBF16());
}

/// Outputs alone may be too few to share among threads: the columns of each
/// matrix are dealt out too.
static int64_t partsOf(QuadraticOp op) {
  int64_t outputs =
      cast<RankedTensorType>(op.getResult().getType()).getDimSize(1);
  int64_t features = cast<RankedTensorType>(op.getX().getType()).getDimSize(1);
  if (multipliesPairs(features, outputs))
    return 1;
  return std::clamp<int64_t>(
      llvm::divideCeil(limits::wantedFormUnits, outputs), 1,
      std::max<int64_t>(features / limits::leastPartColumns, 1));
}

namespace {
struct SelectFormsPass : dnd::codegen::impl::SelectFormsBase<SelectFormsPass> {
  void runOnOperation() override {
    OpBuilder b(&getContext());
    getOperation().walk([&](Operation *op) {
      int64_t parts = 0;
      if (auto form = dyn_cast<QuadraticOp>(op);
          form && isLargeVector(form.getX(), form.getAxis()))
        parts = partsOf(form);
      if (auto grad = dyn_cast<QuadraticWeightGradOp>(op);
          grad && isLargeVector(grad.getX(), grad.getAxis()))
        parts = 1;
      if (parts)
        op->setAttr(passes::kernelPartsAttr, b.getI64IntegerAttr(parts));
    });
  }
};
} // namespace
