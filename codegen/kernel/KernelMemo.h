//===- KernelMemo.h - kernels of ops that were met before -------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_KERNELMEMO_H
#define DND_CODEGEN_KERNEL_KERNELMEMO_H

#include "codegen/kernel/EntryOps.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::codegen {

/// Makes the kernels of equal ops once. A deep network repeats its blocks, and
/// entry points share most of theirs: to make a kernel for each op and to merge
/// them afterwards takes longer than everything else that is done for it.
///
/// Two ops are equal when they, their fills, and the pure ops that lead to
/// their operands from buffers of the entry point are the same but for places
/// in the model, and when the same operands are the same buffers. What stands
/// in the entry point in place of the first (launches, sizes, views of scratch
/// memory) is then copied for the others, onto their buffers. Kernels depend on
/// nothing else; scratch memory is that of one entry point.
class KernelMemo {
public:
  /// Replaces `op`, with `fill` if there is one, by kernels and their launches:
  /// as for an equal op before it, or by `make`, which must erase both. What
  /// `make` inserts into the entry point it must insert right in front of `op`.
  /// Failure is that of `make`.
  mlir::LogicalResult outline(mlir::Operation *op, mlir::linalg::FillOp fill,
                              mlir::func::FuncOp entry,
                              llvm::function_ref<mlir::LogicalResult()> make);

private:
  /// What stands in place of an op.
  struct Made {
    mlir::func::FuncOp entry;
    llvm::SmallVector<mlir::Operation *> ops;
    /// What they use of the entry point, by its number in the op's key.
    llvm::SmallVector<std::pair<mlir::Value, unsigned>> uses;
  };

  static void replay(const Made &made, mlir::Operation *op,
                     mlir::linalg::FillOp fill,
                     llvm::ArrayRef<mlir::Value> values);

  llvm::StringMap<llvm::SmallVector<Made, 1>> known; // by key
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_KERNELMEMO_H
