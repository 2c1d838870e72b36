//===- CallArguments.h - what an entry point gives its calls ----*- C++ -*-===//
//
// An entry point is hundreds or thousands of calls of kernels in a row, each
// with its arguments in memory. What is made once for all of them, and not for
// each, is most of the compilation of a deep network.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_COMMON_CALLARGUMENTS_H
#define DND_CODEGEN_COMMON_CALLARGUMENTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace dnd::codegen {

/// The addresses of dense buffers, each computed once, where its buffer is
/// made.
class Addresses {
public:
  /// A pointer to the first element of `buffer`.
  mlir::Value of(mlir::Value buffer);

private:
  llvm::DenseMap<mlir::Value, mlir::Value> known;
};

/// Memory on the stack of an entry point for the arguments of one call at a
/// time: a slot of 8 bytes for each. Callees read it before they return.
class ArgumentSlots {
public:
  /// With `listed` also the addresses of the slots in a row.
  ArgumentSlots(mlir::func::FuncOp entry, bool listed);

  /// Stores `values`, pointers and numbers of at most 8 bytes, in the slots
  /// from the first on.
  void fill(mlir::OpBuilder &b, mlir::Location loc, mlir::ValueRange values);
  /// The address of the first slot.
  mlir::Value memory() const { return slots; }
  /// The addresses of the slots, as the driver of GPUs takes them.
  mlir::Value list() const { return addresses; }

private:
  mlir::Value allocate(mlir::Type element);
  void grow(unsigned count);

  mlir::OpBuilder top; ///< behind what has been made at the entry's begin
  mlir::Location loc;
  mlir::Type pointer, word;
  llvm::SmallVector<mlir::Value, 2> sizes;
  mlir::Value slots, addresses;
  llvm::SmallVector<mlir::Value> each;
};

/// Slot `index` of `memory`, as the callee of ArgumentSlots reads it.
mlir::Value loadSlot(mlir::OpBuilder &b, mlir::Location loc, mlir::Type type,
                     mlir::Value memory, unsigned index);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_CALLARGUMENTS_H
