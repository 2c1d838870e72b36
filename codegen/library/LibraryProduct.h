//===- LibraryProduct.h - contractions as products of matrices --*- C++ -*-===//
//
// Which contractions a library for matrices can do: operands that are matrices
// in memory, and an epilogue of few forms.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_LIBRARY_LIBRARYPRODUCT_H
#define DND_CODEGEN_LIBRARY_LIBRARYPRODUCT_H

#include "codegen/common/DeviceMath.h"
#include "codegen/nest/CoalesceDims.h"
#include "codegen/nest/ContractRoles.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// A buffer over an iteration space: elements from one point of each dimension
/// to the next.
struct StridedBuffer {
  mlir::Value buffer;
  llvm::SmallVector<int64_t> strides;
};

/// A buffer read or written by `map`; none if its elements lie in another way.
std::optional<StridedBuffer> stridedBuffer(mlir::Value buffer,
                                           mlir::AffineMap map);

/// A matrix, one for each product. Row-major, or transposed.
struct LibraryMatrix {
  mlir::Value buffer;
  int64_t leading = 1, stride = 0;
  bool transposed = false;
};

/// What a dndrt.library_call of kind product says, before it is made.
struct LibraryProduct {
  llvm::SmallVector<unsigned> rows, columns, steps, count; // dimensions
  LibraryMatrix lhs, rhs, out;
  mlir::Value bias;
  float scale = 1;
  bool add = false, relu = false;

  /// "product of B x 512 with 784 steps" for remarks, B being the batch.
  std::string sizeText(llvm::ArrayRef<int64_t> extents) const;
  /// Makes the op before `op`, with empty regions. `batch` is that of the entry
  /// point.
  dnd::dndrt::LibraryCallOp emit(mlir::Operation *op,
                                 llvm::ArrayRef<int64_t> extents,
                                 mlir::Value batch, DeviceMath math) const;
};

/// The sums of a contraction as products of matrices written to `out`; none if
/// an operand is no matrix. `space` begins with the two operands.
std::optional<LibraryProduct> asLibraryProduct(const BufferSpace &space,
                                               const ContractRoles &roles,
                                               const StridedBuffer &out);

/// Gives `product`, which writes the only destination of `op`, the epilogue of
/// `op`; false if a library has none like it. `space` holds the operands of
/// `op` in their order.
bool matchLibraryEpilogue(dnd::dndrt::PackedContractOp op,
                          const BufferSpace &space, LibraryProduct &product);

} // namespace dnd::codegen

#endif // DND_CODEGEN_LIBRARY_LIBRARYPRODUCT_H
