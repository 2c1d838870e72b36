//===- CallArguments.cpp - what an entry point gives its calls ------------===//
#include "codegen/common/CallArguments.h"
#include "codegen/common/Pointers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dnd::codegen;

Value Addresses::of(Value buffer) {
  if (Value address = known.lookup(buffer))
    return address;
  OpBuilder b(buffer.getContext());
  b.setInsertionPointAfterValue(buffer);
  Location loc = buffer.getLoc();
  Value address;
  if (auto view = buffer.getDefiningOp<memref::ViewOp>()) {
    Value base = of(view.getSource());
    Value offset =
        b.create<arith::IndexCastOp>(loc, b.getI64Type(), view.getByteShift());
    address = b.create<LLVM::GEPOp>(loc, base.getType(), b.getI8Type(), base,
                                    ArrayRef<LLVM::GEPArg>{offset});
  } else {
    address = addressOf(b, loc, buffer);
  }
  known[buffer] = address;
  return address;
}

ArgumentSlots::ArgumentSlots(func::FuncOp entry, bool listed)
    : top(OpBuilder::atBlockBegin(&entry.getBody().front())),
      loc(entry.getLoc()),
      pointer(LLVM::LLVMPointerType::get(entry.getContext())),
      word(top.getI64Type()) {
  slots = allocate(word);
  if (listed)
    addresses = allocate(pointer);
  grow(1);
}

/// An array that grow() makes as long as it has to be.
Value ArgumentSlots::allocate(Type element) {
  sizes.push_back(
      top.create<LLVM::ConstantOp>(loc, word, top.getI64IntegerAttr(0)));
  return top.create<LLVM::AllocaOp>(loc, pointer, element, sizes.back());
}

static Value elementOf(OpBuilder &b, Location loc, Type type, Value memory,
                       unsigned index) {
  return b.create<LLVM::GEPOp>(
      loc, memory.getType(), type, memory,
      ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(index)});
}

void ArgumentSlots::grow(unsigned count) {
  for (unsigned i = each.size(); i < count; ++i) {
    each.push_back(elementOf(top, loc, word, slots, i));
    if (addresses)
      top.create<LLVM::StoreOp>(loc, each.back(),
                                elementOf(top, loc, pointer, addresses, i));
  }
  for (Value size : sizes)
    size.getDefiningOp<LLVM::ConstantOp>().setValueAttr(
        top.getI64IntegerAttr(each.size()));
}

void ArgumentSlots::fill(OpBuilder &b, Location loc, ValueRange values) {
  grow(values.size());
  for (auto [value, slot] : llvm::zip(values, each))
    b.create<LLVM::StoreOp>(loc, value, slot);
}

Value dnd::codegen::loadSlot(OpBuilder &b, Location loc, Type type,
                             Value memory, unsigned index) {
  return b.create<LLVM::LoadOp>(
      loc, type, elementOf(b, loc, b.getI64Type(), memory, index));
}
