//===- ContractRoles.h - roles of dimensions in a product -------*- C++ -*-===//
//
// Which dimensions of a sum of products of two operands are rows (only in the
// left one), columns (only in the right one), shared (in both, or only in a
// third factor) and summed.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_NEST_CONTRACTROLES_H
#define DND_CODEGEN_NEST_CONTRACTROLES_H

#include "codegen/nest/Batch.h"
#include "codegen/nest/Strides.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"

namespace dnd::codegen {

struct ContractRoles {
  llvm::SmallVector<unsigned> rows, columns, shared, summed;
};

/// The roles of the dimensions of `lhs * rhs (* factor) -> out`, or none when a
/// dimension is summed in one operand only, stands in none, or when the factor
/// varies with rows and with columns. `factor` may be null. With `extents`, a
/// dimension of one point may stand in fewer operands.
std::optional<ContractRoles> findRoles(mlir::AffineMap lhs, mlir::AffineMap rhs,
                                       mlir::AffineMap factor,
                                       mlir::AffineMap out,
                                       llvm::ArrayRef<int64_t> extents = {});

/// True if the operand depends on one of the dimensions.
bool variesWith(mlir::AffineMap map, llvm::ArrayRef<unsigned> dims);

/// True if a sum along which `lhs` or `rhs` lies densely is one of `factor`
/// too: it cannot be the innermost one then when the factor comes in outside.
bool hidesDenseSum(mlir::AffineMap factor, mlir::AffineMap lhs,
                   mlir::AffineMap rhs, mlir::AffineMap out);

/// The number of points of some dimensions, with `batch` samples.
double countPoints(llvm::ArrayRef<unsigned> dims,
                   llvm::ArrayRef<int64_t> extents,
                   int64_t batch = assumedBatch);

/// True if the operand does not depend on `dim`.
bool isInvariant(mlir::AffineMap map, unsigned dim);

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_CONTRACTROLES_H
