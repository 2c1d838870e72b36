//===- Concat.cpp - gradient of concatenation: slices ---------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult ConcatOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                 ArrayRef<bool> needed,
                                 MutableArrayRef<Value> operandAdjoints) {
  MLIRContext *context = builder.getContext();
  unsigned dim = getDim();
  int64_t offset = 0;
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    RankedTensorType type = tensorType(input);
    SmallVector<AffineExpr> exprs;
    for (int64_t d = 0; d < type.getRank(); ++d)
      exprs.push_back(getAffineDimExpr(d, context) +
                      (d == dim ? offset : int64_t(0)));
    if (needed[index])
      operandAdjoints[index] = makeMap(
          builder, getLoc(), MapFn::copy, adjoints[0],
          AffineMap::get(type.getRank(), 0, exprs, context), type.getShape());
    offset += type.getDimSize(dim);
  }
  return success();
}
