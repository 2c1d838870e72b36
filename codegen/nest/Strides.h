//===- Strides.h - how an access moves in memory ----------------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_STRIDES_H
#define DND_CODEGEN_NEST_STRIDES_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"

namespace dnd::codegen {

/// How an access moves when a dimension advances by one: not at all, by one
/// element, or in another way.
enum class Step { none, unit, far };

/// The step of `map` into a buffer of `type` along dimension `dim`.
Step stepOf(mlir::MemRefType type, mlir::AffineMap map, unsigned dim);

/// True if one step of `dim` moves by one element, in an operand that lies
/// densely in memory.
bool isContiguous(mlir::AffineMap map, unsigned dim);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_STRIDES_H
