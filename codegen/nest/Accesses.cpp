//===- Accesses.cpp - what an op reads and writes -------------------------===//
#include "codegen/nest/Accesses.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace dnd::codegen;

Value dnd::codegen::rootOf(Value buffer) {
  while (Operation *def = buffer.getDefiningOp()) {
    if (isa<memref::ViewOp>(def) ||
        !isa<ViewLikeOpInterface, memref::CastOp>(def))
      break;
    buffer = def->getOperand(0);
  }
  return buffer;
}

SmallVector<BufferUse> dnd::codegen::usesOf(Operation *op) {
  SmallVector<BufferUse> uses;
  auto add = [&](Value buffer, AffineMap map, bool isWritten) {
    if (isa<MemRefType>(buffer.getType()))
      uses.push_back({rootOf(buffer), buffer, map, isWritten});
  };
  auto generic = dyn_cast<linalg::GenericOp>(op);
  auto destination = dyn_cast<DestinationStyleOpInterface>(op);
  for (OpOperand &operand : op->getOpOperands())
    add(operand.get(),
        generic ? generic.getMatchingIndexingMap(&operand) : AffineMap(),
        !destination || destination.isDpsInit(&operand));
  op->walk([&](Operation *inner) {
    if (inner == op)
      return;
    for (Value operand : inner->getOperands())
      if (isa<MemRefType>(operand.getType()) &&
          operand.getParentBlock() != inner->getBlock())
        add(operand, AffineMap(),
            !isMemoryEffectFree(inner) &&
                !hasSingleEffect<MemoryEffects::Read>(inner));
  });
  return uses;
}

bool dnd::codegen::conflict(ArrayRef<BufferUse> left,
                            ArrayRef<BufferUse> right) {
  for (const BufferUse &x : left)
    for (const BufferUse &y : right)
      if (x.root == y.root && (x.isWritten || y.isWritten))
        return true;
  return false;
}

bool dnd::codegen::meetAtSamePoints(linalg::GenericOp first,
                                    linalg::GenericOp second) {
  if (first.getNumReductionLoops() || second.getNumReductionLoops() ||
      first.getStaticLoopRanges() != second.getStaticLoopRanges())
    return false;
  for (const BufferUse &x : usesOf(first))
    for (const BufferUse &y : usesOf(second)) {
      if (x.root != y.root || (!x.isWritten && !y.isWritten))
        continue;
      // Each point has a place of its own in the buffer: the same one for both.
      if (x.buffer != y.buffer || !x.map || x.map != y.map ||
          !x.map.isPermutation())
        return false;
    }
  return true;
}

/// True when sample number b of `buffer` is sample number b of its root.
static bool keepsSamples(Value buffer) {
  while (Operation *def = buffer.getDefiningOp()) {
    auto leads = [](ArrayRef<ReassociationIndices> groups) {
      return !groups.empty() && groups.front().size() == 1;
    };
    if (auto collapse = dyn_cast<memref::CollapseShapeOp>(def)) {
      if (!leads(collapse.getReassociationIndices()))
        return false;
    } else if (auto expand = dyn_cast<memref::ExpandShapeOp>(def)) {
      if (!leads(expand.getReassociationIndices()))
        return false;
    } else if (auto part = dyn_cast<memref::SubViewOp>(def)) {
      if (part.getStaticOffsets().front() != 0 ||
          part.getStaticStrides().front() != 1 || part.getDroppedDims().any())
        return false;
    } else if (!isa<memref::CastOp>(def)) {
      return true;
    }
    buffer = def->getOperand(0);
  }
  return true;
}

static bool hasBatch(Value buffer) {
  return cast<MemRefType>(rootOf(buffer).getType()).getNumDynamicDims() > 0;
}

/// A nested load belongs to the sample of the point.
static bool loadsOwnSample(memref::LoadOp load, unsigned dim) {
  Value buffer = load.getMemRef();
  if (!hasBatch(buffer))
    return true;
  if (!keepsSamples(buffer))
    return false;
  auto index = load.getIndices().front().getDefiningOp<linalg::IndexOp>();
  return index && index.getDim() == dim;
}

std::optional<unsigned> dnd::codegen::sampleDimension(linalg::GenericOp op) {
  std::optional<unsigned> dim;
  for (auto [d, extent] : llvm::enumerate(op.getStaticLoopRanges())) {
    if (!ShapedType::isDynamic(extent))
      continue;
    if (dim)
      return std::nullopt;
    dim = d;
  }
  if (!dim || op.getIteratorTypesArray()[*dim] != utils::IteratorType::parallel)
    return std::nullopt;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (!hasBatch(operand.get())) {
      if (op.isDpsInit(&operand))
        return std::nullopt;
      continue;
    }
    if (!keepsSamples(operand.get()) || map.getNumResults() == 0 ||
        map.getResult(0) != getAffineDimExpr(*dim, op.getContext()))
      return std::nullopt;
    for (AffineExpr e : map.getResults().drop_front())
      if (e.isFunctionOfDim(*dim))
        return std::nullopt;
  }
  bool ok = true;
  op.getBody()->walk([&](Operation *inner) {
    if (auto load = dyn_cast<memref::LoadOp>(inner))
      ok &= loadsOwnSample(load, *dim);
    else
      ok &= !isa<memref::StoreOp>(inner);
  });
  return ok ? dim : std::nullopt;
}
