//===- Kernel.h - building an outlined kernel -------------------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_KERNEL_H
#define DND_CODEGEN_KERNEL_KERNEL_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"

namespace dnd::codegen {

/// A private function `name(begin, end, captures...)` under construction, and
/// the values of its entry point that it uses. Buffers are captured; views of
/// them, constants and other pure scalars are made again inside, so that
/// distinct arguments are distinct memory.
class Kernel {
public:
  Kernel(mlir::func::FuncOp entry, mlir::StringRef name, mlir::Location loc);

  mlir::func::FuncOp func;
  /// Inserts at the end of the kernel's body.
  mlir::OpBuilder b;
  mlir::Value begin, end;

  /// The value inside the kernel for `value` of the entry point.
  mlir::Value import(mlir::Value value);
  /// Clones `op` with all nested uses imported; `mapping` gives values made
  /// inside already.
  mlir::Operation *clone(mlir::OpBuilder &at, mlir::Operation &op,
                         mlir::IRMapping &mapping);
  /// The captured values in the order of the arguments after begin and end.
  llvm::ArrayRef<mlir::Value> captures() const { return captured; }
  /// Ends the function.
  void finish();

private:
  mlir::Value capture(mlir::Value value);

  mlir::IRMapping imported;
  llvm::SmallVector<mlir::Value> captured;
  /// Imported ops stand before this one.
  mlir::Operation *anchor;
};

/// Allows float arithmetic of the whole function to be contracted, in f32 also
/// to be reordered. Never assumes that numbers are finite.
void allowFastMath(mlir::func::FuncOp func);

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_KERNEL_H
