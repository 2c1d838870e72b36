//===- Verify.h - checks that several ops share -----------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_VERIFY_H
#define DND_DIALECT_DND_VERIFY_H

#include "dialect/dnd/DndDialect.h"
#include "dialect/dnd/shapes/Shape.h"

namespace dnd {

/// No tensor of the op has a dynamic dimension other than the first.
llvm::LogicalResult verifyBatchFirst(mlir::Operation *op);
/// All the given values are tensors of one float type.
llvm::LogicalResult verifySameFloatType(mlir::Operation *op,
                                        mlir::ValueRange values);
/// All factors are of one float type, all of `sums` too: the same, or f32 where
/// the factors are bf16 (the type in which products are added up).
llvm::LogicalResult verifyProductTypes(mlir::Operation *op,
                                       mlir::ValueRange factors,
                                       mlir::ValueRange sums);
/// Nothing is wrong; else the problem is the message.
llvm::LogicalResult verifyNone(mlir::Operation *op,
                               const shapes::Problem &problem);
/// The operands fit, and the result has the shape that follows from them.
llvm::LogicalResult verifyResult(mlir::Operation *op,
                                 const shapes::TypeOr &expected,
                                 mlir::Type result);
/// The tensor holds i32.
llvm::LogicalResult verifyIndices(mlir::Operation *op, llvm::StringRef what,
                                  mlir::Type type);
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
