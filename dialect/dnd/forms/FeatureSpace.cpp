//===- FeatureSpace.cpp - the linear part that several forms share --------===//
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

Value dnd::addLinearAndBias(OpBuilder &builder, Location loc, Value y, Value x,
                            Value linear, Value bias, int64_t axis) {
  if (linear) {
    FeatureSpace space(x, axis, tensorType(linear).getShape());
    Value part =
        y ? makeContractOfType(builder, loc, tensorType(y), {linear, x},
                               {space.inner({0, 1}), space.at({1})},
                               space.at({0}), space.getExtents())
          : makeContract(builder, loc, {linear, x},
                         {space.inner({0, 1}), space.at({1})}, space.at({0}),
                         space.getExtents());
    y = y ? makeAdd(builder, loc, y, part) : part;
  }
  if (!bias)
    return y;
  RankedTensorType type = tensorType(y);
  MLIRContext *context = builder.getContext();
  return makeMap(builder, loc, MapFn::add, {bias, y},
                 {projection(context, type.getRank(), {axis}),
                  identityMap(context, type.getRank())},
                 type.getShape());
}

Value dnd::linearWeightGrad(OpBuilder &builder, Location loc, Value x,
                            Value adjoint, int64_t axis) {
  int64_t J = tensorType(adjoint).getDimSize(axis);
  int64_t n = tensorType(x).getDimSize(axis);
  FeatureSpace space(x, axis, {J, n});
  return makeContract(builder, loc, {adjoint, x},
                      {space.at({0}), space.at({1})}, space.inner({0, 1}),
                      space.getExtents());
}

Value dnd::biasGrad(OpBuilder &builder, Location loc, Value adjoint,
                    int64_t axis) {
  FeatureSpace space(adjoint, axis, {tensorType(adjoint).getDimSize(axis)});
  return makeContract(builder, loc, adjoint, space.at({0}), space.inner({0}),
                      space.getExtents());
}

Value dnd::linearInputGrad(OpBuilder &builder, Location loc, Value linear,
                           Value adjoint, int64_t axis) {
  FeatureSpace space(adjoint, axis, tensorType(linear).getShape());
  return makeContract(builder, loc, {adjoint, linear},
                      {space.at({0}), space.inner({0, 1})}, space.at({1}),
                      space.getExtents());
}
