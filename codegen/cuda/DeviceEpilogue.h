//===- DeviceEpilogue.h - guarded epilogues of GPU kernels ------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_DEVICEEPILOGUE_H
#define DND_CODEGEN_CUDA_DEVICEEPILOGUE_H

#include "codegen/cuda/DeviceKernel.h"
#include "codegen/kernel/Epilogue.h"

namespace dnd::codegen::cuda {

/// The epilogue region of a kernel op on pieces of sums of which some may lie
/// beyond the end.
class DeviceEpilogue {
public:
  /// `buffers` are values of the entry point: extras, then inits.
  DeviceEpilogue(mlir::Region &region, llvm::ArrayRef<mlir::Value> buffers,
                 llvm::ArrayRef<mlir::AffineMap> maps, unsigned numInits,
                 DeviceKernel &kernel);

  /// Gives the indices of a point whose column is `column`.
  using Point =
      llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value column)>;

  /// Runs on the vector `sums` at columns from `column` on that are below
  /// `columns`. `lane` is the dimension in which neighbours lie; `exact` says
  /// that a piece is never cut by the end.
  void emit(TileEmitter &e, mlir::Value sums, mlir::Value column,
            mlir::Value columns, bool exact, unsigned lane, Point point);

private:
  Epilogue epilogue;
};

/// Stores the vector `values` at columns from `column` on that are below
/// `columns`, as DeviceEpilogue does.
void storeGuarded(TileEmitter &e, mlir::Value values, mlir::Value column,
                  mlir::Value columns, bool exact, mlir::Value buffer,
                  DeviceEpilogue::Point indices);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_DEVICEEPILOGUE_H
