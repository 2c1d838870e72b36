//===- GenericBody.cpp - a linalg.generic at one point --------------------===//
#include "codegen/kernel/GenericBody.h"
#include "codegen/kernel/Loops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dnd::codegen;

bool GenericBody::readsOutputs() const {
  linalg::GenericOp generic = op;
  return llvm::any_of(generic.getRegionOutputArgs(),
                      [](BlockArgument arg) { return !arg.use_empty(); });
}

std::pair<Value, SmallVector<Value>>
GenericBody::access(OpBuilder &b, OpOperand &operand, ArrayRef<Value> point) {
  Value buffer = kernel.import(operand.get());
  AffineMap map = op.getMatchingIndexingMap(&operand);
  if (!isFlat || map.getNumResults() == 0)
    return {buffer, accessAt(b, op.getLoc(), map, point)};
  ReassociationIndices all;
  for (unsigned d = 0; d < map.getNumResults(); ++d)
    all.push_back(d);
  if (all.size() > 1)
    buffer = b.create<memref::CollapseShapeOp>(
        op.getLoc(), buffer, ArrayRef<ReassociationIndices>(all));
  return {buffer, {point[0]}};
}

Value GenericBody::load(OpBuilder &b, OpOperand &operand,
                        ArrayRef<Value> point) {
  if (!isa<MemRefType>(operand.get().getType()))
    return kernel.import(operand.get());
  auto [buffer, place] = access(b, operand, point);
  return b.create<memref::LoadOp>(op.getLoc(), buffer, place);
}

SmallVector<Value> GenericBody::loadOutputs(OpBuilder &b,
                                            ArrayRef<Value> point) {
  SmallVector<Value> values;
  for (OpOperand &init : op.getDpsInitsMutable())
    values.push_back(load(b, init, point));
  return values;
}

SmallVector<Value> GenericBody::evaluate(OpBuilder &b, ArrayRef<Value> point,
                                         ValueRange old) {
  IRMapping mapping;
  for (OpOperand *input : op.getDpsInputOperands()) {
    BlockArgument arg = op.getMatchingBlockArgument(input);
    if (!arg.use_empty())
      mapping.map(arg, load(b, *input, point));
  }
  for (auto [arg, value] : llvm::zip(op.getRegionOutputArgs(), old))
    if (value)
      mapping.map(arg, value);
  Block *block = op.getBody();
  for (Operation &inner : block->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner))
      mapping.map(index.getResult(), point[index.getDim()]);
    else
      cloneWithIndices(b, inner, point, mapping);
  }
  SmallVector<Value> results;
  for (Value value : block->getTerminator()->getOperands()) {
    Value here = mapping.lookupOrNull(value);
    results.push_back(here ? here : kernel.import(value));
  }
  return results;
}

/// linalg.index may also stand in a nested loop.
void GenericBody::cloneWithIndices(OpBuilder &b, Operation &inner,
                                   ArrayRef<Value> point, IRMapping &mapping) {
  Operation *copy = kernel.clone(b, inner, mapping);
  SmallVector<linalg::IndexOp> nested;
  copy->walk([&](linalg::IndexOp index) { nested.push_back(index); });
  for (linalg::IndexOp index : nested) {
    index.replaceAllUsesWith(point[index.getDim()]);
    index.erase();
  }
}

void GenericBody::store(OpBuilder &b, ArrayRef<Value> point,
                        ValueRange values) {
  for (auto [init, value] : llvm::zip(op.getDpsInitsMutable(), values)) {
    auto [buffer, place] = access(b, init, point);
    b.create<memref::StoreOp>(op.getLoc(), value, buffer, place);
  }
}

void dnd::codegen::emitPoint(OpBuilder &b, Kernel &kernel, linalg::GenericOp op,
                             linalg::FillOp fill, const Points &points,
                             bool isFlat, Value number, Value batch) {
  Location loc = op.getLoc();
  GenericBody body(op, kernel, isFlat);
  SmallVector<Value> point(op.getNumLoops());
  if (isFlat)
    point = {number};
  else
    points.locate(b, loc, number, batch, point);
  bool sums = op.getNumReductionLoops() > 0;
  SmallVector<Value> old(op.getNumDpsInits());
  if (fill)
    old.assign(old.size(), kernel.import(fill.getInputs()[0]));
  else if (sums || body.readsOutputs())
    old = body.loadOutputs(b, point);
  if (!sums)
    return body.store(b, point, body.evaluate(b, point, old));
  Points summed = pointsOf(op, utils::IteratorType::reduction);
  auto bounds = [&](OpBuilder &at, unsigned dim) -> LoopBounds {
    int64_t extent = summed.extents[dim];
    return {at.create<arith::ConstantIndexOp>(loc, 0),
            ShapedType::isDynamic(extent)
                ? batch
                : at.create<arith::ConstantIndexOp>(loc, extent).getResult()};
  };
  body.store(b, point,
             emitLoops(b, loc, summed.dims, bounds, point, old,
                       [&](OpBuilder &in, ValueRange carried) {
                         return body.evaluate(in, point, carried);
                       }));
}

bool dnd::codegen::isInMemoryOrder(linalg::GenericOp op) {
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  if (extents.empty() || op.getNumReductionLoops() ||
      llvm::any_of(ArrayRef(extents).drop_front(), ShapedType::isDynamic))
    return false;
  bool usesIndices = false;
  op.getBody()->walk([&](linalg::IndexOp) { usesIndices = true; });
  if (usesIndices)
    return false;
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<MemRefType>(operand.get().getType());
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (!type || map.getNumResults() == 0)
      continue;
    if (!map.isIdentity() || !type.getLayout().isIdentity() ||
        type.getShape() != ArrayRef(extents))
      return false;
  }
  return true;
}
