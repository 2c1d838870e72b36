//===- PowerMath.cpp - pow(x, y) of f32 -----------------------------------===//
//
// pow(x, y) of f32 = 2^(y log2 x) with the logarithm and the product in pairs
// of floats, high and low part: a few units in the last place over the whole
// range, where exp(y log x) loses digits with the size of the exponent.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/FloatMath.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <limits>

using namespace mlir;
using namespace dnd::codegen;
using P = arith::CmpFPredicate;

namespace {
/// A number as the sum of two floats.
struct Pair {
  Value high, low;
};
} // namespace

/// x + y exactly, for |x| >= |y|.
static Pair quickSum(Floats &f, Value x, Value y) {
  Value sum = f.add(x, y);
  return {sum, f.sub(y, f.sub(sum, x))};
}

/// log2(x) for finite x > 0. With x = 2^e m, m near 1 and q = (m - 1)/(m + 1):
/// log m = 2 (q + q^3/3 + q^5/5 + ...).
static Pair log2Of(Floats &f, Value x) {
  Value tiny = f.is(P::OLT, x, f.num(0x1p-126));
  x = f.pick(tiny, f.mul(x, f.num(0x1p24)), x);
  // The exponent that leaves m in [sqrt(1/2), sqrt(2)).
  Value shifted = f.b.create<arith::SubIOp>(f.asInt(x), f.bits(0x3f3504f3));
  Value exponent = f.b.create<arith::ShRSIOp>(shifted, f.bits(23));
  Value m = f.asFloat(f.b.create<arith::SubIOp>(
      f.asInt(x), f.b.create<arith::ShLIOp>(exponent, f.bits(23))));
  Value e = f.b.create<arith::SIToFPOp>(f.type, exponent);
  e = f.pick(tiny, f.sub(e, f.num(24)), e);
  Value one = f.num(1), top = f.sub(m, one), bottom = f.add(m, one);
  Value lost = f.sub(m, f.sub(bottom, one));
  Value q = f.div(top, bottom);
  Value rest = f.fma(f.neg(q), bottom, top);
  rest = f.fma(f.neg(q), lost, rest);
  Value qLow = f.div(rest, bottom);
  Value square = f.mul(q, q);
  // 2/(3 ln 2), 2/(5 ln 2), ... of the terms behind the first.
  Value tail = f.horner(square, {0.2219530, 0.26230818925253879,
                                 0.32059889797532519, 0.41219858311113240,
                                 0.57707801635558535, 0.96179669392597560});
  Value cube = f.mul(f.mul(square, q), tail);
  // 2/ln 2 in two parts.
  Value high = f.num(2.885390043258667), low = f.num(3.8519275e-8);
  Value first = f.mul(q, high);
  Value firstLow = f.fma(q, high, f.neg(first));
  firstLow = f.fma(q, low, firstLow);
  firstLow = f.fma(qLow, high, firstLow);
  // |first| < 0.51: next to an exponent it is the smaller part.
  Value whole = f.is(P::ONE, e, f.num(0));
  Pair sum = quickSum(f, e, first);
  sum.high = f.pick(whole, sum.high, first);
  sum.low = f.pick(whole, sum.low, f.num(0));
  return quickSum(f, sum.high, f.add(sum.low, f.add(firstLow, cube)));
}

/// 2^(p.high + p.low), zero and infinity beyond the range.
static Value exp2Of(Floats &f, Pair p) {
  Value high = f.pick(f.is(P::OGT, p.high, f.num(200)), f.num(200), p.high);
  high = f.pick(f.is(P::OLT, high, f.num(-200)), f.num(-200), high);
  Value inside = f.is(P::OEQ, high, p.high);
  Value low = f.pick(inside, p.low, f.num(0));
  Value whole = f.b.create<math::FloorOp>(f.add(high, f.num(0.5)));
  Value r = f.add(f.sub(high, whole), low);
  Value y = f.horner(r, {1.5252733804e-5, 1.5403530393e-4, 1.3333558146e-3,
                         9.6181291076e-3, 5.5504108665e-2, 2.4022650696e-1,
                         6.9314718056e-1, 1.0});
  // Two factors, so that results below 2^-126 are right as well.
  Value n = f.b.create<arith::FPToSIOp>(f.ints, whole);
  Value half = f.b.create<arith::ShRSIOp>(n, f.bits(1));
  for (Value part : {half, f.b.create<arith::SubIOp>(n, half).getResult()}) {
    Value biased = f.b.create<arith::AddIOp>(part, f.bits(127));
    y = f.mul(y, f.asFloat(f.b.create<arith::ShLIOp>(biased, f.bits(23))));
  }
  return y;
}

/// pow as C defines it.
Value dnd::codegen::powOf(Floats &f, Value x, Value y) {
  Value zero = f.num(0), one = f.num(1);
  Value infinity = f.num(std::numeric_limits<double>::infinity());
  Value nan = f.num(std::numeric_limits<double>::quiet_NaN());
  Value size = f.b.create<math::AbsFOp>(x);
  Pair log = log2Of(f, size);
  Value high = f.mul(y, log.high);
  Value low = f.fma(y, log.high, f.neg(high));
  low = f.fma(y, log.low, low);
  Value result = exp2Of(f, {high, low});
  // 0 and infinity, to which the formula does not apply.
  Value growing = f.is(P::OGT, y, zero);
  Value atZero = f.pick(growing, zero, infinity);
  Value atInfinity = f.pick(growing, infinity, zero);
  result = f.pick(f.is(P::OEQ, size, zero), atZero, result);
  result = f.pick(f.is(P::OEQ, size, infinity), atInfinity, result);
  Value limit = f.pick(f.is(P::OGT, size, one), atInfinity, atZero);
  limit = f.pick(f.is(P::OEQ, size, one), one, limit);
  Value steep = f.is(P::OEQ, f.b.create<math::AbsFOp>(y), infinity);
  result = f.pick(steep, limit, result);
  // A negative x: an odd exponent gives a sign (to -0 as well), one that is not
  // whole has no result.
  Value isBroken = f.is(P::UNE, f.b.create<math::FloorOp>(y), y);
  Value half = f.mul(y, f.num(0.5));
  Value isOdd = f.is(P::UNE, f.b.create<math::FloorOp>(half), half);
  Value negative = f.b.create<arith::CmpIOp>(arith::CmpIPredicate::slt,
                                             f.asInt(x), f.bits(0));
  Value flipped = f.pick(isOdd, f.neg(result), result);
  Value root = f.pick(f.is(P::OGT, size, zero), nan, result);
  root = f.pick(f.is(P::OEQ, size, infinity), result, root);
  result = f.pick(negative, f.pick(isBroken, root, flipped), result);
  result = f.pick(f.is(P::UNO, x, y), nan, result);
  result = f.pick(f.is(P::OEQ, x, one), one, result);
  return f.pick(f.is(P::OEQ, y, zero), one, result);
}
