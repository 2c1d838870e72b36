//===- LowRankQuadratic.cpp - gradient of low-rank quadratic forms --------===//
//
// With p = u.x, q = v.x: du_jr = sum g_j s_jr q x, dv_jr = sum g_j s_jr p x,
// ds_jr = sum g_j p q, dx = sum_jr g_j s_jr (q u_jr + p v_jr) + sum_j g_j w_j;
// without v, q = p and du, dx count twice     (science.md 3.8).
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/forms/FeatureSpace.h"

using namespace mlir;
using namespace dnd;

namespace {
/// The rule, with the values that several adjoints share.
class LowRankVjp {
public:
  LowRankVjp(OpBuilder &builder, LowRankQuadraticOp op, Value g)
      : builder(builder), op(op), loc(op.getLoc()), g(g), axis(op.getAxis()),
        twice(op.getV() ? 1 : 2) {
    p = makeProjections(builder, loc, op.getX(), op.getU(), axis);
    q = op.getV() ? makeProjections(builder, loc, op.getX(), op.getV(), axis)
                  : p;
  }

  /// Adjoint of a projection: c g s times the other projection.
  Value projectionAdjoint(Value other) {
    FeatureSpace space = rankSpace();
    Value value = makeMap(builder, loc, MapFn::mul, {g, other},
                          {space.at({0}), space.at({0, 1})});
    if (op.getScale())
      value = makeMap(builder, loc, MapFn::mul, {value, op.getScale()},
                      {space.at({0, 1}), space.inner({0, 1})});
    return twice == 1 ? value : makeAffine(builder, loc, value, twice, 0);
  }
  Value adjointOfU() { return dp ? dp : dp = projectionAdjoint(q); }
  Value adjointOfV() { return dq ? dq : dq = projectionAdjoint(p); }

  /// Adjoint of u (v) from that of its projection.
  Value weightAdjoint(Value dProjection) {
    FeatureSpace space(op.getX(), axis, op.getU().getType().getShape());
    return makeContract(builder, loc, {dProjection, op.getX()},
                        {space.at({0, 1}), space.at({2})},
                        space.inner({0, 1, 2}), space.getExtents());
  }
  /// What a projection passes on to x.
  Value inputAdjoint(Value dProjection, Value u) {
    FeatureSpace space(op.getX(), axis, op.getU().getType().getShape());
    return makeContract(builder, loc, {dProjection, u},
                        {space.at({0, 1}), space.inner({0, 1, 2})},
                        space.at({2}), space.getExtents());
  }
  Value scaleAdjoint() {
    FeatureSpace space = rankSpace();
    return makeContract(builder, loc, {g, p, q},
                        {space.at({0}), space.at({0, 1}), space.at({0, 1})},
                        space.inner({0, 1}), space.getExtents());
  }

private:
  FeatureSpace rankSpace() {
    return {op.getX(), axis, op.getU().getType().getShape().take_front(2)};
  }
  /// A map over the space of a projection, given maps over rankSpace().
  Value makeMap(OpBuilder &b, Location l, MapFn fn, ValueRange inputs,
                ArrayRef<AffineMap> maps) {
    AffineMap inverse = inversePermutation(rankSpace().at({0, 1}));
    SmallVector<AffineMap> composed;
    for (AffineMap map : maps)
      composed.push_back(map.compose(inverse));
    return dnd::makeMap(b, l, fn, inputs, composed, tensorType(p).getShape());
  }

  OpBuilder &builder;
  LowRankQuadraticOp op;
  Location loc;
  Value g;
  int64_t axis;
  double twice;
  Value p, q, dp, dq;
};
} // namespace

LogicalResult
LowRankQuadraticOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                             ArrayRef<bool> needed,
                             MutableArrayRef<Value> operandAdjoints) {
  LowRankVjp vjp(builder, *this, adjoints[0]);
  Location loc = getLoc();
  auto wanted = [&](unsigned group) {
    auto [index, length] = getODSOperandIndexAndLength(group);
    return length && needed[index] ? &operandAdjoints[index] : nullptr;
  };
  if (Value *dx = wanted(0)) {
    *dx = vjp.inputAdjoint(vjp.adjointOfU(), getU());
    if (getV())
      *dx = makeAdd(builder, loc, *dx,
                    vjp.inputAdjoint(vjp.adjointOfV(), getV()));
    if (getLinear())
      *dx = makeAdd(
          builder, loc, *dx,
          linearInputGrad(builder, loc, getLinear(), adjoints[0], getAxis()));
  }
  if (Value *du = wanted(1))
    *du = vjp.weightAdjoint(vjp.adjointOfU());
  if (Value *dv = wanted(2))
    *dv = vjp.weightAdjoint(vjp.adjointOfV());
  if (Value *ds = wanted(3))
    *ds = vjp.scaleAdjoint();
  if (Value *dw = wanted(4))
    *dw = linearWeightGrad(builder, loc, getX(), adjoints[0], getAxis());
  if (Value *db = wanted(5))
    *db = biasGrad(builder, loc, adjoints[0], getAxis());
  return success();
}
