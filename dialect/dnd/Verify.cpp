//===- Verify.cpp - checks that several ops share -------------------------===//
#include "dialect/dnd/Verify.h"
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult dnd::verifyBatchFirst(Operation *op) {
  SmallVector<Type> types(op->getOperandTypes());
  llvm::append_range(types, op->getResultTypes());
  for (Type type : types) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      return op->emitOpError() << "works on ranked tensors, found " << type;
    for (int64_t dim = 1; dim < tensor.getRank(); ++dim)
      if (tensor.isDynamicDim(dim))
        return op->emitOpError()
               << "only the first dimension, the batch, may be dynamic, found "
               << type;
  }
  return success();
}

LogicalResult dnd::verifySameFloatType(Operation *op, ValueRange values) {
  Type first;
  for (Value value : values) {
    Type element = tensorType(value).getElementType();
    if (!isa<FloatType>(element))
      return op->emitOpError()
             << "computes with floats, found " << value.getType();
    if (first && first != element)
      return op->emitOpError()
             << "mixes element types " << first << " and " << element;
    first = element;
  }
  return success();
}

LogicalResult dnd::verifyProductTypes(Operation *op, ValueRange factors,
                                      ValueRange sums) {
  if (failed(verifySameFloatType(op, factors)) ||
      failed(verifySameFloatType(op, sums)))
    return failure();
  if (factors.empty())
    return success();
  Type factor = tensorType(factors[0]).getElementType();
  Type sum = tensorType(sums[0]).getElementType();
  if (factor == sum || (factor.isBF16() && sum.isF32()))
    return success();
  return op->emitOpError() << "adds products of " << factor << " up in " << sum;
}

LogicalResult dnd::verifyNone(Operation *op, const shapes::Problem &problem) {
  if (problem.empty())
    return success();
  return op->emitOpError() << problem;
}

LogicalResult dnd::verifyResult(Operation *op, const shapes::TypeOr &expected,
                                Type result) {
  if (!expected)
    return op->emitOpError() << expected.message();
  return verifyNone(op,
                    shapes::checkShape("result", cast<RankedTensorType>(result),
                                       (*expected).getShape()));
}

LogicalResult dnd::verifyIndices(Operation *op, StringRef what, Type type) {
  return verifyNone(op,
                    shapes::checkIndices(what, cast<RankedTensorType>(type)));
}

LogicalResult dnd::verifySameType(Operation *op, StringRef whatA, Type a,
                                  StringRef whatB, Type b) {
  if (a == b)
    return success();
  return op->emitOpError() << whatA << " has type " << a << ", but " << whatB
                           << " has type " << b;
}

LogicalResult dnd::verifyAccess(Operation *op, const Twine &what, AffineMap map,
                                Type type, ArrayRef<int64_t> extents,
                                ArrayRef<int64_t> symbolRanges) {
  auto tensor = cast<RankedTensorType>(type);
  if (map.getNumDims() != extents.size())
    return op->emitOpError()
           << what << ": the index map has " << map.getNumDims()
           << " dimensions, expected " << extents.size();
  if (map.getNumSymbols() != symbolRanges.size())
    return op->emitOpError()
           << what << ": the index map has " << map.getNumSymbols()
           << " table values, expected " << symbolRanges.size();
  if (map.getNumResults() != tensor.getRank())
    return op->emitOpError() << what << ": the index map has "
                             << map.getNumResults() << " results for " << type;
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    auto plain = dyn_cast<AffineDimExpr>(expr);
    bool isBatch = plain && ShapedType::isDynamic(extents[plain.getPosition()]);
    if (tensor.isDynamicDim(dim) != isBatch)
      return op->emitOpError()
             << what << ", dimension " << dim << ": " << type
             << (isBatch ? " has no batch there"
                         : " has its batch there, the index must be the batch");
    if (isBatch)
      continue;
    for (auto [position, extent] : llvm::enumerate(extents))
      if (ShapedType::isDynamic(extent) && expr.isFunctionOfDim(position))
        return op->emitOpError() << what << ", dimension " << dim
                                 << ": the index computes with the batch";
    auto range = affineRange(expr, extents, symbolRanges);
    int64_t size = tensor.getDimSize(dim);
    if (range && (range->first < 0 || range->second >= size))
      return op->emitOpError()
             << what << ", dimension " << dim << ": the index reaches from "
             << range->first << " to " << range->second << ", the extent is "
             << size;
  }
  return success();
}
