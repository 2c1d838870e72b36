//===- PackFactors.h - sums of products among linalg ops --------*- C++ -*-===//
//
// What PackContracts matches and makes, and the third factor of a product.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SELECT_PACKFACTORS_H
#define DND_CODEGEN_SELECT_PACKFACTORS_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen {

/// The factors of `out + a * b`, or `out + a * b * c`.
using Product = llvm::SmallVector<mlir::OpOperand *, 3>;

/// The factors, if a sum of products of two or three tensors is all that the op
/// computes; else none.
Product matchProduct(mlir::linalg::GenericOp op);
/// True for a fill with zeros.
bool isZeroFill(mlir::Value value);
/// True for sums of dimensions times constants, which is what kernels read.
bool isLinear(mlir::AffineMap map);

/// The argument that `result` is stored into and that may be overwritten.
mlir::Value findTarget(mlir::Value result);
/// True if an op between `from` and `to` (of one block) is an update that wants
/// to overwrite one of `values`: they cannot be read at `to`.
bool overwritesBetween(mlir::Operation *from, mlir::Operation *to,
                       mlir::ValueRange values);

/// Gives the empty epilogue of a new op its block and arguments; the products
/// are added up in `accumulate`.
template <typename OpT>
void addEpilogueArguments(OpT op, mlir::Type accumulate) {
  mlir::Block &body = op.getEpilogue().emplaceBlock();
  mlir::ValueRange values = op->getOperands().drop_front(op.getNumFactors());
  auto element = [](mlir::Value value) {
    return mlir::cast<mlir::ShapedType>(value.getType()).getElementType();
  };
  body.addArgument(accumulate, op.getLoc());
  for (mlir::Value value : values)
    body.addArgument(element(value), op.getLoc());
}

/// A packed_contract of two or three factors that stores its sums.
dnd::dndrt::PackedContractOp
createPackedSum(mlir::OpBuilder &b, mlir::Location loc,
                mlir::ValueRange factors, mlir::Value init,
                llvm::ArrayRef<int64_t> extents,
                llvm::ArrayRef<mlir::AffineMap> maps);

/// Where `op` reads an outer product (larger than both its factors, needed for
/// nothing else), or where its result is multiplied and summed at once, the op
/// that takes the third factor in, so that the large tensor is never stored;
/// else `op`.
dnd::dndrt::PackedContractOp takeFactor(dnd::dndrt::PackedContractOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_PACKFACTORS_H
