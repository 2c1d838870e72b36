//===- ScatterBody.h - a scatter_contract at one point ----------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_SCATTERBODY_H
#define DND_CODEGEN_KERNEL_SCATTERBODY_H

#include "codegen/kernel/Kernel.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// What a kernel does at one point of the space of a dndrt.scatter_contract on
/// buffers.
class ScatterBody {
public:
  ScatterBody(dndrt::ScatterContractOp op, Kernel &kernel);

  /// The values of the symbols: what the tables hold for `point`.
  llvm::SmallVector<mlir::Value> symbolsAt(mlir::OpBuilder &b,
                                           llvm::ArrayRef<mlir::Value> point);
  /// The product of the inputs at `point`, times the coefficient.
  mlir::Value productAt(mlir::OpBuilder &b, llvm::ArrayRef<mlir::Value> point,
                        mlir::ValueRange symbols);
  /// Adds the product at `point` to its place in memory.
  void addAt(mlir::OpBuilder &b, llvm::ArrayRef<mlir::Value> point);

private:
  dndrt::ScatterContractOp op;
  mlir::Location loc;
  mlir::Value init;
  llvm::SmallVector<mlir::Value> inputs, tables;
  llvm::SmallVector<mlir::AffineMap> maps, tableMaps;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_SCATTERBODY_H
