//===- Epilogue.cpp - pointwise code behind an accumulator ----------------===//
#include "codegen/kernel/Epilogue.h"
#include "codegen/nest/ContractRoles.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace dnd::codegen {

bool Epilogue::isVectorisable(unsigned lane) const {
  unsigned firstInit = operands.size() - numInits;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    bool dense = cast<MemRefType>(operand.getType()).getLayout().isIdentity();
    if (isContiguous(maps[i], lane)
            ? dense
            : i < firstInit && isInvariant(maps[i], lane))
      continue;
    return false;
  }
  for (Operation &op : region.front().without_terminator())
    if (!isa<arith::ArithDialect>(op.getDialect()) ||
        !(isa<arith::ConstantOp>(op) ||
          OpTrait::hasElementwiseMappableTraits(&op)))
      return false;
  return true;
}

void Epilogue::emitScalar(TileEmitter &e, Value sum, ValueRange dims) {
  Block &body = region.front();
  IRMapping mapping;
  mapping.map(body.getArgument(0), sum);
  for (auto [i, operand] : llvm::enumerate(operands)) {
    BlockArgument argument = body.getArgument(1 + i);
    if (!argument.use_empty())
      mapping.map(argument, e.load(operand, e.apply(maps[i], dims)));
  }
  for (Operation &op : body.without_terminator()) {
    for (Value operand : op.getOperands())
      if (!mapping.contains(operand))
        mapping.map(operand, import(operand));
    e.b.clone(op, mapping);
  }
  unsigned firstInit = operands.size() - numInits;
  for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands())) {
    Value here = mapping.lookupOrNull(value);
    if (!here)
      here = import(value);
    e.store(here, operands[firstInit + i], e.apply(maps[firstInit + i], dims));
  }
}

void Epilogue::prefetch(TileEmitter &e, ValueRange dims, unsigned row,
                        unsigned lane, int64_t lanes) {
  constexpr int64_t lineBytes = 64;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    auto type = cast<MemRefType>(operand.getType());
    if (region.front().getArgument(1 + i).use_empty() ||
        !isContiguous(maps[i], lane) || isInvariant(maps[i], row))
      continue;
    int64_t step = lineBytes * 8 / type.getElementTypeBitWidth();
    for (int64_t l = 0; l < lanes; l += step) {
      SmallVector<Value> at(dims);
      at[lane] = e.add(at[lane], l);
      e.b.create<memref::PrefetchOp>(e.loc, operand, e.apply(maps[i], at),
                                     /*isWrite=*/false, /*localityHint=*/3,
                                     /*isDataCache=*/true);
    }
  }
}

void Epilogue::emitVector(TileEmitter &e, Value sums, ValueRange dims,
                          unsigned lane, int64_t lanes) {
  Block &body = region.front();
  IRMapping mapping;
  mapping.map(body.getArgument(0), sums);
  for (auto [i, operand] : llvm::enumerate(operands)) {
    BlockArgument argument = body.getArgument(1 + i);
    if (argument.use_empty())
      continue;
    SmallVector<Value> at = e.apply(maps[i], dims);
    mapping.map(argument, isInvariant(maps[i], lane)
                              ? e.broadcast(e.load(operand, at), lanes)
                              : e.loadVector(operand, at, lanes));
  }
  // A value from outside of the region is one scalar for all lanes.
  auto vectorOf = [&](Value value) {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    Value wide = e.broadcast(import(value), lanes);
    mapping.map(value, wide);
    return wide;
  };
  for (Operation &op : body.without_terminator()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
      Value scalar = e.b.clone(op)->getResult(0);
      mapping.map(constant.getResult(), e.broadcast(scalar, lanes));
      continue;
    }
    OperationState state(op.getLoc(), op.getName());
    for (Value operand : op.getOperands())
      state.operands.push_back(vectorOf(operand));
    for (Type type : op.getResultTypes())
      state.types.push_back(VectorType::get({lanes}, type));
    state.propertiesAttr = op.getPropertiesAsAttribute();
    Operation *wide = e.b.create(state);
    for (auto [from, to] : llvm::zip(op.getResults(), wide->getResults()))
      mapping.map(from, to);
  }
  unsigned firstInit = operands.size() - numInits;
  for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands()))
    e.storeVector(vectorOf(value), operands[firstInit + i],
                  e.apply(maps[firstInit + i], dims));
}

} // namespace dnd::codegen
