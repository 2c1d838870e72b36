//===- ScatterBody.cpp - a scatter_contract at one point ------------------===//
#include "codegen/kernel/ScatterBody.h"
#include "codegen/kernel/Loops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dnd::codegen;

ScatterBody::ScatterBody(dndrt::ScatterContractOp op, Kernel &kernel)
    : op(op), loc(op.getLoc()), init(kernel.import(op.getInit())),
      maps(op.getMaps().getAsValueRange<AffineMapAttr>()),
      tableMaps(op.getTableMaps().getAsValueRange<AffineMapAttr>()) {
  for (Value input : op.getInputs())
    inputs.push_back(kernel.import(input));
  for (Value table : op.getTables())
    tables.push_back(kernel.import(table));
}

SmallVector<Value> ScatterBody::symbolsAt(OpBuilder &b, ArrayRef<Value> point) {
  SmallVector<Value> symbols;
  for (auto [table, map] : llvm::zip(tables, tableMaps))
    symbols.push_back(b.create<arith::IndexCastOp>(
        loc, b.getIndexType(),
        b.create<memref::LoadOp>(loc, table, accessAt(b, loc, map, point))));
  return symbols;
}

Value ScatterBody::productAt(OpBuilder &b, ArrayRef<Value> point,
                             ValueRange symbols) {
  Type element = cast<MemRefType>(op.getInit().getType()).getElementType();
  double coefficient = op.getCoefficient().convertToDouble();
  Value product;
  if (coefficient != 1 || inputs.empty())
    product =
        b.create<arith::ConstantOp>(loc, b.getFloatAttr(element, coefficient));
  for (auto [input, map] : llvm::zip(inputs, maps)) {
    Value x = b.create<memref::LoadOp>(loc, input,
                                       accessAt(b, loc, map, point, symbols));
    if (x.getType() != element) // stored in bf16
      x = b.create<arith::ExtFOp>(loc, element, x);
    product =
        product ? b.create<arith::MulFOp>(loc, product, x).getResult() : x;
  }
  return product;
}

void ScatterBody::addAt(OpBuilder &b, ArrayRef<Value> point) {
  SmallVector<Value> symbols = symbolsAt(b, point);
  Value product = productAt(b, point, symbols);
  SmallVector<Value> place = accessAt(b, loc, op.getOutMap(), point, symbols);
  Value old = b.create<memref::LoadOp>(loc, init, place);
  Value sum = b.create<arith::AddFOp>(loc, old, product);
  b.create<memref::StoreOp>(loc, sum, init, place);
}
