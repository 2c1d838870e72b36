//===- TileEmitter.cpp - pieces that every tile kernel is made of ---------===//
#include "codegen/kernel/TileEmitter.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace dnd::codegen {

TileShape targetTile(Operation *op, Type element) {
  int64_t bits = 256;
  auto module = op->getParentOfType<ModuleOp>();
  if (auto attr = module->getAttrOfType<IntegerAttr>("dnd.vector_bits"))
    bits = attr.getInt();
  // 6 x 2 accumulators of 16 registers, 12 x 2 of 32.
  TileShape tile;
  tile.rows = bits >= 512 ? 12 : 6;
  tile.lanes =
      2 * std::max<int64_t>(bits, 128) / element.getIntOrFloatBitWidth();
  return tile;
}

int64_t fitRows(const TileShape &tile, int64_t extent) {
  // A tile costs its rows and one more for reading the right operand.
  int64_t best = 1, bestCost = std::numeric_limits<int64_t>::max();
  for (int64_t rows = tile.rows; rows >= 1; --rows) {
    int64_t cost = (extent + rows - 1) / rows * (rows + 1);
    if (cost < bestCost) {
      best = rows;
      bestCost = cost;
    }
  }
  return best;
}

Value TileEmitter::index(int64_t value) {
  return b.create<arith::ConstantIndexOp>(loc, value);
}
Value TileEmitter::add(Value x, Value y) {
  return b.createOrFold<arith::AddIOp>(loc, x, y);
}
Value TileEmitter::sub(Value x, Value y) {
  return b.createOrFold<arith::SubIOp>(loc, x, y);
}
Value TileEmitter::mul(Value x, int64_t y) {
  return b.createOrFold<arith::MulIOp>(loc, x, index(y));
}
Value TileEmitter::min(Value x, Value y) {
  return b.createOrFold<arith::MinSIOp>(loc, x, y);
}
Value TileEmitter::ceilDiv(Value x, int64_t y) {
  return b.createOrFold<arith::DivUIOp>(loc, add(x, y - 1), index(y));
}
Value TileEmitter::less(Value x, Value y) {
  return b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, x, y);
}
Value TileEmitter::lessEqual(Value x, Value y) {
  return b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::sle, x, y);
}

VectorType TileEmitter::vectorType(int64_t lanes) {
  return VectorType::get({lanes}, element);
}
Value TileEmitter::zero(int64_t lanes) {
  return b.create<arith::ConstantOp>(loc, b.getZeroAttr(vectorType(lanes)));
}
Value TileEmitter::scalar(double value) {
  return b.create<arith::ConstantOp>(loc, b.getFloatAttr(element, value));
}
Value TileEmitter::broadcast(Value scalar, int64_t lanes) {
  return b.create<vector::BroadcastOp>(
      loc, VectorType::get({lanes}, scalar.getType()), scalar);
}
Value TileEmitter::load(Value memref, ValueRange at) {
  return b.create<memref::LoadOp>(loc, memref, at);
}
void TileEmitter::store(Value value, Value memref, ValueRange at) {
  b.create<memref::StoreOp>(loc, value, memref, at);
}
Value TileEmitter::loadVector(Value memref, ValueRange at, int64_t lanes) {
  auto type = cast<MemRefType>(memref.getType());
  return b.create<vector::LoadOp>(
      loc, VectorType::get({lanes}, type.getElementType()), memref, at);
}
void TileEmitter::storeVector(Value value, Value memref, ValueRange at) {
  b.create<vector::StoreOp>(loc, value, memref, at);
}
Value TileEmitter::widen(Value value) {
  Type type = getElementTypeOrSelf(value.getType());
  if (!type.isBF16() || type == element)
    return value;
  Type wide = element;
  if (auto vector = dyn_cast<VectorType>(value.getType()))
    wide = vector.clone(element);
  return b.create<arith::ExtFOp>(loc, wide, value);
}
Value TileEmitter::loadFactor(Value memref, ValueRange at) {
  return widen(load(memref, at));
}
Value TileEmitter::loadFactors(Value memref, ValueRange at, int64_t lanes) {
  return widen(loadVector(memref, at, lanes));
}
Value TileEmitter::loadFactors(Value memref, ValueRange at, int64_t lanes,
                               Value mask) {
  auto type = VectorType::get(
      {lanes}, cast<MemRefType>(memref.getType()).getElementType());
  Value rest = b.create<arith::ConstantOp>(loc, b.getZeroAttr(type));
  return widen(
      b.create<vector::MaskedLoadOp>(loc, type, memref, at, mask, rest));
}
Value TileEmitter::fma(Value x, Value y, Value acc) {
  return b.create<vector::FMAOp>(loc, x, y, acc);
}

SmallVector<Value> TileEmitter::loop(
    Value from, Value to, int64_t step, ValueRange init,
    llvm::function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto loop = b.create<scf::ForOp>(loc, from, to, index(step), init);
  OpBuilder::InsertionGuard guard(b);
  if (init.empty()) {
    b.setInsertionPoint(loop.getBody()->getTerminator());
    body(loop.getInductionVar(), {});
    return {};
  }
  b.setInsertionPointToEnd(loop.getBody());
  SmallVector<Value> next =
      body(loop.getInductionVar(), loop.getRegionIterArgs());
  b.create<scf::YieldOp>(loc, next);
  return SmallVector<Value>(loop.getResults());
}

void TileEmitter::loop(Value from, Value to, int64_t step,
                       llvm::function_ref<void(Value)> body) {
  loop(from, to, step, ValueRange(), [&](Value iv, ValueRange) {
    body(iv);
    return SmallVector<Value>();
  });
}

void TileEmitter::branch(Value condition, llvm::function_ref<void()> then,
                         llvm::function_ref<void()> otherwise) {
  auto op = b.create<scf::IfOp>(loc, condition, /*withElseRegion=*/
                                static_cast<bool>(otherwise));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(op.thenBlock()->getTerminator());
  then();
  if (!otherwise)
    return;
  b.setInsertionPoint(op.elseBlock()->getTerminator());
  otherwise();
}

SmallVector<Value>
TileEmitter::choose(Value condition, int64_t count, int64_t lanes,
                    llvm::function_ref<SmallVector<Value>()> then,
                    llvm::function_ref<SmallVector<Value>()> otherwise) {
  SmallVector<Type> types(count, vectorType(lanes));
  auto op = b.create<scf::IfOp>(loc, types, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(op.thenBlock());
  b.create<scf::YieldOp>(loc, then());
  b.setInsertionPointToEnd(op.elseBlock());
  b.create<scf::YieldOp>(loc, otherwise());
  return SmallVector<Value>(op.getResults());
}

SmallVector<Value> TileEmitter::apply(AffineMap map, ValueRange dims) {
  SmallVector<Value> values;
  for (AffineExpr expr : map.getResults())
    values.push_back(affine::expandAffineExpr(b, loc, expr, dims, {}));
  return values;
}

int64_t TileEmitter::transposeLanes() const {
  return 256 / element.getIntOrFloatBitWidth();
}

SmallVector<Value> TileEmitter::transpose(ValueRange rows) {
  auto shuffle = [&](Value x, Value y, ArrayRef<int64_t> lanes) -> Value {
    return b.create<vector::ShuffleOp>(loc, x, y, lanes);
  };
  SmallVector<Value> r(rows);
  if (r.size() == 4) { // two 128-bit halves of two elements
    Value t0 = shuffle(r[0], r[1], {0, 4, 2, 6}),
          t1 = shuffle(r[0], r[1], {1, 5, 3, 7}),
          t2 = shuffle(r[2], r[3], {0, 4, 2, 6}),
          t3 = shuffle(r[2], r[3], {1, 5, 3, 7});
    return {shuffle(t0, t2, {0, 1, 4, 5}), shuffle(t1, t3, {0, 1, 4, 5}),
            shuffle(t0, t2, {2, 3, 6, 7}), shuffle(t1, t3, {2, 3, 6, 7})};
  }
  assert(r.size() == 8 && "blocks of 4 or 8 lanes");
  // Neighbours, then pairs within 128 bits, then the halves.
  SmallVector<Value> t, u, out(8);
  for (unsigned i = 0; i < 8; i += 2) {
    t.push_back(shuffle(r[i], r[i + 1], {0, 8, 1, 9, 4, 12, 5, 13}));
    t.push_back(shuffle(r[i], r[i + 1], {2, 10, 3, 11, 6, 14, 7, 15}));
  }
  for (unsigned i = 0; i < 8; i += 4)
    for (unsigned k = 0; k < 2; ++k) {
      u.push_back(shuffle(t[i + k], t[i + k + 2], {0, 1, 8, 9, 4, 5, 12, 13}));
      u.push_back(
          shuffle(t[i + k], t[i + k + 2], {2, 3, 10, 11, 6, 7, 14, 15}));
    }
  for (unsigned i = 0; i < 4; ++i) {
    out[i] = shuffle(u[i], u[i + 4], {0, 1, 2, 3, 8, 9, 10, 11});
    out[i + 4] = shuffle(u[i], u[i + 4], {4, 5, 6, 7, 12, 13, 14, 15});
  }
  return out;
}

Value makeScratch(Kernel &kernel, ArrayRef<int64_t> shape, Type element) {
  OpBuilder b = OpBuilder::atBlockBegin(&kernel.entryBlock());
  return b.create<memref::AllocaOp>(
      kernel.loc(), MemRefType::get(shape, element), b.getI64IntegerAttr(64));
}

} // namespace dnd::codegen
