//===- Kernel.h - building an outlined kernel -------------------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_KERNEL_H
#define DND_CODEGEN_KERNEL_KERNEL_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace dnd::codegen {

/// A kernel under construction, a function `name(own arguments...,
/// captures...)` of a device, and the values of its entry point that it uses.
/// Buffers are captured; views of them, constants and other pure scalars are
/// made again inside, so that distinct arguments are distinct memory (or the
/// same buffer).
class Kernel {
public:
  /// Inserts at the end of the kernel's body.
  mlir::OpBuilder b;

  /// The value inside the kernel for `value` of the entry point.
  mlir::Value import(mlir::Value value);
  /// Clones `op` with all nested uses imported; `mapping` gives values made
  /// inside already.
  mlir::Operation *clone(mlir::OpBuilder &at, mlir::Operation &op,
                         mlir::IRMapping &mapping);
  /// The captured values in the order of the arguments behind the own ones.
  llvm::ArrayRef<mlir::Value> captures() const { return captured; }
  mlir::Block &entryBlock() { return function.getFunctionBody().front(); }
  mlir::Location loc() { return function.getLoc(); }

protected:
  explicit Kernel(mlir::MLIRContext *context) : b(context) {}

  /// Begins the body in front of `terminator`; the arguments that `made` has
  /// by now are its own.
  void begin(mlir::FunctionOpInterface made, mlir::Operation *terminator);
  /// Ends the body.
  void end();

private:
  mlir::Value capture(mlir::Value value);

  mlir::FunctionOpInterface function;
  mlir::IRMapping imported;
  llvm::SmallVector<mlir::Value> captured;
  /// Imported ops stand before this one.
  mlir::Operation *anchor = nullptr;
  unsigned ownArguments = 0;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_KERNEL_H
