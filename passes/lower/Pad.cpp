//===- Pad.cpp - lowering of dnd.pad --------------------------------------===//
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {
/// The elements of one dimension that stay, and where the first of them goes.
struct Kept {
  Kept(int64_t size, int64_t low, int64_t step, int64_t resultSize) {
    first = low < 0 ? llvm::divideCeil(-low, step) : 0;
    int64_t last = std::min(size - 1, (resultSize - 1 - low) / step);
    count = resultSize - 1 - low < 0 ? 0 : last - first + 1;
    place = first * step + low;
  }
  int64_t first, count, place;
};
} // namespace

/// The value everywhere, then what stays of the input at its places: rows are
/// copied whole.
static FailureOr<Value> lowerPad(PadOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  auto from = cast<RankedTensorType>(op.getInput().getType());
  OpBuilder &b = l.b;
  Value result = l.filled(loc, type, op.getValue().convertToDouble());
  SmallVector<OpFoldResult> firsts, counts, places, steps,
      ones(type.getRank(), b.getIndexAttr(1));
  bool isWhole = true;
  for (int64_t d = 0; d < type.getRank(); ++d) {
    if (type.isDynamicDim(d)) {
      firsts.push_back(b.getIndexAttr(0));
      counts.push_back(l.batch);
      places.push_back(b.getIndexAttr(0));
      steps.push_back(b.getIndexAttr(1));
      continue;
    }
    int64_t step = op.getInterior()[d] + 1;
    Kept kept(from.getDimSize(d), op.getLow()[d], step, type.getDimSize(d));
    if (kept.count <= 0)
      return result;
    isWhole &= kept.count == from.getDimSize(d);
    firsts.push_back(b.getIndexAttr(kept.first));
    counts.push_back(b.getIndexAttr(kept.count));
    places.push_back(b.getIndexAttr(kept.place));
    steps.push_back(b.getIndexAttr(step));
  }
  Value part = op.getInput();
  if (!isWhole)
    part = b.create<tensor::ExtractSliceOp>(loc, part, firsts, counts, ones);
  return b
      .create<tensor::InsertSliceOp>(loc, part, result, places, counts, steps)
      .getResult();
}

void dnd::passes::addPadLowering(LoweringTable &table) { table.add(lowerPad); }
