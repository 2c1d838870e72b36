//===- ContractSpace.h - a contraction as GPUs see it -----------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_CONTRACTSPACE_H
#define DND_CODEGEN_SELECT_CONTRACTSPACE_H

#include "codegen/library/LibraryProduct.h"
#include "codegen/nest/CoalesceDims.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/ProductPlan.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// The dimensions of a packed_contract on buffers in the order of a GPU's
/// kernels: neighbours as one, the batch outermost, columns where the result is
/// dense. The operands may be exchanged.
struct ContractSpace {
  dndrt::PackedContractOp op;
  BufferSpace space;
  ContractRoles roles;
  /// The dimensions of the result, the batch outermost and the columns last.
  llvm::SmallVector<unsigned> resultDims;
  /// The operand that the third factor multiplies; -1 without one.
  int factorSide = -1;

  /// Views of the buffers are made in front of `op`.
  explicit ContractSpace(dndrt::PackedContractOp op);

  bool isDynamic(unsigned dim) const {
    return mlir::ShapedType::isDynamic(space.extents[dim]);
  }
  ProductSize size() const;
  /// Registers that a thread of the kernel needs, about: its sums, what it
  /// multiplies next, and for each element on its way to shared memory the
  /// element, its address and the indices that the address is made of.
  int64_t registers(const BlockShape &shape) const;
  /// Memory for the sums of all steps as the result of a product of matrices.
  StridedBuffer stridedSums() const;

private:
  void chooseRoles();
  int64_t transferRegisters(unsigned operand,
                            llvm::ArrayRef<unsigned> positions, int64_t extent,
                            const BlockShape &shape) const;
  void orderDims(llvm::SmallVectorImpl<unsigned> &dims,
                 mlir::AffineMap map) const;
};

/// A contraction that may be offered to a library.
struct LibraryOffer {
  LibraryProduct product;
  /// The library writes sums only, a kernel of ours runs the epilogue.
  bool sumsOnly;
};

/// The products of matrices that a contraction is, if it is some.
std::optional<LibraryOffer> findLibraryOffer(const ContractSpace &contract);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_CONTRACTSPACE_H
