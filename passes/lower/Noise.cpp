//===- Noise.cpp - lowering of dnd.noise ----------------------------------===//
//
// A pointwise op of integer and exact f32 arithmetic, element by element as
// dialect/dnd/primitives/Noise.h defines it.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/primitives/Noise.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "passes/lower/Exact.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {
/// Arithmetic that builds ops.
struct NoiseOps {
  using Int = Value;
  using Long = Value;
  using Float = Value;

  NoiseOps(OpBuilder &builder, Location loc) : b(loc, builder) {}

  Value integer(uint32_t value) {
    return b.create<arith::ConstantOp>(
        b.getI32IntegerAttr(static_cast<int32_t>(value)));
  }
  Value number(float value) {
    return b.create<arith::ConstantOp>(b.getF32FloatAttr(value));
  }
  Value by(Type type, int bits) {
    return b.create<arith::ConstantOp>(b.getIntegerAttr(type, bits));
  }
  Value low(Value x) { return b.create<arith::TruncIOp>(b.getI32Type(), x); }
  Value high(Value x) {
    return low(b.create<arith::ShRUIOp>(x, by(x.getType(), 32)));
  }
  Value multiply(uint32_t x, Value y) {
    Value wide = b.create<arith::ExtUIOp>(b.getI64Type(), y);
    return b.create<arith::MulIOp>(
        wide, b.create<arith::ConstantOp>(b.getI64IntegerAttr(x)));
  }
  Value add(Value x, Value y) { return b.create<arith::AddIOp>(x, y); }
  Value subtract(Value x, Value y) {
    if (isa<FloatType>(x.getType()))
      return exact(b.create<arith::SubFOp>(x, y));
    return b.create<arith::SubIOp>(x, y);
  }
  Value exclusiveOr(Value x, Value y) { return b.create<arith::XOrIOp>(x, y); }
  Value bitAnd(Value x, Value y) { return b.create<arith::AndIOp>(x, y); }
  Value shiftLeft(Value x, int bits) {
    return b.create<arith::ShLIOp>(x, by(x.getType(), bits));
  }
  Value shiftRight(Value x, int bits) {
    return b.create<arith::ShRUIOp>(x, by(x.getType(), bits));
  }
  Value shiftRightSigned(Value x, int bits) {
    return b.create<arith::ShRSIOp>(x, by(x.getType(), bits));
  }
  Value equal(Value x, Value y) {
    return b.create<arith::CmpIOp>(arith::CmpIPredicate::eq, x, y);
  }
  Value less(Value x, Value y) {
    return b.create<arith::CmpFOp>(arith::CmpFPredicate::OLT, x, y);
  }
  Value select(Value which, Value x, Value y) {
    return b.create<arith::SelectOp>(which, x, y);
  }
  Value toFloat(Value x) {
    return b.create<arith::SIToFPOp>(b.getF32Type(), x);
  }
  Value bits(Value x) { return b.create<arith::BitcastOp>(b.getI32Type(), x); }
  Value ofBits(Value x) {
    return b.create<arith::BitcastOp>(b.getF32Type(), x);
  }
  Value multiply(Value x, Value y) {
    return exact(b.create<arith::MulFOp>(x, y));
  }
  Value fma(Value x, Value y, Value z) {
    return exact(b.create<math::FmaOp>(x, y, z));
  }
  Value negate(Value x) { return b.create<arith::NegFOp>(x); }

  Value exact(Operation *op) {
    op->setAttr(exactAttr, b.getUnitAttr());
    return op->getResult(0);
  }

  /// A number in another precision.
  Value convert(Value x, Type type) {
    unsigned from = x.getType().getIntOrFloatBitWidth(),
             to = type.getIntOrFloatBitWidth();
    if (from == to)
      return x;
    if (from < to)
      return b.create<arith::ExtFOp>(type, x);
    return b.create<arith::TruncFOp>(type, x);
  }

  ImplicitLocOpBuilder b;
};
} // namespace

/// The row-major index of the point within its sample, as i32.
static Value elementIndex(OpBuilder &b, Location loc, RankedTensorType type) {
  Value index = b.create<arith::ConstantIndexOp>(loc, 0);
  for (int64_t d = 1; d < type.getRank(); ++d) {
    Value extent = b.create<arith::ConstantIndexOp>(loc, type.getDimSize(d));
    index = b.create<arith::AddIOp>(loc,
                                    b.create<arith::MulIOp>(loc, index, extent),
                                    b.create<linalg::IndexOp>(loc, d));
  }
  return b.create<arith::IndexCastOp>(loc, b.getI32Type(), index);
}

static FailureOr<Value> lowerNoise(NoiseOp op, Lowering &l) {
  if (!op.getSeed())
    return op.emitOpError("has no seed: only entry points draw noise");
  auto type = cast<RankedTensorType>(op.getType());
  SmallVector<Value> inputs = {op.getSeed(), op.getStep()};
  llvm::append_range(inputs, op.getParams());
  AffineMap none = AffineMap::get(type.getRank(), 0, l.b.getContext());
  SmallVector<AffineMap> maps(inputs.size(), none);
  return l.pointwise(
      op.getLoc(), type, inputs, maps,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value sample = b.create<arith::IndexCastOp>(
            loc, b.getI32Type(), b.create<linalg::IndexOp>(loc, 0));
        Value element = elementIndex(b, loc, type);
        NoiseOps ops(b, loc);
        Noise<NoiseOps> noise(ops);
        Value word = noise.word(args[0], args[1], noiseStream(op.getPath()),
                                sample, element);
        SmallVector<Value> params;
        for (Value param : args.drop_front(2))
          params.push_back(ops.convert(param, b.getF32Type()));
        Value drawn;
        switch (op.getKind()) {
        case NoiseKind::bernoulli:
          drawn = noise.bernoulli(word, params[0]);
          break;
        case NoiseKind::uniform:
          drawn = noise.uniform(word, params[0], params[1]);
          break;
        case NoiseKind::normal:
          drawn = noise.normal(word, params[0], params[1]);
          break;
        }
        return ops.convert(drawn, type.getElementType());
      });
}

void dnd::passes::addNoiseLowering(LoweringTable &table) {
  table.add(lowerNoise);
}
