//===- Map.cpp - pointwise function with index maps -----------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

#include <cmath>

using namespace mlir;
using namespace dnd;

void MapOp::build(OpBuilder &builder, OperationState &state,
                  RankedTensorType result, MapFn fn, ValueRange inputs,
                  ArrayRef<AffineMap> maps, ArrayRef<double> params) {
  build(builder, state, result, MapFnAttr::get(builder.getContext(), fn),
        inputs, builder.getAffineMapArrayAttr(maps),
        builder.getDenseF64ArrayAttr(params));
}

SmallVector<AffineMap> MapOp::getInputMaps() {
  SmallVector<AffineMap> maps;
  for (Attribute map : getMaps())
    maps.push_back(cast<AffineMapAttr>(map).getValue());
  return maps;
}

bool MapOp::isIdentityInput(unsigned index) {
  return getInputMaps()[index].isIdentity();
}

static LogicalResult verifyFunction(MapOp op) {
  MapFn fn = op.getFn();
  if (op.getInputs().size() != getMapFnArity(fn))
    return op.emitOpError()
           << "'" << stringifyMapFn(fn) << "' takes " << getMapFnArity(fn)
           << " inputs, found " << op.getInputs().size();
  if (op.getMaps().size() != op.getInputs().size())
    return op.emitOpError() << "has " << op.getInputs().size() << " inputs and "
                            << op.getMaps().size() << " index maps";
  ArrayRef<double> params = op.getParams();
  if (params.size() != getMapFnNumParams(fn))
    return op.emitOpError()
           << "'" << stringifyMapFn(fn) << "' takes " << getMapFnNumParams(fn)
           << " params, found " << params.size();
  for (double param : params)
    if (!std::isfinite(param))
      return op.emitOpError() << "has a param that is not finite";
  if (fn == MapFn::powi &&
      (params[0] != std::floor(params[0]) || std::fabs(params[0]) > 1e6))
    return op.emitOpError()
           << "'powi' needs an integer exponent, found " << params[0];
  return success();
}

static LogicalResult verifyElements(MapOp op) {
  SmallVector<Value> values(op.getInputs());
  values.push_back(op.getResult());
  if (op.getFn() != MapFn::copy)
    return verifySameFloatType(op, values);
  Type from = tensorType(op.getInputs()[0]).getElementType();
  Type to = op.getType().getElementType();
  if (from != to)
    return op.emitOpError() << "mixes element types " << from << " and " << to;
  return success();
}

LogicalResult MapOp::verify() {
  if (failed(verifyBatchFirst(*this)) || failed(verifyFunction(*this)) ||
      failed(verifyElements(*this)))
    return failure();
  SmallVector<AffineMap> maps = getInputMaps();
  for (auto [index, input] : llvm::enumerate(getInputs()))
    if (failed(verifyAccess(*this, "input #" + Twine(index), maps[index],
                            input.getType(), getType().getShape())))
      return failure();
  if (hasBatch(getType()) &&
      llvm::none_of(getInputs(), [](Value v) { return hasBatch(v); }))
    return emitOpError() << "no input has the batch; 'dnd.batch_ones' can "
                            "bring it in";
  return success();
}
