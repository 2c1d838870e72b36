//===- PackWindows.h - windows among sums of products -----------*- C++ -*-===//
//
// What PackContracts does with windows: they read tensors as if these were
// padded, and make only what is used of their result.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SELECT_PACKWINDOWS_H
#define DND_CODEGEN_SELECT_PACKWINDOWS_H

#include "codegen/select/PackFactors.h"

namespace dnd::codegen {

/// True if a sum of two factors has a kernel for windows on processors.
bool isWindow(mlir::linalg::GenericOp op, const Product &product);

/// Where a window reads a padded copy of a tensor, the op that reads the tensor
/// itself, with margins; else `op`.
dndrt::PackedContractOp takeMargins(dndrt::PackedContractOp op);

/// Where pointwise ops read a part of a window's result only, the op that makes
/// just that; else `op`.
dndrt::PackedContractOp takeCrop(dndrt::PackedContractOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_PACKWINDOWS_H
