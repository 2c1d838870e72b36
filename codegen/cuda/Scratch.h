//===- Scratch.h - memory between the kernels of one op ---------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_SCRATCH_H
#define DND_CODEGEN_CUDA_SCRATCH_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen {

/// A buffer behind everything that is planned in the arena of `entry`, made
/// before `at`; its outermost dimension may be the batch. Valid until the next
/// op: all ops of an entry point use the same place. The attributes
/// `dnd.arena_fixed` and `dnd.arena_per_sample` grow as needed.
mlir::Value makeScratchBuffer(mlir::func::FuncOp entry, mlir::MemRefType type,
                              mlir::Operation *at);

} // namespace dnd::codegen

#endif // DND_CODEGEN_CUDA_SCRATCH_H
