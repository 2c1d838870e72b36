//===- Reduce.cpp - product, maximum, minimum, and what gradients need ----===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult ReduceOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})) ||
      failed(verifyDims(*this, getInput().getType(), getDims())))
    return failure();
  SmallVector<int64_t> expected;
  for (auto [dim, size] : llvm::enumerate(getInput().getType().getShape()))
    if (!llvm::is_contained(getDims(), static_cast<int64_t>(dim)))
      expected.push_back(size);
  return verifyShape(*this, "result", getType(), expected);
}

LogicalResult FirstExtremumOp::verify() {
  if (getKind() == ReduceKind::prod)
    return emitOpError() << "is for max and min, found prod";
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})) ||
      failed(verifyDims(*this, getInput().getType(), getDims())))
    return failure();
  return verifySameType(*this, "result", getType(), "the input",
                        getInput().getType());
}

LogicalResult ProdOthersOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})) ||
      failed(verifyDims(*this, getInput().getType(), getDims())))
    return failure();
  return verifySameType(*this, "result", getType(), "the input",
                        getInput().getType());
}
