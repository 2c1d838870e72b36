//===- Map.cpp - lowering of dnd.map --------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {
/// Short names for the arithmetic of one float type at one place.
struct Scalars {
  OpBuilder &b;
  Location loc;
  Type type;

  Value constant(double v) const {
    return b.create<arith::ConstantOp>(loc, b.getFloatAttr(type, v));
  }
  Value add(Value x, Value y) const {
    return b.create<arith::AddFOp>(loc, x, y);
  }
  Value sub(Value x, Value y) const {
    return b.create<arith::SubFOp>(loc, x, y);
  }
  Value mul(Value x, Value y) const {
    return b.create<arith::MulFOp>(loc, x, y);
  }
  Value div(Value x, Value y) const {
    return b.create<arith::DivFOp>(loc, x, y);
  }
  Value less(arith::CmpFPredicate p, Value x, Value y) const {
    return b.create<arith::CmpFOp>(loc, p, x, y);
  }
  Value choose(Value c, Value x, Value y) const {
    return b.create<arith::SelectOp>(loc, c, x, y);
  }
  /// Whether x is the extremum of the two: by `p`, or because it is NaN. Where
  /// y is NaN, `p` does not hold.
  Value isFirst(arith::CmpFPredicate p, Value x, Value y) const {
    return b.create<arith::OrIOp>(loc, less(p, x, y),
                                  less(arith::CmpFPredicate::UNO, x, x));
  }
  Value truth(arith::CmpFPredicate p, Value x, Value y) const {
    return choose(less(p, x, y), constant(1), constant(0));
  }

  /// x^n by squaring, of 1/x where n is negative: x^|n| may be infinite though
  /// x^n is not 0. Each squaring doubles the error, so that large exponents
  /// are left to pow.
  Value power(Value x, int64_t n) const {
    if (type.isF32() && (n > 8 || n < -4))
      return b.create<math::PowFOp>(loc, x, constant(n));
    if (n < 0)
      x = div(constant(1), x);
    uint64_t left = n < 0 ? 0 - static_cast<uint64_t>(n) : n;
    Value result, square = x;
    for (; left; left >>= 1) {
      if (left & 1)
        result = result ? mul(result, square) : square;
      if (left > 1)
        square = mul(square, square);
    }
    if (!result)
      result = constant(1);
    return result;
  }
};
} // namespace

static Value emitUnary(const Scalars &s, MapFn fn, ArrayRef<double> params,
                       Value x) {
  OpBuilder &b = s.b;
  Location loc = s.loc;
  using P = arith::CmpFPredicate;
  switch (fn) {
  case MapFn::copy:
    return x;
  case MapFn::neg:
    return b.create<arith::NegFOp>(loc, x);
  case MapFn::abs:
    return b.create<math::AbsFOp>(loc, x);
  case MapFn::exp:
    return b.create<math::ExpOp>(loc, x);
  case MapFn::log:
    return b.create<math::LogOp>(loc, x);
  case MapFn::sqrt:
    return b.create<math::SqrtOp>(loc, x);
  case MapFn::sin:
    return b.create<math::SinOp>(loc, x);
  case MapFn::cos:
    return b.create<math::CosOp>(loc, x);
  case MapFn::tanh:
    return b.create<math::TanhOp>(loc, x);
  case MapFn::sigmoid: { // exp(-|x|) never overflows
    Value minusAbs =
        b.create<arith::NegFOp>(loc, b.create<math::AbsFOp>(loc, x));
    Value e = b.create<math::ExpOp>(loc, minusAbs);
    Value top = s.choose(s.less(P::OLT, x, s.constant(0)), e, s.constant(1));
    return s.div(top, s.add(s.constant(1), e));
  }
  case MapFn::erf:
    return b.create<math::ErfOp>(loc, x);
  case MapFn::relu: // a NaN stays one
    return s.choose(s.less(P::OGT, s.constant(0), x), s.constant(0), x);
  case MapFn::leaky_relu:
    return s.choose(s.less(P::OGT, x, s.constant(0)), x,
                    s.mul(s.constant(params[0]), x));
  case MapFn::powi:
    return s.power(x, static_cast<int64_t>(params[0]));
  case MapFn::powf:
    if (params[0] == 0.5)
      return b.create<math::SqrtOp>(loc, x);
    return b.create<math::PowFOp>(loc, x, s.constant(params[0]));
  case MapFn::affine: {
    Value scaled = params[0] == 1 ? x : s.mul(s.constant(params[0]), x);
    return params[1] == 0 ? scaled : s.add(scaled, s.constant(params[1]));
  }
  case MapFn::sign: // zero and NaN give themselves
    return s.choose(
        s.less(P::OGT, x, s.constant(0)), s.constant(1),
        s.choose(s.less(P::OLT, x, s.constant(0)), s.constant(-1), x));
  case MapFn::step:
    return s.choose(
        s.less(P::OGT, x, s.constant(0)), s.constant(1),
        s.choose(s.less(P::OEQ, x, s.constant(0)), s.constant(params[0]),
                 s.choose(s.less(P::OLT, x, s.constant(0)), s.constant(0), x)));
  case MapFn::floor:
    return b.create<math::FloorOp>(loc, x);
  case MapFn::softplus: { // max(x, 0) + log(1 + exp(-|x|)) never overflows
    Value minusAbs =
        b.create<arith::NegFOp>(loc, b.create<math::AbsFOp>(loc, x));
    Value tail =
        b.create<math::Log1pOp>(loc, b.create<math::ExpOp>(loc, minusAbs));
    return s.add(s.choose(s.less(P::OGT, s.constant(0), x), s.constant(0), x),
                 tail);
  }
  case MapFn::expm1:
    return b.create<math::ExpM1Op>(loc, x);
  case MapFn::log1p:
    return b.create<math::Log1pOp>(loc, x);
  default:
    return Value();
  }
}

static Value emitBinary(const Scalars &s, MapFn fn, Value x, Value y) {
  OpBuilder &b = s.b;
  using P = arith::CmpFPredicate;
  switch (fn) {
  case MapFn::add:
    return s.add(x, y);
  case MapFn::sub:
    return s.sub(x, y);
  case MapFn::mul:
    return s.mul(x, y);
  case MapFn::div:
    return s.div(x, y);
  case MapFn::max:
    return s.choose(s.isFirst(P::OGE, x, y), x, y);
  case MapFn::min:
    return s.choose(s.isFirst(P::OLE, x, y), x, y);
  case MapFn::pow:
    return b.create<math::PowFOp>(s.loc, x, y);
  case MapFn::gt:
    return s.truth(P::OGT, x, y);
  case MapFn::ge:
    return s.truth(P::OGE, x, y);
  case MapFn::lt:
    return s.truth(P::OLT, x, y);
  case MapFn::le:
    return s.truth(P::OLE, x, y);
  case MapFn::eq:
    return s.truth(P::OEQ, x, y);
  case MapFn::ne:
    return s.truth(P::UNE, x, y);
  default:
    return Value();
  }
}

Value dnd::passes::emitMapFn(OpBuilder &b, Location loc, MapFn fn,
                             ArrayRef<double> params, ValueRange args) {
  Scalars s{b, loc, args[0].getType()};
  if (fn == MapFn::select)
    return s.choose(s.less(arith::CmpFPredicate::UNE, args[0], s.constant(0)),
                    args[1], args[2]);
  return args.size() == 2 ? emitBinary(s, fn, args[0], args[1])
                          : emitUnary(s, fn, params, args[0]);
}

/// An i32 operand (labels, indices) counts as the number it holds.
static Value toFloat(OpBuilder &b, Location loc, Type type, Value value) {
  if (isa<IntegerType>(value.getType()))
    return b.create<arith::SIToFPOp>(loc, type, value);
  return convertFloat(b, loc, value, type);
}

static FailureOr<Value> lowerMap(MapOp op, Lowering &l) {
  auto result = cast<RankedTensorType>(op.getType());
  ArrayRef<double> params = op.getParams();
  SmallVector<AffineMap> maps(op.getMaps().getAsValueRange<AffineMapAttr>());
  Type element = result.getElementType();
  bool failedBody = false;
  Value value = l.pointwise(
      op.getLoc(), result, op.getInputs(), maps,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        if (op.getFn() == MapFn::copy && args[0].getType() == element)
          return args[0];
        SmallVector<Value> floats;
        for (Value arg : args)
          floats.push_back(toFloat(b, loc, element, arg));
        Value body = emitMapFn(b, loc, op.getFn(), params, floats);
        failedBody = !body;
        return body ? body : floats[0];
      });
  if (failedBody)
    return op.emitOpError("has a function that the CPU lowering lacks");
  return value;
}

void dnd::passes::addMapLowering(LoweringTable &table) { table.add(lowerMap); }
