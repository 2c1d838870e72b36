//===- Kernels.h - generated kernels of dndrt ops ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_KERNELS_H
#define DND_CODEGEN_CPU_KERNELS_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/StringSet.h"

namespace dnd::codegen::cpu {

/// Replaces `op` (on buffers) of entry point `entry` by a kernel named `name`
/// and its launch: tiles of sums in registers, columns in the lanes, the right
/// operand copied to a panel [sum][lanes] where it does not lie like that.
void outlinePackedContract(dnd::dndrt::PackedContractOp op,
                           mlir::func::FuncOp entry, mlir::StringRef name);

/// The kernels of full quadratic forms and of their gradient (Triangular.cpp).
void outlineTriangularQuadratic(dnd::dndrt::TriangularQuadraticOp op,
                                mlir::func::FuncOp entry, mlir::StringRef name);
void outlineTriangularGrad(dnd::dndrt::TriangularGradOp op,
                           mlir::func::FuncOp entry, mlir::StringRef name);

/// What kernels of one module have said already.
using SaidRemarks = llvm::StringSet<>;

/// Replaces the sums of `entry` that read or write places named by a table by
/// kernels `ENTRY_kg0`.. with samples in the lanes, where they fit; others are
/// left, with a remark that says why (Gathers.cpp).
void outlineGathers(mlir::func::FuncOp entry, SaidRemarks &said);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_KERNELS_H
