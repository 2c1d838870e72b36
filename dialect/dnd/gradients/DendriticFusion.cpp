//===- DendriticFusion.cpp - gradient of dendrites over feature rows ------===//
//
// With h[b,j,f] = sum_m g[b,m] W[m,j,f] and s[m] = sum_b g[b,m]:
// dT = l_j h, dW = sum_b g l_j T, dbias = s_m l_j,
// dl_j = sum_bf h T + sum_mf s_m bias         (science.md 1.6).
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

static Value weightAdjoint(OpBuilder &builder, DendriticFusionOp op, Value g) {
  MLIRContext *context = builder.getContext();
  ArrayRef<int64_t> rows = op.getRows().getType().getShape();
  // (b, m, j, f)
  SmallVector<int64_t> extents = {rows[0], op.getW().getType().getDimSize(0),
                                  rows[1], rows[2]};
  SmallVector<Value> factors = {g, op.getRows()};
  SmallVector<AffineMap> maps = {projection(context, 4, {0, 1}),
                                 projection(context, 4, {0, 2, 3})};
  if (op.getScale()) {
    factors.push_back(op.getScale());
    maps.push_back(projection(context, 4, {2}));
  }
  return makeContract(builder, op.getLoc(), factors, maps,
                      projection(context, 4, {1, 2, 3}), extents);
}

LogicalResult
DendriticFusionOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                            ArrayRef<bool> needed,
                            MutableArrayRef<Value> operandAdjoints) {
  Location loc = getLoc();
  MLIRContext *context = builder.getContext();
  Value g = adjoints[0];
  auto wanted = [&](unsigned group) {
    auto [index, length] = getODSOperandIndexAndLength(group);
    return length && needed[index] ? &operandAdjoints[index] : nullptr;
  };
  Value *dRows = wanted(0), *dW = wanted(1), *dBias = wanted(2),
        *dScale = wanted(3);
  ArrayRef<int64_t> rows = getRows().getType().getShape();
  ArrayRef<int64_t> weights = getW().getType().getShape();
  SmallVector<int64_t> extents = {rows[0], weights[0], rows[1], rows[2]};
  AffineMap identity = identityMap(context, 3);
  Value h, sums;
  if (dRows || dScale)
    h = makeContract(
        builder, loc, {g, getW()},
        {projection(context, 4, {0, 1}), projection(context, 4, {1, 2, 3})},
        projection(context, 4, {0, 2, 3}), extents);
  if (dBias || (dScale && getBias()))
    sums = makeSum(builder, loc, g, {0});
  if (dRows)
    *dRows = getScale() ? makeMap(builder, loc, MapFn::mul, {h, getScale()},
                                  {identity, projection(context, 3, {1})}, rows)
                        : h;
  if (dW)
    *dW = weightAdjoint(builder, *this, g);
  AffineMap m = projection(context, 3, {0}), j = projection(context, 3, {1});
  if (dBias)
    *dBias = getScale() ? makeMap(builder, loc, MapFn::mul, {sums, getScale()},
                                  {m, j}, weights)
                        : makeBroadcast(builder, loc, sums, m, weights);
  if (!dScale)
    return success();
  *dScale =
      makeContract(builder, loc, {h, getRows()}, {identity, identity}, j, rows);
  if (getBias())
    *dScale = makeAdd(builder, loc, *dScale,
                      makeContract(builder, loc, {sums, getBias()},
                                   {m, identity}, j, weights));
  return success();
}
