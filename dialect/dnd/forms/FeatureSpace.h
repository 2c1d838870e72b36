//===- FeatureSpace.h - iteration spaces around a feature axis --*- C++ -*-===//
//
// Forms act on one axis of a tensor, and every other dimension is parallel. A
// FeatureSpace has those outer dimensions first, in order, then the form's own
// inner dimensions (outputs, ranks, features).
//
//===----------------------------------------------------------------------===//
#ifndef DND_DIALECT_DND_FORMS_FEATURESPACE_H
#define DND_DIALECT_DND_FORMS_FEATURESPACE_H

#include "dialect/dnd/Builders.h"

namespace dnd {

class FeatureSpace {
public:
  /// `x` has its features at `axis`; `inner` are the extents of the inner
  /// dimensions.
  FeatureSpace(mlir::Value x, int64_t axis, llvm::ArrayRef<int64_t> inner)
      : context(x.getContext()), axis(axis) {
    llvm::ArrayRef<int64_t> shape = tensorType(x).getShape();
    for (auto [dim, size] : llvm::enumerate(shape))
      if (static_cast<int64_t>(dim) != axis)
        extents.push_back(size);
    numOuter = extents.size();
    llvm::append_range(extents, inner);
  }

  llvm::ArrayRef<int64_t> getExtents() const { return extents; }

  /// A tensor over the outer dimensions with the given inner ones at the axis.
  mlir::AffineMap at(llvm::ArrayRef<int64_t> innerDims) const {
    llvm::SmallVector<int64_t> dims;
    for (int64_t dim = 0; dim <= numOuter; ++dim) {
      if (dim == axis)
        for (int64_t inner : innerDims)
          dims.push_back(numOuter + inner);
      if (dim < numOuter)
        dims.push_back(dim);
    }
    return projection(context, extents.size(), dims);
  }

  /// A tensor over inner dimensions only (a parameter).
  mlir::AffineMap inner(llvm::ArrayRef<int64_t> innerDims) const {
    llvm::SmallVector<int64_t> dims;
    for (int64_t dim : innerDims)
      dims.push_back(numOuter + dim);
    return projection(context, extents.size(), dims);
  }

private:
  mlir::MLIRContext *context;
  llvm::SmallVector<int64_t> extents;
  int64_t numOuter = 0;
  int64_t axis;
};

/// y + w.x + b along the axis; `y` may be null (then it is left out), and so
/// may `linear` and `bias`, but not all three.
mlir::Value addLinearAndBias(mlir::OpBuilder &builder, mlir::Location loc,
                             mlir::Value y, mlir::Value x, mlir::Value linear,
                             mlir::Value bias, int64_t axis);

/// Adjoints of the linear part and the bias: sum g x and sum g.
mlir::Value linearWeightGrad(mlir::OpBuilder &builder, mlir::Location loc,
                             mlir::Value x, mlir::Value adjoint, int64_t axis);
mlir::Value biasGrad(mlir::OpBuilder &builder, mlir::Location loc,
                     mlir::Value adjoint, int64_t axis);
/// Adjoint of x from the linear part: sum over j of g_j w_j.
mlir::Value linearInputGrad(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value linear, mlir::Value adjoint,
                            int64_t axis);

/// Projections of x on the rows of u `[J, R, n]`: x's shape with J, R in the
/// place of the axis.
mlir::Value makeProjections(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value x, mlir::Value u, int64_t axis);

} // namespace dnd

#endif // DND_DIALECT_DND_FORMS_FEATURESPACE_H
