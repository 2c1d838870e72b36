//===- ReductionPlan.cpp - how threads of a GPU share sums ----------------===//
#include "codegen/select/ReductionPlan.h"
#include "codegen/nest/Points.h"
#include "codegen/nest/Strides.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using utils::IteratorType;

namespace dnd::codegen {

SmallVector<Operation *> combinersOf(linalg::GenericOp op) {
  SmallVector<Operation *> combiners;
  Operation *yield = op.getBody()->getTerminator();
  for (auto [arg, value] :
       llvm::zip(op.getRegionOutputArgs(), yield->getOperands())) {
    Operation *join = value.getDefiningOp();
    if (!join || !arg.hasOneUse() || *arg.user_begin() != join ||
        !value.hasOneUse() || join->getBlock() != op.getBody() ||
        join->getNumOperands() != 2 || !arith::getNeutralElement(join))
      return {};
    combiners.push_back(join);
  }
  return combiners;
}

/// Elements of the inputs that dimension `dim` walks in order.
static int64_t walkedInOrder(linalg::GenericOp op, unsigned dim) {
  int64_t elements = 0;
  for (OpOperand *input : op.getDpsInputOperands()) {
    auto type = dyn_cast<MemRefType>(input->get().getType());
    if (!type ||
        stepOf(type, op.getMatchingIndexingMap(input), dim) != Step::unit)
      continue;
    int64_t size = 1;
    for (int64_t n : type.getShape())
      size *= assumedExtent(n, assumedDeviceBatch);
    elements += size;
  }
  return elements;
}

ReductionPlan planReduction(linalg::GenericOp op) {
  ReductionPlan plan;
  if (combinersOf(op).empty())
    return plan;
  Points results = pointsOf(op, IteratorType::parallel);
  Points summed = pointsOf(op, IteratorType::reduction);
  plan.fastest = *llvm::max_element(summed.dims, [&](unsigned x, unsigned y) {
    return walkedInOrder(op, x) < walkedInOrder(op, y);
  });
  int64_t along = walkedInOrder(op, *plan.fastest);
  int64_t across =
      results.dims.empty() ? 0 : walkedInOrder(op, results.dims.back());
  plan.isInOrder = along >= across;
  int64_t length = summed.assumedCount(), count = results.assumedCount();
  while (plan.lanes < reductionThreads &&
         2 * plan.lanes * limits::leastLanePoints <= length &&
         (count * plan.lanes < limits::busyThreads ||
          (plan.isInOrder && plan.lanes < warpThreads &&
           length >= 2 * warpThreads)))
    plan.lanes *= 2;
  return plan;
}

} // namespace dnd::codegen
