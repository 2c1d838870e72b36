//===- DndDialect.cpp - registration of the dnd dialect -------------------===//
#include "dialect/dnd/DndDialect.h"
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
  if (!elements || elements.getType() != type)
    return nullptr;
  return builder.create<ConstantOp>(loc, elements);
}
