//===- Pointers.cpp - buffers as plain addresses --------------------------===//
#include "codegen/common/Pointers.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

/// The struct that stands for a memref of `type` in the LLVM dialect.
static LLVM::LLVMStructType structFor(MemRefType type) {
  MLIRContext *context = type.getContext();
  Type pointer = LLVM::LLVMPointerType::get(context);
  Type i64 = IntegerType::get(context, 64);
  SmallVector<Type> fields{pointer, pointer, i64};
  if (type.getRank() > 0)
    fields.append(2, LLVM::LLVMArrayType::get(i64, type.getRank()));
  return LLVM::LLVMStructType::getLiteral(context, fields);
}

Value dnd::codegen::bufferAt(OpBuilder &b, Location loc, MemRefType type,
                             Value address, Value batch) {
  Value value = b.create<LLVM::UndefOp>(loc, structFor(type));
  auto put = [&](Value field, ArrayRef<int64_t> position) {
    value = b.create<LLVM::InsertValueOp>(loc, value, field, position);
  };
  auto number = [&](int64_t v) -> Value {
    return b.create<LLVM::ConstantOp>(loc, b.getI64Type(),
                                      b.getI64IntegerAttr(v));
  };
  put(address, {0});
  put(address, {1});
  put(number(0), {2});
  int64_t stride = 1;
  for (int64_t d = type.getRank(); d-- > 0;) {
    bool dynamic = type.isDynamicDim(d);
    put(dynamic ? batch : number(type.getDimSize(d)), {3, d});
    put(number(stride), {4, d});
    if (!dynamic)
      stride *= type.getDimSize(d);
  }
  return b.create<UnrealizedConversionCastOp>(loc, TypeRange(type), value)
      .getResult(0);
}

Value dnd::codegen::addressOf(OpBuilder &b, Location loc, Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  Value value = b.create<UnrealizedConversionCastOp>(
                     loc, TypeRange(structFor(type)), buffer)
                    .getResult(0);
  return b.create<LLVM::ExtractValueOp>(loc, value, ArrayRef<int64_t>{1});
}

int64_t dnd::codegen::bufferAlignment(MemRefType type) {
  return type.getRank() == 0
             ? llvm::divideCeil(type.getElementTypeBitWidth(), 8)
             : DND_ALIGNMENT;
}
