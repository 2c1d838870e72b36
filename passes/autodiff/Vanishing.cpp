//===- Vanishing.cpp - zero adjoints beside infinite derivatives ----------===//
#include "passes/autodiff/Vanishing.h"
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// Functions that give an infinity or NaN for some finite number, or whose
/// derivative does.
static bool isSingular(MapOp op) {
  switch (op.getFn()) {
  case MapFn::exp:
  case MapFn::expm1:
  case MapFn::log:
  case MapFn::log1p:
  case MapFn::sqrt:
  case MapFn::div:
  case MapFn::pow:
  case MapFn::powf:
    return true;
  case MapFn::powi:
    return op.getParams()[0] < 0 || op.getParams()[0] > 2;
  default:
    return false;
  }
}

/// Functions whose derivative is a constant, or 0 or 1 whatever the operands.
static bool hasPlainDerivative(MapFn fn) {
  switch (fn) {
  case MapFn::copy:
  case MapFn::neg:
  case MapFn::affine:
  case MapFn::floor:
  case MapFn::sign:
  case MapFn::step:
  case MapFn::add:
  case MapFn::sub:
  case MapFn::max:
  case MapFn::min:
  case MapFn::select:
    return true;
  default:
    return false;
  }
}

/// Functions whose result is finite for infinite operands as well. Not for NaN,
/// which comes from infinities or from singular functions.
static bool isBounded(MapFn fn) {
  switch (fn) {
  case MapFn::gt:
  case MapFn::ge:
  case MapFn::lt:
  case MapFn::le:
  case MapFn::eq:
  case MapFn::ne:
    return true;
  default:
    return false;
  }
}

/// Whether the adjoint of operand `index` of a map can be 0 where the one of
/// the result is not: by choice, or because the function is flat there.
static bool makesZeros(MapOp op, unsigned index) {
  switch (op.getFn()) {
  case MapFn::select:
    return index > 0;
  case MapFn::max:
  case MapFn::min:
  case MapFn::relu:
  case MapFn::exp:
  case MapFn::expm1:
  case MapFn::tanh:
  case MapFn::sigmoid:
  case MapFn::erf:
  case MapFn::softplus:
  case MapFn::pow:
    return true;
  case MapFn::div:
    return index == 1;
  case MapFn::powi:
  case MapFn::powf:
    return op.getParams()[0] < 0;
  default:
    return false;
  }
}

/// True for sums of products that sum nothing.
static bool isPointwise(ContractOp op) {
  return op.getOutMap().isPermutation() && op.getTables().empty();
}

/// Whether every element is read, by a map over a space of these extents, that
/// names each dimension as it is. Otherwise some adjoints are 0.
static bool isReadInFull(Value value, AffineMap map,
                         ArrayRef<int64_t> extents) {
  RankedTensorType type = tensorType(value);
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    auto named = dyn_cast<AffineDimExpr>(expr);
    if (!named || extents[named.getPosition()] != type.getDimSize(dim))
      return false;
  }
  return true;
}

static bool isReadInFull(OpOperand &operand) {
  unsigned index = operand.getOperandNumber();
  if (auto map = dyn_cast<MapOp>(operand.getOwner()))
    return isReadInFull(operand.get(), map.getInputMaps()[index],
                        map.getType().getShape());
  auto contract = dyn_cast<ContractOp>(operand.getOwner());
  if (contract && index < contract.getInputs().size())
    return isReadInFull(operand.get(), contract.getInputMaps()[index],
                        contract.getExtents());
  return true;
}

Vanishing::Vanishing(ArrayRef<Operation *> ops) {
  for (Operation *op : ops) {
    auto map = dyn_cast<MapOp>(op);
    bool isInfinite = map ? !isBounded(map.getFn()) && isSingular(map) : false;
    if (!map || !isBounded(map.getFn()))
      isInfinite |= llvm::any_of(op->getOperands(), [&](Value operand) {
        return mayBeInfinite(operand);
      });
    if (isInfinite)
      infinite.insert(op->result_begin(), op->result_end());
  }
  for (Operation *op : llvm::reverse(ops)) {
    unsigned after = behind(op);
    auto map = dyn_cast<MapOp>(op);
    auto contract = dyn_cast<ContractOp>(op);
    for (OpOperand &operand : op->getOpOperands()) {
      unsigned here = after & choice;
      if (map || (contract && isPointwise(contract)) ||
          isa<ReshapeOp, ConcatOp, PadOp>(op))
        here |= after;
      if (isa<ReduceOp>(op) || !isReadInFull(operand))
        here |= pointwise;
      if (map && makesZeros(map, operand.getOperandNumber()))
        here |= map.getFn() == MapFn::select ? pointwise | choice : pointwise;
      if (here)
        zeros[operand.get()] |= here;
    }
  }
}

unsigned Vanishing::behind(Operation *op) const {
  unsigned all = none;
  for (Value result : op->getResults())
    all |= zeros.lookup(result);
  return all;
}

bool Vanishing::keepsZeros(MapOp op) const {
  unsigned after = behind(op);
  if (!after || hasPlainDerivative(op.getFn()))
    return false;
  return isSingular(op) || llvm::any_of(op.getInputs(), [&](Value input) {
           return mayBeInfinite(input);
         });
}

SmallVector<unsigned> Vanishing::operandsToTame(Operation *op) const {
  SmallVector<unsigned> operands;
  auto contract = dyn_cast<ContractOp>(op);
  unsigned relevant =
      contract && isPointwise(contract) ? choice | pointwise : choice;
  if (isa<MapOp>(op) || !(behind(op) & relevant))
    return operands;
  for (OpOperand &operand : op->getOpOperands())
    if (mayBeInfinite(operand.get()) && isFloatTensor(operand.get().getType()))
      operands.push_back(operand.getOperandNumber());
  return operands;
}
