//===- Windows.h - adjoints of windows are windows --------------*- C++ -*-===//
#ifndef DND_DIALECT_DND_GRADIENTS_WINDOWS_H
#define DND_DIALECT_DND_GRADIENTS_WINDOWS_H

#include "dialect/dnd/Builders.h"

namespace dnd {

/// The adjoint of a tensor that was read at `outMap`: like makeContractOfType,
/// result[outMap(d)] += coefficient * product of factors[maps(d)], but without
/// a sum into computed places where `outMap` is affine.
///
/// An index of one dimension, stride * p + offset, is a plain index of a
/// smaller result that is padded. An index of several, such as stride * p +
/// dilation * r + offset, becomes a plain index u by substituting p = (u -
/// dilation * r - offset) / stride: the factors that have p are read through
/// windows, padded with zeros outside and, for a stride, between their
/// elements. A factor that has p inside of an index which the stride does not
/// divide is first copied to where p stands alone.
///
/// Look-ups by tables, and elements that two equal indices name (x[p, p]), stay
/// sums into computed places.
mlir::Value makeAdjointContract(
    mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type,
    mlir::ValueRange factors, llvm::ArrayRef<mlir::AffineMap> maps,
    mlir::AffineMap outMap, llvm::ArrayRef<int64_t> extents,
    double coefficient = 1.0, mlir::ValueRange tables = {},
    llvm::ArrayRef<mlir::AffineMap> tableMaps = {}, mlir::Value batchLike = {});

} // namespace dnd

#endif // DND_DIALECT_DND_GRADIENTS_WINDOWS_H
