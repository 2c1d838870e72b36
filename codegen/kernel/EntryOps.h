//===- EntryOps.h - the ops of an entry point that become kernels -*- C++ -*-=//
#ifndef DND_CODEGEN_KERNEL_ENTRYOPS_H
#define DND_CODEGEN_KERNEL_ENTRYOPS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/MapVector.h"

namespace dnd::codegen {

/// An op that becomes a kernel, and the fill that is done in the same one.
struct KernelOp {
  mlir::Operation *op;
  mlir::linalg::FillOp fill;
};

/// What becomes kernels in `entry`, in order: ops of linalg and of dndrt on
/// buffers, and groups of them (scf.execute_region). A fill joins the op that
/// sums into it.
llvm::SmallVector<KernelOp> kernelOps(mlir::func::FuncOp entry);

/// The fill that gives the destination of `op` its first value, when nothing
/// between the two uses that buffer.
mlir::linalg::FillOp fillOf(mlir::linalg::GenericOp op);

/// Replaces a fill by a pointwise op.
mlir::linalg::GenericOp asGeneric(mlir::linalg::FillOp op);

/// Entry points share most of their kernels (forward, evaluation and training):
/// those of `kernels` whose text behind the name is that of an earlier one,
/// with that one.
llvm::MapVector<mlir::Operation *, mlir::Operation *>
equalKernels(llvm::ArrayRef<mlir::Operation *> kernels);

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_ENTRYOPS_H
