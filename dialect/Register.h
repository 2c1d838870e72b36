//===- Register.h - the dialects that the project's tools know --*- C++ -*-===//
//
// One list for dndc, dnd-opt, dnd-translate and the tests, instead of MLIR's
// InitAll headers, which link everything there is.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DIALECT_REGISTER_H
#define DND_DIALECT_REGISTER_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace dnd {

/// Adds every dialect that occurs between the phases `dnd` and `llvm`, with
/// the interface models that bufferisation, tiling and deallocation need.
void registerEverythingWeUse(mlir::DialectRegistry &registry);

} // namespace dnd

#endif // DND_DIALECT_REGISTER_H
