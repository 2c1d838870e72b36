//===- FloatMath.cpp - exp, log and their kin as arithmetic ---------------===//
//
// The polynomials are those of the Cephes library (expf, logf) by S. Moshier.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/FloatMath.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <limits>

using namespace mlir;
using namespace dnd::codegen;
using P = arith::CmpFPredicate;

//===----------------------------------------------------------------------===//
// Building blocks
//===----------------------------------------------------------------------===//

Floats::Floats(Operation *op, Type type)
    : b(op->getLoc(), op), type(type), ints(b.getI32Type()) {
  if (auto vector = dyn_cast<VectorType>(type))
    ints = vector.clone(b.getI32Type());
}

Value Floats::splat(TypedAttr value, Type of) {
  if (auto vector = dyn_cast<VectorType>(of))
    return b.create<arith::ConstantOp>(
        of, DenseElementsAttr::get(vector, Attribute(value)));
  return b.create<arith::ConstantOp>(of, value);
}
Value Floats::num(double v) {
  return splat(b.getF32FloatAttr(static_cast<float>(v)), type);
}
Value Floats::bits(int32_t v) { return splat(b.getI32IntegerAttr(v), ints); }
Value Floats::add(Value x, Value y) { return b.create<arith::AddFOp>(x, y); }
Value Floats::sub(Value x, Value y) { return b.create<arith::SubFOp>(x, y); }
Value Floats::mul(Value x, Value y) { return b.create<arith::MulFOp>(x, y); }
Value Floats::div(Value x, Value y) { return b.create<arith::DivFOp>(x, y); }
Value Floats::neg(Value x) { return b.create<arith::NegFOp>(x); }
Value Floats::abs(Value x) { return b.create<math::AbsFOp>(x); }
Value Floats::fma(Value x, Value y, Value z) {
  return b.create<math::FmaOp>(x, y, z);
}
Value Floats::is(P predicate, Value x, Value y) {
  return b.create<arith::CmpFOp>(predicate, x, y);
}
Value Floats::pick(Value which, Value x, Value y) {
  return b.create<arith::SelectOp>(which, x, y);
}
Value Floats::asInt(Value x) { return b.create<arith::BitcastOp>(ints, x); }
Value Floats::asFloat(Value x) { return b.create<arith::BitcastOp>(type, x); }
Value Floats::powerOfTwo(Value n) {
  Value biased = b.create<arith::AddIOp>(n, bits(127));
  return asFloat(b.create<arith::ShLIOp>(biased, bits(23)));
}
Value Floats::horner(Value x, ArrayRef<double> coefficients) {
  Value sum = num(coefficients[0]);
  for (double c : coefficients.drop_front())
    sum = fma(sum, x, num(c));
  return sum;
}

/// ln 2 = high + low.
constexpr double lnTwoHigh = 0x1.62e43p-1, lnTwoLow = -1.904654299957768e-9;

namespace {
/// x = n ln 2 + rest, |rest| < 0.35.
struct Reduced {
  Value n, rest;
};
} // namespace

/// For |x| below 2^20. Without a conversion to integers, which has no value for
/// NaN: the number of multiples stands in the low bits of a sum.
static Reduced byLnTwo(Floats &f, Value x) {
  Value magic = f.num(0x1.8p23);
  Value shifted = f.fma(x, f.num(1.4426950408889634), magic);
  Value multiples = f.sub(shifted, magic);
  Value n = f.b.create<arith::SubIOp>(f.asInt(shifted), f.bits(0x4b400000));
  Value rest = f.fma(multiples, f.num(-lnTwoHigh), x);
  return {n, f.fma(multiples, f.num(-lnTwoLow), rest)};
}

/// x, but at least `low` and at most `high`; NaN stays.
static Value clamp(Floats &f, Value x, double low, double high) {
  x = f.pick(f.is(P::OGT, x, f.num(high)), f.num(high), x);
  return f.pick(f.is(P::OLT, x, f.num(low)), f.num(low), x);
}

/// exp(r) - 1 - r for |r| < 0.35.
static Value expTail(Floats &f, Value r) {
  Value sum = f.horner(r, {1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3,
                           4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1});
  return f.mul(f.mul(r, r), sum);
}

/// x where |x| is so small that a function with slope 1 at 0 gives x itself:
/// keeps the sign of zero and the last bit of subnormal numbers.
static Value tinyAsItIs(Floats &f, Value x, Value y) {
  return f.pick(f.is(P::OLT, f.abs(x), f.num(0x1p-26)), x, y);
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// exp(x) = 2^n exp(r).
Value dnd::codegen::expOf(Floats &f, Value x) {
  // Beyond these the results are 0 and infinity.
  Reduced r = byLnTwo(f, clamp(f, x, -104, 89));
  Value y = f.add(f.add(expTail(f, r.rest), r.rest), f.num(1));
  // Two factors, so that results below 2^-126 are right as well.
  Value half = f.b.create<arith::ShRSIOp>(r.n, f.bits(1));
  Value other = f.b.create<arith::SubIOp>(r.n, half);
  return f.mul(f.mul(y, f.powerOfTwo(half)), f.powerOfTwo(other));
}

/// exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1).
Value dnd::codegen::expm1Of(Floats &f, Value x) {
  // exp(-30) is less than half a unit in the last place of 1.
  Reduced r = byLnTwo(f, clamp(f, x, -30, 89));
  Value y = f.add(expTail(f, r.rest), r.rest);
  // 2^128 is no f32: half of everything.
  Value scale = f.powerOfTwo(f.b.create<arith::SubIOp>(r.n, f.bits(1)));
  y = f.fma(scale, y, f.sub(scale, f.num(0.5)));
  return tinyAsItIs(f, x, f.add(y, y));
}

namespace {
/// x = 2^exponent (1 + fraction), 1 + fraction in [sqrt(1/2), sqrt(2)).
struct Parts {
  Value exponent, fraction;
};
} // namespace

/// For positive normal numbers.
static Parts partsOf(Floats &f, Value x) {
  Value shifted = f.b.create<arith::SubIOp>(f.asInt(x), f.bits(0x3f3504f3));
  Value exponent = f.b.create<arith::ShRSIOp>(shifted, f.bits(23));
  Value mantissa = f.asFloat(f.b.create<arith::SubIOp>(
      f.asInt(x), f.b.create<arith::ShLIOp>(exponent, f.bits(23))));
  return {exponent, f.sub(mantissa, f.num(1))};
}

/// log(1 + fraction) + e ln 2.
static Value logOfParts(Floats &f, Value fraction, Value e) {
  Value square = f.mul(fraction, fraction);
  Value y =
      f.horner(fraction, {7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1,
                          -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
                          2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1});
  y = f.mul(f.mul(square, fraction), y);
  // ln 2 with a first part of few bits, whose multiples are exact.
  y = f.fma(e, f.num(-2.12194440e-4), y);
  y = f.fma(square, f.num(-0.5), y);
  return f.fma(e, f.num(0.693359375), f.add(fraction, y));
}

/// `y` for 0 < x < infinity, the values of a logarithm of x elsewhere.
static Value logElsewhere(Floats &f, Value x, Value y) {
  Value infinity = f.num(std::numeric_limits<double>::infinity());
  Value nan = f.num(std::numeric_limits<double>::quiet_NaN());
  Value zero = f.num(0);
  y = f.pick(f.is(P::OEQ, x, infinity), infinity, y);
  y = f.pick(f.is(P::OEQ, x, zero),
             f.num(-std::numeric_limits<double>::infinity()), y);
  return f.pick(f.is(P::ULT, x, zero), nan, y);
}

Value dnd::codegen::logOf(Floats &f, Value x) {
  Value tiny = f.is(P::OLT, x, f.num(0x1p-126));
  Parts parts = partsOf(f, f.pick(tiny, f.mul(x, f.num(0x1p24)), x));
  Value e = f.b.create<arith::SIToFPOp>(f.type, parts.exponent);
  e = f.pick(tiny, f.sub(e, f.num(24)), e);
  return logElsewhere(f, x, logOfParts(f, parts.fraction, e));
}

/// log(1 + x) by the parts of u = 1 + x, with what u has lost of x.
Value dnd::codegen::log1pOf(Floats &f, Value x) {
  Value one = f.num(1), u = f.add(x, one);
  Parts parts = partsOf(f, u);
  Value lost = f.sub(x, f.sub(u, one));
  // From 2^25 on nothing of x is lost; 2^-exponent would leave the range.
  Value large = f.is(P::OGE, u, f.num(0x1p25));
  Value down = f.b.create<arith::SubIOp>(f.bits(0), parts.exponent);
  Value scale = f.pick(large, f.num(0), f.powerOfTwo(down));
  Value fraction = f.fma(lost, scale, parts.fraction);
  Value e = f.b.create<arith::SIToFPOp>(f.type, parts.exponent);
  Value y = logElsewhere(f, u, logOfParts(f, fraction, e));
  return tinyAsItIs(f, x, y);
}
