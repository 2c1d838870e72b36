//===- Scratch.h - memory that kernels need beside the plan -----*- C++ -*-===//
#ifndef DND_CODEGEN_COMMON_SCRATCH_H
#define DND_CODEGEN_COMMON_SCRATCH_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen {

/// A buffer behind everything that is planned in the arena of `entry`, made
/// before `at`; its outermost dimension may be the batch. Valid until the next
/// op: all ops of an entry point use the same place. The attributes
/// `dnd.arena_fixed` and `dnd.arena_per_sample` grow as needed.
mlir::Value makeScratchBuffer(mlir::func::FuncOp entry, mlir::MemRefType type,
                              mlir::Operation *at);

/// A buffer behind everything that is planned in the arena of `entry`, made
/// before `at`, that nothing else ever uses. Its outermost dimension counts
/// blocks of `samples` samples; there are as many as the batch needs. Made
/// behind a makeScratchBuffer of the entry it is valid until the next op only.
mlir::Value makeBlockBuffer(mlir::func::FuncOp entry, mlir::MemRefType type,
                            int64_t samples, mlir::Operation *at);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_SCRATCH_H
