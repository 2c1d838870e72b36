//===- LoopNest.h - loops for one op on buffers -----------------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_LOOPNEST_H
#define DND_CODEGEN_CPU_LOOPNEST_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen::cpu {

/// Replaces `op` of entry point `entry` by a kernel named `name` and its
/// launch. `fill`, when given, is the op that initialises the destination of
/// `op` and is done in the same kernel.
void outlineGeneric(mlir::linalg::GenericOp op, mlir::linalg::FillOp fill,
                    mlir::func::FuncOp entry, mlir::StringRef name);
void outlineFill(mlir::linalg::FillOp op, mlir::func::FuncOp entry,
                 mlir::StringRef name);
void outlineScatter(dnd::dndrt::ScatterContractOp op, mlir::func::FuncOp entry,
                    mlir::StringRef name);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_LOOPNEST_H
