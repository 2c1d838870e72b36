//===- Builders.h - building dnd ops and asking about shapes ----*- C++ -*-===//
//
// What importers, gradient rules and passes share: short ways to build
// contracts and maps whose result types follow from their index maps, and the
// questions about batches and pointwise functions that everybody asks.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DIALECT_DND_BUILDERS_H
#define DND_DIALECT_DND_BUILDERS_H

#include "dialect/dnd/DndDialect.h"

#include <optional>

namespace dnd {

//===----------------------------------------------------------------------===//
// Pointwise functions
//===----------------------------------------------------------------------===//

/// Number of operands of a pointwise function (MapFns.def).
unsigned getMapFnArity(MapFn fn);
/// Number of constants in `params` of a pointwise function.
unsigned getMapFnNumParams(MapFn fn);
/// The value of `fn` in double precision; `args` has its arity, `params` its
/// constants. The one meaning that folders and tests refer to.
double evaluateMapFn(MapFn fn, llvm::ArrayRef<double> args,
                     llvm::ArrayRef<double> params);

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

inline mlir::RankedTensorType tensorType(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}
/// The type of an optional operand; null where it is not there.
inline mlir::RankedTensorType optionalType(mlir::Value value) {
  return value ? tensorType(value) : mlir::RankedTensorType();
}
/// True if the tensor has the batch: a dynamic first dimension.
bool hasBatch(mlir::Type type);
inline bool hasBatch(mlir::Value value) { return hasBatch(value.getType()); }
/// True for tensors of floats: only these have a gradient.
bool isFloatTensor(mlir::Type type);

/// `(d0, ..., dn-1) -> (d0, ..., dn-1)`.
mlir::AffineMap identityMap(mlir::MLIRContext *context, unsigned rank);
/// `(d0, ..., dn-1) -> (d_dims[0], d_dims[1], ...)`.
mlir::AffineMap projection(mlir::MLIRContext *context, unsigned rank,
                           llvm::ArrayRef<int64_t> dims);
/// The projection that leaves out `dropped` (any order).
mlir::AffineMap projectionWithout(mlir::MLIRContext *context, unsigned rank,
                                  llvm::ArrayRef<int64_t> dropped);
/// Smallest and largest value of `expr` when dimension d runs over [0,
/// extents[d]) and symbol s over [0, symbolRanges[s]). None if it depends on
/// something of unknown (negative or dynamic) range.
std::optional<std::pair<int64_t, int64_t>>
affineRange(mlir::AffineExpr expr, llvm::ArrayRef<int64_t> extents,
            llvm::ArrayRef<int64_t> symbolRanges = {});

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// A scalar constant of element type `type` (rank 0).
mlir::Value makeScalar(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Type elementType, double value);
/// A constant with one value everywhere; the shape must be static.
mlir::Value makeSplat(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::RankedTensorType type, double value);
/// Zero of any float type. A batch is taken from `like` (may be null for
/// static types).
mlir::Value makeZero(mlir::OpBuilder &builder, mlir::Location loc,
                     mlir::RankedTensorType type, mlir::Value like);

/// A contract whose result shape follows from `outMap`, a projected
/// permutation of `extents`. Maps may leave out the table symbols; they are
/// added. The element type is that of the first input. If the iteration space
/// has the batch and no operand does, `batchLike` supplies it (by
/// `batch_ones`).
mlir::Value makeContract(mlir::OpBuilder &builder, mlir::Location loc,
                         mlir::ValueRange inputs,
                         llvm::ArrayRef<mlir::AffineMap> maps,
                         mlir::AffineMap outMap,
                         llvm::ArrayRef<int64_t> extents,
                         double coefficient = 1.0, mlir::ValueRange tables = {},
                         llvm::ArrayRef<mlir::AffineMap> tableMaps = {},
                         mlir::Value batchLike = {});
/// The same with a given result type: needed for out maps that scatter or
/// leave a margin.
mlir::Value makeContractOfType(
    mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type,
    mlir::ValueRange inputs, llvm::ArrayRef<mlir::AffineMap> maps,
    mlir::AffineMap outMap, llvm::ArrayRef<int64_t> extents,
    double coefficient = 1.0, mlir::ValueRange tables = {},
    llvm::ArrayRef<mlir::AffineMap> tableMaps = {}, mlir::Value batchLike = {});

/// A map over `resultShape`; the element type is that of the last input.
mlir::Value makeMap(mlir::OpBuilder &builder, mlir::Location loc, MapFn fn,
                    mlir::ValueRange inputs,
                    llvm::ArrayRef<mlir::AffineMap> maps,
                    llvm::ArrayRef<int64_t> resultShape,
                    llvm::ArrayRef<double> params = {});
/// A map with NumPy's broadcasting made explicit: shapes are aligned at their
/// last dimensions, extents of 1 and missing dimensions are repeated. If some
/// input has the batch, inputs of lower rank are aligned behind it.
mlir::Value makeMap(mlir::OpBuilder &builder, mlir::Location loc, MapFn fn,
                    mlir::ValueRange inputs,
                    llvm::ArrayRef<double> params = {});
inline mlir::Value makeMul(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value a, mlir::Value b) {
  return makeMap(builder, loc, MapFn::mul, {a, b});
}
inline mlir::Value makeAdd(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value a, mlir::Value b) {
  return makeMap(builder, loc, MapFn::add, {a, b});
}
/// a * value + b.
mlir::Value makeAffine(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value value, double a, double b);
/// The numbers in another float type; `value` itself where it has that type.
mlir::Value makeCast(mlir::OpBuilder &builder, mlir::Location loc,
                     mlir::Value value, mlir::Type elementType);
/// Sum over dimensions.
mlir::Value makeSum(mlir::OpBuilder &builder, mlir::Location loc,
                    mlir::Value value, llvm::ArrayRef<int64_t> dims,
                    double coefficient = 1.0);
/// The tensor repeated along new dimensions: result[d] = value[map(d)].
mlir::Value makeBroadcast(mlir::OpBuilder &builder, mlir::Location loc,
                          mlir::Value value, mlir::AffineMap map,
                          llvm::ArrayRef<int64_t> resultShape,
                          mlir::Value batchLike = {});

} // namespace dnd

#endif // DND_DIALECT_DND_BUILDERS_H
