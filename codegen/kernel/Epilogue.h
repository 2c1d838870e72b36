//===- Epilogue.h - pointwise code behind an accumulator --------*- C++ -*-===//
#ifndef DND_CODEGEN_KERNEL_EPILOGUE_H
#define DND_CODEGEN_KERNEL_EPILOGUE_H

#include "codegen/kernel/TileEmitter.h"

namespace dnd::codegen {

/// The epilogue region of a kernel op: applied to one element or to a vector
/// along one dimension. For kernels of every target.
class Epilogue {
public:
  /// Gives the value inside the kernel for one of the entry point.
  using Import = std::function<mlir::Value(mlir::Value)>;

  /// `operands` are the buffers of extras and inits inside the kernel in the
  /// order of the region's arguments behind the sum; `maps` are theirs.
  Epilogue(mlir::Region &region, llvm::ArrayRef<mlir::Value> operands,
           llvm::ArrayRef<mlir::AffineMap> maps, unsigned numInits,
           Import import)
      : region(region), operands(operands), maps(maps), numInits(numInits),
        import(std::move(import)) {}

  /// True if it can run on vectors along dimension `lane`.
  bool isVectorisable(unsigned lane) const;

  /// At indices `dims` for one sum.
  void emitScalar(TileEmitter &e, mlir::Value sum, mlir::ValueRange dims);
  /// At `lanes` neighbours along `lane` from `dims` on for a vector of sums.
  void emitVector(TileEmitter &e, mlir::Value sums, mlir::ValueRange dims,
                  unsigned lane, int64_t lanes);

  /// Brings what is read for the same vector near, of operands that have a
  /// number for each place along both dimensions.
  void prefetch(TileEmitter &e, mlir::ValueRange dims, unsigned row,
                unsigned lane, int64_t lanes);

private:
  mlir::Region &region;
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<mlir::AffineMap> maps;
  unsigned numInits;
  Import import;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_EPILOGUE_H
