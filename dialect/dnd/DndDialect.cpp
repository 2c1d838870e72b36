//===- DndDialect.cpp - registration of the dnd dialect -------------------===//
#include "dialect/dnd/DndDialect.h"
#include "dialect/Extents.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dnd;

#include "dialect/dnd/DndDialect.cpp.inc"
#include "dialect/dnd/DndEnums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/dnd/DndAttrs.cpp.inc"
/// `dense<0.1> : tensor<f64> to tensor<f32>`; the type alone when they agree.
static ParseResult parseConstantValue(OpAsmParser &parser, ElementsAttr &value,
                                      Type &type) {
  if (parser.parseAttribute(value))
    return failure();
  type = value.getType();
  return failed(parser.parseOptionalKeyword("to")) ? success()
                                                   : parser.parseType(type);
}

static void printConstantValue(OpAsmPrinter &printer, Operation *,
                               ElementsAttr value, Type type) {
  printer << value;
  if (value.getType() != type)
    printer << " to " << type;
}

#define GET_OP_CLASSES
#include "dialect/dnd/DndOps.cpp.inc"

void DndDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/dnd/DndAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialect/dnd/DndOps.cpp.inc"
      >();
}

Operation *DndDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                           Type type, Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!elements || !tensor ||
      elements.getShapedType().getShape() != tensor.getShape())
    return nullptr;
  return builder.create<ConstantOp>(loc, type, elements);
}
