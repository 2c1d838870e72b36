//===- DndrtDialect.h - the dndrt dialect and its ops -----------*- C++ -*-===//
#ifndef DND_DIALECT_DNDRT_DNDRTDIALECT_H
#define DND_DIALECT_DNDRT_DNDRTDIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialect/dndrt/DndrtDialect.h.inc"
#include "dialect/dndrt/DndrtEnums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/dndrt/DndrtAttrs.h.inc"
#define GET_OP_CLASSES
#include "dialect/dndrt/DndrtOps.h.inc"

namespace dnd::dndrt {
/// On an op that becomes a kernel: the array of its choices, one for each
/// device at most.
constexpr llvm::StringLiteral choicesAttr = "dndrt.choices";

/// Makes every destination-style op of the dialect bufferisable.
void registerBufferizationModels(mlir::DialectRegistry &registry);
} // namespace dnd::dndrt

#endif // DND_DIALECT_DNDRT_DNDRTDIALECT_H
