//===- DndDialect.h - the dnd dialect, its enums and ops --------*- C++ -*-===//
#ifndef DND_DIALECT_DND_DNDDIALECT_H
#define DND_DIALECT_DND_DNDDIALECT_H

#include "dialect/interfaces/DndInterfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialect/dnd/DndDialect.h.inc"
#include "dialect/dnd/DndEnums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/dnd/DndAttrs.h.inc"
#define GET_OP_CLASSES
#include "dialect/dnd/DndOps.h.inc"

#endif // DND_DIALECT_DND_DNDDIALECT_H
