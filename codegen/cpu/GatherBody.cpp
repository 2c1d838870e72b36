//===- GatherBody.cpp - the body of a gather sum in a kernel --------------===//
#include "codegen/cpu/GatherBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace dnd::codegen::cpu {

GatherBody::GatherBody(const GatherSum &sum, Kernel &kernel, TileEmitter &e)
    : sum(sum), kernel(kernel), e(e) {
  linalg::GenericOp op = sum.op;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(operand);
    bool needed = !argument.use_empty() && !sum.varying.contains(argument);
    operands.push_back(needed ? kernel.import(operand->get()) : Value());
  }
}

GatherBody::Point GatherBody::at(Value row, Value column) {
  linalg::GenericOp op = sum.op;
  Point point;
  // What stands outside the body, the constant place of a slice among it, is
  // brought into the kernel.
  auto known = [&](Value value) {
    if (!point.mapping.contains(value))
      point.mapping.map(value, kernel.import(value));
    return point.mapping.lookup(value);
  };
  SmallVector<Value> dims(op.getNumLoops());
  dims[sum.batch] = e.index(0); // nothing here depends on it
  for (auto [d, v] : llvm::zip(sum.rows, splitPoint(e, row, sum.rowExtents)))
    dims[d] = v;
  for (auto [d, v] :
       llvm::zip(sum.columns, splitPoint(e, column, sum.columnExtents)))
    dims[d] = v;
  for (auto [operand, buffer] : llvm::zip(op.getDpsInputOperands(), operands)) {
    Value value = buffer;
    if (!value)
      continue;
    if (isa<MemRefType>(value.getType()))
      value = e.load(value, e.apply(op.getMatchingIndexingMap(operand), dims));
    point.mapping.map(op.getMatchingBlockArgument(operand), value);
  }
  for (Operation &inner : op.getBody()->without_terminator()) {
    auto load = dyn_cast<memref::LoadOp>(inner);
    if (load && sum.varying.contains(load.getResult())) {
      SmallVector<Value> place;
      for (Value index : load.getIndices().drop_front())
        place.push_back(known(index));
      point.places.push_back(
          joinPoint(e, place, load.getMemRefType().getShape().drop_front()));
    } else if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      point.mapping.map(index.getResult(), dims[index.getDim()]);
    } else if (!sum.varying.contains(inner.getResult(0))) {
      for (Value operand : inner.getOperands())
        known(operand);
      e.b.clone(inner, point.mapping);
    }
  }
  return point;
}

Value GatherBody::emit(const Point &point, ValueRange inputs,
                       ValueRange laneValues, Value sums, int64_t lanes) {
  linalg::GenericOp op = sum.op;
  IRMapping mapping = point.mapping;
  for (auto [load, value] : llvm::zip(sum.gathers, inputs)) {
    memref::LoadOp from = load;
    mapping.map(from.getResult(), value);
  }
  for (auto [operand, value] : llvm::zip(sum.laneOperands, laneValues))
    mapping.map(op.getMatchingBlockArgument(operand), value);
  mapping.map(op.getRegionOutputArgs()[0], sums);
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (isa<memref::LoadOp>(inner) || !inner.getNumResults() ||
        !sum.varying.contains(inner.getResult(0)))
      continue;
    for (Value operand : inner.getOperands())
      if (!mapping.contains(operand))
        mapping.map(operand, kernel.import(operand));
    // What is stored in bf16 comes widened.
    if (auto wide = dyn_cast<arith::ExtFOp>(inner)) {
      Value here = mapping.lookup(wide.getIn());
      if (getElementTypeOrSelf(here.getType()) == wide.getType()) {
        mapping.map(wide.getOut(), here);
        continue;
      }
    }
    cloneForLanes(e, inner, mapping, lanes);
  }
  Value yielded = op.getBody()->getTerminator()->getOperand(0);
  if (!mapping.contains(yielded))
    mapping.map(yielded, kernel.import(yielded));
  return inAllLanes(e, mapping.lookup(yielded), lanes);
}

} // namespace dnd::codegen::cpu
