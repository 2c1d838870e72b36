//===- Pad.cpp - margins, gaps and crops ----------------------------------===//
#include "dialect/dnd/shapes/Pad.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

#include <cmath>

using namespace mlir;
using namespace dnd;

LogicalResult PadOp::verify() {
  if (failed(verifyBatchFirst(*this)) ||
      failed(verifySameFloatType(*this, {getInput(), getResult()})))
    return failure();
  if (std::isnan(getValue().convertToDouble()))
    return emitOpError() << "has a value that is not a number";
  return verifyResult(
      *this,
      shapes::pad(getInput().getType(), getLow(), getHigh(), getInterior()),
      getType());
}

OpFoldResult PadOp::fold(FoldAdaptor) {
  auto isZero = [](int64_t amount) { return amount == 0; };
  // Gaps of a dimension of one element are nowhere.
  if (llvm::all_of(getLow(), isZero) && llvm::all_of(getHigh(), isZero) &&
      getInput().getType() == getType())
    return getInput();
  return {};
}
