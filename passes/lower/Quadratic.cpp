//===- Quadratic.cpp - full quadratic forms that have kernels -------------===//
//
// Quadratic forms that dnd-select-forms has given a kernel become triangular
// products (dndrt.triangular_quadratic and its gradient). All others are
// expanded before.
//
//===----------------------------------------------------------------------===//
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/Remarks.h"
#include "passes/lower/Forms.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

bool dnd::passes::hasKernel(Operation *op) {
  return op->hasAttr(kernelPartsAttr);
}

static FailureOr<Value> lowerQuadratic(QuadraticOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto result = cast<RankedTensorType>(op.getResult().getType());
  int64_t outputs = result.getDimSize(1);
  int64_t features = cast<RankedTensorType>(op.getX().getType()).getDimSize(1);
  int64_t parts = op->getAttrOfType<IntegerAttr>(kernelPartsAttr).getInt();
  auto type = RankedTensorType::get({result.getDimSize(0), outputs, parts},
                                    result.getElementType());
  emitPassRemark(loc, "kernel",
                 "triangular product: " + Twine(outputs) + " outputs of " +
                     Twine(features) + " inputs in " + Twine(parts) +
                     (parts == 1 ? " part" : " parts"));
  Value sums = l.b.create<dndrt::TriangularQuadraticOp>(
                      loc, TypeRange(type), op.getX(), op.getA(),
                      op.getLinear(), l.empty(loc, type))
                   .getOutput();
  Value y = l.fold(loc, result, sums, {2}, 0,
                   [](OpBuilder &b, Location at, ValueRange args) -> Value {
                     return b.create<arith::AddFOp>(at, args[0], args[1]);
                   });
  if (!op.getBias())
    return y;
  return l.pointwise(loc, result, {y, op.getBias()},
                     {l.identity(2), l.dropDims(2, {0})},
                     [](OpBuilder &b, Location at, ValueRange args) -> Value {
                       return b.create<arith::AddFOp>(at, args[0], args[1]);
                     });
}

static FailureOr<Value> lowerQuadraticWeightGrad(QuadraticWeightGradOp op,
                                                 Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getResult().getType());
  SmallVector<int64_t> extents{ShapedType::kDynamic};
  llvm::append_range(extents, type.getShape());
  // Dimensions: sample, output, row, column.
  auto map = [&](ArrayRef<int64_t> dropped) { return l.dropDims(4, dropped); };
  auto grad = l.b.create<dndrt::TriangularGradOp>(
      loc, TypeRange(type), op.getX(), op.getAdjoint(), ValueRange(),
      ValueRange(l.empty(loc, type)), l.b.getDenseI64ArrayAttr(extents),
      l.b.getAffineMapArrayAttr({map({1, 3}), map({2, 3}), map({0})}));
  Block &body = grad.getEpilogue().emplaceBlock();
  body.addArguments({type.getElementType(), type.getElementType()}, {loc, loc});
  OpBuilder inner = OpBuilder::atBlockEnd(&body);
  inner.create<dndrt::YieldOp>(loc, ValueRange(body.getArgument(0)));
  return grad.getOutputs()[0];
}

void dnd::passes::addQuadraticLowering(LoweringTable &table) {
  table.add<QuadraticOp>(lowerQuadratic);
  table.add<QuadraticWeightGradOp>(lowerQuadraticWeightGrad);
}
