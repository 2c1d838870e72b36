//===- Concat.cpp - tensors one after the other ---------------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult ConcatOp::verify() {
  if (getInputs().empty())
    return emitOpError() << "needs at least one input";
  if (failed(verifyBatchFirst(*this)))
    return failure();
  RankedTensorType first = tensorType(getInputs().front());
  int64_t dim = getDim();
  if (failed(verifyDim(*this, first, dim)))
    return failure();
  SmallVector<int64_t> expected(first.getShape());
  expected[dim] = 0;
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    RankedTensorType type = tensorType(input);
    if (type.getElementType() != getType().getElementType())
      return emitOpError() << "mixes element types " << type.getElementType()
                           << " and " << getType().getElementType();
    bool fits = type.getRank() == first.getRank();
    for (int64_t d = 0; fits && d < first.getRank(); ++d)
      fits = d == dim || type.getDimSize(d) == first.getDimSize(d);
    if (!fits)
      return emitOpError() << "input #" << index << " has type " << type
                           << ", which differs from " << first
                           << " in more than dimension " << dim;
    expected[dim] += type.getDimSize(dim);
  }
  return verifyShape(*this, "result", getType(), expected);
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  if (getInputs().size() == 1)
    return getInputs().front();
  return {};
}
