//===- Kernels.h - generated kernels of dndrt ops ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_KERNELS_KERNELS_H
#define DND_CODEGEN_CPU_KERNELS_KERNELS_H

#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// Replaces `op` (on buffers) of entry point `entry` by a kernel named `name`
/// and its launch: tiles of sums in registers, columns in the lanes, the right
/// operand copied to a panel [sum][lanes] where it does not lie like that.
void outlinePackedContract(dnd::rt::PackedContractOp op,
                           mlir::func::FuncOp entry, mlir::StringRef name);

/// The kernels of full quadratic forms and of their gradient (Triangular.cpp).
void outlineTriangularQuadratic(dnd::rt::TriangularQuadraticOp op,
                                mlir::func::FuncOp entry, mlir::StringRef name);
void outlineTriangularGrad(dnd::rt::TriangularGradOp op,
                           mlir::func::FuncOp entry, mlir::StringRef name);

} // namespace dnd::codegen

#endif // DND_CODEGEN_CPU_KERNELS_KERNELS_H
