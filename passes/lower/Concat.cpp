//===- Concat.cpp - lowering of dnd.concat --------------------------------===//
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// Inserts each input at its offset. The producers later write there directly,
/// where bufferisation finds that they may.
static FailureOr<Value> lowerConcat(ConcatOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  Value result = l.empty(loc, type);
  int64_t offset = 0, dim = op.getDim();
  for (Value input : op.getInputs()) {
    auto part = cast<RankedTensorType>(input.getType());
    SmallVector<OpFoldResult> offsets(type.getRank(), l.b.getIndexAttr(0));
    SmallVector<OpFoldResult> strides(type.getRank(), l.b.getIndexAttr(1));
    SmallVector<OpFoldResult> sizes;
    for (int64_t d = 0; d < type.getRank(); ++d)
      sizes.push_back(part.isDynamicDim(d)
                          ? OpFoldResult(l.batch)
                          : OpFoldResult(l.b.getIndexAttr(part.getDimSize(d))));
    offsets[dim] = l.b.getIndexAttr(offset);
    offset += part.getDimSize(dim);
    result = l.b.create<tensor::InsertSliceOp>(loc, input, result, offsets,
                                               sizes, strides);
  }
  return result;
}

void dnd::passes::addConcatLowering(LoweringTable &table) {
  table.add(lowerConcat);
}
