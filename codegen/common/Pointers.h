//===- Pointers.h - buffers as plain addresses ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_COMMON_POINTERS_H
#define DND_CODEGEN_COMMON_POINTERS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace dnd::codegen {

/// The buffer of `type` at `address`: dense, row-major; dynamic extents are
/// `batch` (i64, null when there are none).
mlir::Value bufferAt(mlir::OpBuilder &b, mlir::Location loc,
                     mlir::MemRefType type, mlir::Value address,
                     mlir::Value batch);

/// The address of the first element of a dense buffer.
mlir::Value addressOf(mlir::OpBuilder &b, mlir::Location loc,
                      mlir::Value buffer);

/// The alignment in bytes that the runtime and the arena give a buffer: scalars
/// stand in packed arrays.
int64_t bufferAlignment(mlir::MemRefType type);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_POINTERS_H
