//===- Twins.cpp - entry functions in double precision --------------------===//
#include "passes/training/Twins.h"
#include "dialect/dnd/DndDialect.h"

using namespace mlir;
using namespace dnd;

static Type toDouble(Type type) {
  if (isa<FloatType>(type))
    return Float64Type::get(type.getContext());
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return tensor.clone(toDouble(tensor.getElementType()));
  return type;
}

/// Constants of the text are in double precision already.
static ElementsAttr toDouble(ElementsAttr value) {
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (!dense || !dense.getElementType().isF32())
    return value;
  return cast<ElementsAttr>(Attribute(dense.mapValues(
      Float64Type::get(value.getContext()), [](const APFloat &number) {
        return APFloat(static_cast<double>(number.convertToFloat()))
            .bitcastToAPInt();
      })));
}

func::FuncOp dnd::passes::addDoubleTwin(func::FuncOp function) {
  OpBuilder builder(function.getContext());
  builder.setInsertionPointAfter(function);
  auto twin = cast<func::FuncOp>(builder.clone(*function));
  twin.setSymName((function.getSymName() + "_f64").str());
  for (BlockArgument argument : twin.getArguments())
    argument.setType(toDouble(argument.getType()));
  twin.walk([](Operation *op) {
    for (Value result : op->getResults())
      result.setType(toDouble(result.getType()));
    if (auto constant = dyn_cast<ConstantOp>(op))
      constant.setValueAttr(toDouble(constant.getValue()));
  });
  SmallVector<Type> results;
  for (Type type : function.getResultTypes())
    results.push_back(toDouble(type));
  twin.setFunctionType(builder.getFunctionType(
      twin.getBody().front().getArgumentTypes(), results));
  return twin;
}
