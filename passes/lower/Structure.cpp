//===- Structure.cpp - lowering of constants ------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// The numbers in the precision of `type`.
static DenseElementsAttr rounded(DenseElementsAttr value, Type type) {
  auto real = dyn_cast<FloatType>(type);
  if (!real || value.getElementType() == type)
    return value;
  return value.mapValues(type, [&](APFloat number) {
    bool lost;
    number.convert(real.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                   &lost);
    return number.bitcastToAPInt();
  });
}

static FailureOr<Value> lowerConstant(ConstantOp op, Lowering &l) {
  auto value = dyn_cast<DenseElementsAttr>(op.getValue());
  if (!value)
    return op.emitOpError("has a value that is not dense");
  auto type = cast<RankedTensorType>(op.getType());
  return l.b
      .create<arith::ConstantOp>(op.getLoc(),
                                 rounded(value, type.getElementType()))
      .getResult();
}

void dnd::passes::addStructureLowering(LoweringTable &table) {
  table.add(lowerConstant);
}
