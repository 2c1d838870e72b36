//===- ExpandCasts.cpp - bf16 on processors that have none ----------------===//
//
// A bf16 is the upper half of an f32. Widening appends zeros; rounding adds a
// half of the last place (a little less where the last digit is even, so that
// ties go to even) and cuts, and a NaN stays one. Integer arithmetic only: the
// same numbers on every processor, subnormal ones included, where instructions
// for it flush them to zero.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/TypeUtilities.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_EXPANDCASTS
#define GEN_PASS_DEF_STOREHALVES
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

namespace {
/// Integers and floats of the shape of a value: a scalar or a vector.
struct Bits {
  ImplicitLocOpBuilder b;
  Type shape;

  explicit Bits(Operation *op)
      : b(op->getLoc(), op), shape(op->getResult(0).getType()) {}

  Type like(Type element) {
    auto vector = dyn_cast<VectorType>(shape);
    return vector ? Type(vector.clone(element)) : element;
  }
  Value word(uint32_t value) {
    auto attr = b.getI32IntegerAttr(static_cast<int32_t>(value));
    if (auto vector = dyn_cast<VectorType>(like(b.getI32Type())))
      return b.create<arith::ConstantOp>(
          vector, DenseElementsAttr::get(vector, Attribute(attr)));
    return b.create<arith::ConstantOp>(attr);
  }
};
} // namespace

static Value widen(Bits bits, Value value) {
  ImplicitLocOpBuilder &b = bits.b;
  Value half =
      b.create<arith::BitcastOp>(bits.like(b.getIntegerType(16)), value);
  Value word = b.create<arith::ExtUIOp>(bits.like(b.getI32Type()), half);
  return b.create<arith::BitcastOp>(
      bits.like(b.getF32Type()), b.create<arith::ShLIOp>(word, bits.word(16)));
}

static Value round(Bits bits, Value value) {
  ImplicitLocOpBuilder &b = bits.b;
  Value word = b.create<arith::BitcastOp>(bits.like(b.getI32Type()), value);
  Value upper = b.create<arith::ShRUIOp>(word, bits.word(16));
  Value odd = b.create<arith::AndIOp>(upper, bits.word(1));
  Value rounded = b.create<arith::ShRUIOp>(
      b.create<arith::AddIOp>(word,
                              b.create<arith::AddIOp>(odd, bits.word(0x7fff))),
      bits.word(16));
  Value size = b.create<arith::AndIOp>(word, bits.word(0x7fffffff));
  Value isNan = b.create<arith::CmpIOp>(arith::CmpIPredicate::ugt, size,
                                        bits.word(0x7f800000));
  Value quiet = b.create<arith::OrIOp>(upper, bits.word(0x40));
  Value chosen = b.create<arith::SelectOp>(isNan, quiet, rounded);
  return b.create<arith::BitcastOp>(
      bits.like(b.getBF16Type()),
      b.create<arith::TruncIOp>(bits.like(b.getIntegerType(16)), chosen));
}

namespace {
struct ExpandCastsPass : dnd::codegen::impl::ExpandCastsBase<ExpandCastsPass> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) {
      if (isa<arith::ExtFOp, arith::TruncFOp>(op))
        ops.push_back(op);
    });
    for (Operation *op : ops) {
      Value from = op->getOperand(0);
      Type have = getElementTypeOrSelf(from.getType());
      Type want = getElementTypeOrSelf(op->getResult(0).getType());
      Bits bits(op);
      Value made;
      if (have.isBF16() && want.isF32())
        made = widen(bits, from);
      else if (have.isF32() && want.isBF16())
        made = round(bits, from);
      else
        continue;
      op->getResult(0).replaceAllUsesWith(made);
      op->erase();
    }
  }
};
} // namespace

namespace {
/// What is left of bf16 behind dnd-expand-casts is moved, not computed with.
/// LLVM has no such type on every processor: as integers the numbers are moved
/// everywhere.
struct StoreHalvesPass : dnd::codegen::impl::StoreHalvesBase<StoreHalvesPass> {
  void runOnOperation() override {
    Type half = IntegerType::get(&getContext(), 16);
    AttrTypeReplacer replacer;
    replacer.addReplacement([&](BFloat16Type) { return half; });
    replacer.addReplacement(
        [&](FloatAttr number)
            -> std::optional<std::pair<Attribute, WalkResult>> {
          if (!number.getType().isBF16())
            return std::nullopt;
          Attribute bits =
              IntegerAttr::get(half, number.getValue().bitcastToAPInt());
          return std::make_pair(bits, WalkResult::skip());
        });
    replacer.addReplacement(
        [&](DenseElementsAttr numbers)
            -> std::optional<std::pair<Attribute, WalkResult>> {
          if (!numbers.getElementType().isBF16())
            return std::nullopt;
          return std::make_pair(Attribute(numbers.bitcast(half)),
                                WalkResult::skip());
        });
    replacer.recursivelyReplaceElementsIn(getOperation(), /*replaceAttrs=*/true,
                                          /*replaceLocs=*/false,
                                          /*replaceTypes=*/true);
  }
};
} // namespace
