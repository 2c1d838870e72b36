//===- Pad.cpp - Margins, gaps and crops ----------------------------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalPad(PadOp op, const Evaluator &at) {
  const Tensor &input = at.get(op.getInput());
  Tensor result(at.shapeOf(op.getType()), op.getValue().convertToDouble());
  forEachIndex(input.shape, [&](const std::vector<int64_t> &index) {
    std::vector<int64_t> place = index;
    bool inside = true;
    for (size_t d = 0; d < place.size(); ++d) {
      place[d] = index[d] * (op.getInterior()[d] + 1) + op.getLow()[d];
      inside &= place[d] >= 0 && place[d] < result.shape[d];
    }
    if (inside)
      result.at(place) = input.at(index);
  });
  return result;
}

void addPadReference(ReferenceTable &table) { table.add(evalPad); }

} // namespace dnd::reference
