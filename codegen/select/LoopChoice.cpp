//===- LoopChoice.cpp - what runs an op of linalg -------------------------===//
#include "codegen/select/LoopChoice.h"
#include "codegen/nest/Points.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"
#include "codegen/select/ReductionPlan.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using utils::IteratorType;

namespace dnd::codegen {

double bytesOf(Operation *op, int64_t batch) {
  double bytes = 0;
  for (Value operand : op->getOperands()) {
    auto type = dyn_cast<MemRefType>(operand.getType());
    if (!type)
      continue;
    double size = type.getElementTypeBitWidth() / 8.0;
    for (int64_t extent : type.getShape())
      size *= assumedExtent(extent, batch);
    bytes += size;
  }
  return bytes;
}

namespace {
/// The dimensions of an op and what is done at each of its points.
struct PointWork {
  explicit PointWork(linalg::LinalgOp op) : extents(op.getStaticLoopRanges()) {
    for (auto [d, kind] : llvm::enumerate(op.getIteratorTypesArray()))
      (kind == IteratorType::parallel ? results : summed).push_back(d);
    for (Operation &inner : *op.getBlock()) {
      if (isa<arith::ArithDialect>(inner.getDialect()) &&
          !isa<arith::ConstantOp>(inner))
        arithmetic += isa<arith::DivFOp>(inner) ? 4 : 1;
      if (isa<math::MathDialect>(inner.getDialect()))
        arithmetic += isa<math::SqrtOp, math::AbsFOp>(inner) ? 4 : 16;
    }
  }

  double points(int64_t batch) const {
    double count = 1;
    for (int64_t extent : extents)
      count *= assumedExtent(extent, batch);
    return count;
  }
  double numResults(int64_t batch) const {
    double count = 1;
    for (unsigned d : results)
      count *= assumedExtent(extents[d], batch);
    return count;
  }

  SmallVector<int64_t> extents;
  SmallVector<unsigned> results, summed;
  /// Simple operations at a point, functions counted as several.
  double arithmetic = 0;
};
} // namespace

static std::string numbersText(const PointWork &work) {
  std::string results = countText(work.results, work.extents);
  if (work.summed.empty())
    return results + (results == "1" ? " number" : " numbers");
  return (results == "1" ? "a sum" : results + " sums") + " of " +
         countText(work.summed, work.extents) + " numbers";
}

/// Why tiles are not for it.
static std::string reasonOf(linalg::LinalgOp op, const PointWork &work) {
  if (work.summed.empty())
    return work.arithmetic ? "each number depends on its own place only"
                           : "numbers are set or moved";
  auto isProduct = [](Operation &inner) {
    return isa<arith::MulFOp>(inner) &&
           inner.getOperand(0) != inner.getOperand(1) &&
           llvm::all_of(inner.getOperands(), [](Value factor) {
             return isa<BlockArgument>(factor);
           });
  };
  return llvm::any_of(*op.getBlock(), isProduct)
             ? "the product is too small or too thin for tiles"
             : "not a sum of products of two tensors";
}

Decision chooseLoopsOnCpu(linalg::LinalgOp op) {
  PointWork work(op);
  int64_t lanes = targetTile(op, elementOf(op)).lanes / 2;
  Decision decision;
  decision.what = numbersText(work) + " by loops";
  decision.why = reasonOf(op, work);
  decision.expectation =
      expectPoints(work.points(assumedBatch), work.arithmetic, lanes,
                   bytesOf(op, assumedBatch));
  return decision;
}

Decision chooseThreadsOnCuda(linalg::LinalgOp op) {
  PointWork work(op);
  ReductionPlan plan;
  auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
  if (generic && !work.summed.empty())
    plan = planReduction(generic);
  Decision decision;
  decision.what =
      numbersText(work) + (plan.lanes == 1 ? ", a thread for each"
                                           : ", " + std::to_string(plan.lanes) +
                                                 " threads for each");
  decision.why = reasonOf(op, work);
  double threads = work.numResults(assumedDeviceBatch) * plan.lanes;
  double busy = std::min(1.0, threads / limits::busyThreads);
  decision.expectation = {std::max(1u, static_cast<unsigned>(100 * busy + 0.5)),
                          dndrt::Roof::memory};
  return decision;
}

} // namespace dnd::codegen
