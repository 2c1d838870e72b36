//===- Shape.cpp - the type of a result, or why there is none -------------===//
#include "dialect/dnd/shapes/Shape.h"

using namespace mlir;
using namespace dnd::shapes;

static std::string shapeText(ArrayRef<int64_t> shape) {
  std::string text = "[";
  llvm::raw_string_ostream os(text);
  llvm::interleaveComma(shape, os, [&](int64_t size) {
    if (ShapedType::isDynamic(size))
      os << '?';
    else
      os << size;
  });
  os << ']';
  return text;
}

Problem dnd::shapes::checkDim(RankedTensorType type, int64_t dim) {
  if (dim < 0 || dim >= type.getRank())
    return say("dimension ", dim, " is outside ", type);
  if (type.isDynamicDim(dim))
    return say("dimension ", dim, " of ", type, " is the batch");
  return {};
}

Problem dnd::shapes::checkDims(RankedTensorType type, ArrayRef<int64_t> dims) {
  if (dims.empty())
    return "needs at least one dimension";
  for (auto [index, dim] : llvm::enumerate(dims)) {
    if (Problem problem = checkDim(type, dim); !problem.empty())
      return problem;
    if (index && dims[index - 1] >= dim)
      return say("dimensions must increase, found ", dims[index - 1],
                 " before ", dim);
  }
  return {};
}

Problem dnd::shapes::checkRank(StringRef what, RankedTensorType type,
                               int64_t rank) {
  if (type.getRank() == rank)
    return {};
  return say(what, " has type ", type, ", expected rank ", rank);
}

Problem dnd::shapes::checkShape(StringRef what, RankedTensorType type,
                                ArrayRef<int64_t> expected) {
  if (type.getShape() == expected)
    return {};
  return say(what, " has shape ", shapeText(type.getShape()), ", expected ",
             shapeText(expected));
}

Problem dnd::shapes::checkIndices(StringRef what, RankedTensorType type) {
  if (type.getElementType().isSignlessInteger(32))
    return {};
  return say(what, " holds indices (i32), found ", type);
}

Problem dnd::shapes::checkBatch(RankedTensorType type) {
  if (type.getRank() > 0 && type.isDynamicDim(0))
    return {};
  return say("needs a tensor with the batch, found ", type);
}

RankedTensorType dnd::shapes::withShape(RankedTensorType type,
                                        ArrayRef<int64_t> shape) {
  return RankedTensorType::get(shape, type.getElementType());
}

RankedTensorType dnd::shapes::withExtent(RankedTensorType type, int64_t dim,
                                         int64_t extent) {
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] = extent;
  return withShape(type, shape);
}
