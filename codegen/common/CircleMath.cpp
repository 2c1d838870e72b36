//===- CircleMath.cpp - sin and cos of f32 --------------------------------===//
//
// |x| = n pi/2 + r, |r| <= pi/4. Up to 2^17 by three parts of pi/2 (Cody and
// Waite): the first difference is exact, each further one is rounded once.
// Beyond, by 96 bits of 2/pi, those that count for this exponent (Payne and
// Hanek). The polynomials are those of the Cephes library (sinf, cosf).
//
//===----------------------------------------------------------------------===//
#include "codegen/common/FloatMath.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dnd::codegen;
using P = arith::CmpFPredicate;

namespace {
/// |x| = n pi/2 + rest with n modulo 4; n may have more bits.
struct Quadrant {
  Value n, rest;
};
} // namespace

/// For |x| <= 2^17.
static Quadrant ofSmall(Floats &f, Value size) {
  Value magic = f.num(0x1.8p23);
  Value shifted = f.fma(size, f.num(0.6366197723675814), magic);
  Value multiples = f.sub(shifted, magic);
  Value n = f.b.create<arith::SubIOp>(f.asInt(shifted), f.bits(0x4b400000));
  Value rest = f.fma(multiples, f.num(-0x1.921fb6p0), size);
  rest = f.fma(multiples, f.num(0x1.777a5cp-25), rest);
  return {n, f.fma(multiples, f.num(0x1.ee59dap-50), rest)};
}

/// For |x| >= 2^16, finite. With m 2^E = |x|, m of 24 bits: of the bits of 2/pi
/// those of weight 2^(2-E) and more make multiples of 4, those below 2^(-93-E)
/// are too small to count.
static Quadrant ofLarge(Floats &f, Value size) {
  OpBuilder &b = f.b;
  Location loc = f.b.getLoc();
  Type longs = b.getI64Type();
  if (auto vector = dyn_cast<VectorType>(f.type))
    longs = vector.clone(longs);
  auto number = [&](uint64_t v) {
    return f.splat(b.getI64IntegerAttr(static_cast<int64_t>(v)), longs);
  };
  auto right = [&](Value x, Value by) -> Value {
    return b.create<arith::ShRUIOp>(loc, x, by);
  };
  auto times = [&](Value x, Value y) -> Value {
    return b.create<arith::MulIOp>(loc, x, y);
  };
  auto plus = [&](Value x, Value y) -> Value {
    return b.create<arith::AddIOp>(loc, x, y);
  };
  auto lowWord = [&](Value x) -> Value {
    return b.create<arith::AndIOp>(loc, x, number(0xffffffff));
  };
  Value bits = b.create<arith::ExtUIOp>(loc, longs, f.asInt(size));
  Value mantissa = b.create<arith::OrIOp>(
      loc, b.create<arith::AndIOp>(loc, bits, number(0x7fffff)),
      number(0x800000));
  // 2/pi behind 32 zeros; the first bit that counts is number E + 30.
  constexpr uint32_t twoByPi[] = {0x00000000, 0xa2f9836e, 0x4e441529,
                                  0xfc2757d1, 0xf534ddc0, 0xdb629599,
                                  0x3c439041, 0xfe5163ab};
  Value start =
      b.create<arith::SubIOp>(loc, right(bits, number(23)), number(120));
  Value first = right(start, number(5));
  Value offset = b.create<arith::AndIOp>(loc, start, number(31));
  Value words[3];
  for (unsigned word = 0; word < 3; ++word) {
    Value pair;
    for (unsigned i = 0; i < 5; ++i) {
      Value two =
          number(uint64_t(twoByPi[i + word]) << 32 | twoByPi[i + word + 1]);
      pair = !pair ? two
                   : b.create<arith::SelectOp>(
                         loc,
                         b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq,
                                                 first, number(i)),
                         two, pair);
    }
    words[word] = right(b.create<arith::ShLIOp>(loc, pair, offset), number(32));
  }
  // The high 64 of the 96 low bits of the product; its two highest are n.
  Value low = right(times(mantissa, words[2]), number(32));
  Value middle = plus(times(mantissa, words[1]), low);
  Value high = plus(times(mantissa, words[0]), right(middle, number(32)));
  Value product = b.create<arith::OrIOp>(
      loc, b.create<arith::ShLIOp>(loc, high, number(32)), lowWord(middle));
  Value n = right(plus(product, number(uint64_t(1) << 61)), number(62));
  Value fraction = b.create<arith::SubIOp>(
      loc, product, b.create<arith::ShLIOp>(loc, n, number(62)));
  Value rest = b.create<arith::SIToFPOp>(loc, f.type, fraction);
  return {b.create<arith::TruncIOp>(loc, f.ints, n),
          f.mul(rest, f.num(1.5707963267948966 * 0x1p-62))};
}

/// Whether the truth value, or one of the vector, is true.
static Value any(Floats &f, Value truth) {
  auto vector = dyn_cast<VectorType>(truth.getType());
  if (!vector)
    return truth;
  if (vector.getRank() != 1)
    truth = f.b.create<vector::ShapeCastOp>(
        VectorType::get(vector.getNumElements(), vector.getElementType()),
        truth);
  return f.b.create<vector::ReductionOp>(vector::CombiningKind::OR, truth);
}

static Quadrant quadrantOf(Floats &f, Value size) {
  Quadrant small = ofSmall(f, size);
  Value isLarge = f.is(P::OGT, size, f.num(0x1p17));
  auto either = f.b.create<scf::IfOp>(TypeRange{f.ints, f.type},
                                      any(f, isLarge), /*withElse=*/true);
  OpBuilder::InsertionGuard guard(f.b);
  f.b.setInsertionPointToStart(either.thenBlock());
  Quadrant large = ofLarge(f, size);
  // Infinity minus itself: infinity and NaN have no sine.
  Value rest = f.add(large.rest, f.sub(size, size));
  f.b.create<scf::YieldOp>(ValueRange{f.pick(isLarge, large.n, small.n),
                                      f.pick(isLarge, rest, small.rest)});
  f.b.setInsertionPointToStart(either.elseBlock());
  f.b.create<scf::YieldOp>(ValueRange{small.n, small.rest});
  return {either.getResult(0), either.getResult(1)};
}

/// sin(r + quarters pi/2), quarters modulo 4.
static Value onCircle(Floats &f, Value r, Value quarters) {
  Value square = f.mul(r, r);
  Value sine =
      f.horner(square, {-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1});
  sine = f.fma(f.mul(sine, square), r, r);
  Value cosine = f.horner(square, {2.443315711809948e-5, -1.388731625493765e-3,
                                   4.166664568298827e-2});
  cosine = f.fma(f.mul(square, square), cosine,
                 f.fma(square, f.num(-0.5), f.num(1)));
  auto bit = [&](int32_t mask) -> Value {
    return f.b.create<arith::AndIOp>(quarters, f.bits(mask));
  };
  Value isEven =
      f.b.create<arith::CmpIOp>(arith::CmpIPredicate::eq, bit(1), f.bits(0));
  Value y = f.pick(isEven, sine, cosine);
  Value sign = f.b.create<arith::ShLIOp>(bit(2), f.bits(30));
  return f.asFloat(f.b.create<arith::XOrIOp>(f.asInt(y), sign));
}

/// Of |x|, with the sign of x: so the sign of zero stays.
Value dnd::codegen::sinOf(Floats &f, Value x) {
  Quadrant q = quadrantOf(f, f.abs(x));
  Value y = onCircle(f, q.rest, q.n);
  Value sign = f.b.create<arith::AndIOp>(
      f.asInt(x), f.bits(std::numeric_limits<int32_t>::min()));
  return f.asFloat(f.b.create<arith::XOrIOp>(f.asInt(y), sign));
}

Value dnd::codegen::cosOf(Floats &f, Value x) {
  Quadrant q = quadrantOf(f, f.abs(x));
  return onCircle(f, q.rest, f.b.create<arith::AddIOp>(q.n, f.bits(1)));
}
