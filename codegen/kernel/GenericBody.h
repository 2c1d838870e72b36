//===- GenericBody.h - a linalg.generic at one point ------------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_GENERICBODY_H
#define DND_CODEGEN_KERNEL_GENERICBODY_H

#include "codegen/kernel/Kernel.h"
#include "codegen/nest/Points.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen {

/// What a kernel does at one point of the space of a
/// linalg.generic on buffers.
class GenericBody {
public:
  /// `isFlat`: points are places in the memory of every buffer
  /// (isInMemoryOrder), `point` is one number.
  GenericBody(mlir::linalg::GenericOp op, Kernel &kernel, bool isFlat = false)
      : op(op), kernel(kernel), isFlat(isFlat) {}

  /// True where the body uses what its results held before.
  bool readsOutputs() const;
  /// The values that the results hold at `point`.
  llvm::SmallVector<mlir::Value> loadOutputs(mlir::OpBuilder &b,
                                             llvm::ArrayRef<mlir::Value> point);
  /// The body at `point`; `old` are the values of the results before, null
  /// where the body does not use them.
  llvm::SmallVector<mlir::Value> evaluate(mlir::OpBuilder &b,
                                          llvm::ArrayRef<mlir::Value> point,
                                          mlir::ValueRange old);
  void store(mlir::OpBuilder &b, llvm::ArrayRef<mlir::Value> point,
             mlir::ValueRange values);

private:
  /// The buffer inside the kernel and the indices of the access.
  std::pair<mlir::Value, llvm::SmallVector<mlir::Value>>
  access(mlir::OpBuilder &b, mlir::OpOperand &operand,
         llvm::ArrayRef<mlir::Value> point);
  mlir::Value load(mlir::OpBuilder &b, mlir::OpOperand &operand,
                   llvm::ArrayRef<mlir::Value> point);
  void cloneWithIndices(mlir::OpBuilder &b, mlir::Operation &inner,
                        llvm::ArrayRef<mlir::Value> point,
                        mlir::IRMapping &mapping);

  mlir::linalg::GenericOp op;
  Kernel &kernel;
  bool isFlat;
};

/// Does all of a result point of `op`: the body, or the sum over the other
/// dimensions from the old value or from that of `fill`. `number` is the number
/// of the point in `points`; `isFlat`: it is the place in memory.
void emitPoint(mlir::OpBuilder &b, Kernel &kernel, mlir::linalg::GenericOp op,
               mlir::linalg::FillOp fill, const Points &points, bool isFlat,
               mlir::Value number, mlir::Value batch);

/// True when `op` reads and writes all its buffers in the order of their
/// memory, and nothing of it depends on where a point lies.
bool isInMemoryOrder(mlir::linalg::GenericOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_GENERICBODY_H
