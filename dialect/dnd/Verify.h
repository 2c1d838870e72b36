//===- Verify.h - checks that several ops share -----------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_VERIFY_H
#define DND_DIALECT_DND_VERIFY_H

#include "dialect/dnd/DndDialect.h"

namespace dnd {

/// No tensor of the op has a dynamic dimension other than the first.
llvm::LogicalResult verifyBatchFirst(mlir::Operation *op);
/// All the given values are tensors of one float type.
llvm::LogicalResult verifySameFloatType(mlir::Operation *op,
                                        mlir::ValueRange values);
/// The tensor has the expected shape; `what` names it in the message.
llvm::LogicalResult verifyShape(mlir::Operation *op, llvm::StringRef what,
                                mlir::Type type,
                                llvm::ArrayRef<int64_t> expected);
/// The tensor has the expected rank.
llvm::LogicalResult verifyRank(mlir::Operation *op, llvm::StringRef what,
                               mlir::Type type, int64_t expected);
/// The tensor holds i32.
llvm::LogicalResult verifyIndices(mlir::Operation *op, llvm::StringRef what,
                                  mlir::Type type);
/// `dim` is a dimension of the type, and not the batch.
llvm::LogicalResult verifyDim(mlir::Operation *op, mlir::Type type,
                              int64_t dim);
/// `dims` are strictly increasing dimensions of the type without the batch.
llvm::LogicalResult verifyDims(mlir::Operation *op, mlir::Type type,
                               llvm::ArrayRef<int64_t> dims);
/// Two values have the same type.
llvm::LogicalResult verifySameType(mlir::Operation *op, llvm::StringRef whatA,
                                   mlir::Type a, llvm::StringRef whatB,
                                   mlir::Type b);
/// A tensor read or written through `map` over the iteration space `extents`:
/// number of dims, symbols and results; plain batch; all indices inside.
/// `symbolRanges` has the range of each symbol, -1 where it is not known.
llvm::LogicalResult verifyAccess(mlir::Operation *op, const llvm::Twine &what,
                                 mlir::AffineMap map, mlir::Type type,
                                 llvm::ArrayRef<int64_t> extents,
                                 llvm::ArrayRef<int64_t> symbolRanges = {});

} // namespace dnd

#endif // DND_DIALECT_DND_VERIFY_H
