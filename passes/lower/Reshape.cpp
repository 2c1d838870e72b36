//===- Reshape.cpp - lowering of dnd.reshape ------------------------------===//
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// Groups of dimensions that make a tensor of `rank` dimensions a vector, or a
/// batch of vectors: {} for a scalar, {all}, or {0}, {rest}.
static SmallVector<ReassociationIndices> flatGroups(int64_t rank,
                                                    bool batched) {
  SmallVector<ReassociationIndices> groups;
  if (batched)
    groups.push_back({0});
  ReassociationIndices rest;
  for (int64_t d = batched ? 1 : 0; d < rank; ++d)
    rest.push_back(d);
  if (!rest.empty())
    groups.push_back(rest);
  return groups;
}

Value dnd::passes::reshapeTo(Lowering &l, Location loc, Value input,
                             RankedTensorType type) {
  auto from = cast<RankedTensorType>(input.getType());
  if (from == type)
    return input;
  bool batched = from.getRank() > 0 && from.isDynamicDim(0);
  int64_t lead = batched ? 1 : 0;
  // [batch] and [batch, 1...], or [] and [1...], differ by unit dimensions
  // only: one collapse or one expand without a middle shape.
  int64_t count = 1;
  for (int64_t size : type.getShape().drop_front(lead))
    count *= size;
  bool toFlat = type.getRank() == lead;
  SmallVector<int64_t> flatShape(type.getShape().take_front(lead));
  bool fromFlat = from.getRank() == lead;
  if (!toFlat && !fromFlat)
    flatShape.push_back(count);
  auto flat = RankedTensorType::get(flatShape, type.getElementType());
  auto groupsFor = [&](int64_t rank) {
    auto groups = flatGroups(rank, batched);
    if (static_cast<int64_t>(flatShape.size()) == lead && batched &&
        groups.size() == 2) { // all units go to the batch's group
      groups[0].append(groups[1]);
      groups.pop_back();
    } else if (flatShape.empty()) {
      groups.clear();
    }
    return groups;
  };
  if (from != flat)
    input = l.b.create<tensor::CollapseShapeOp>(loc, flat, input,
                                                groupsFor(from.getRank()));
  if (flat == type)
    return input;
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < type.getRank(); ++d)
    sizes.push_back(type.isDynamicDim(d)
                        ? OpFoldResult(l.batch)
                        : OpFoldResult(l.b.getIndexAttr(type.getDimSize(d))));
  return l.b.create<tensor::ExpandShapeOp>(loc, type, input,
                                           groupsFor(type.getRank()), sizes);
}

static FailureOr<Value> lowerReshape(ReshapeOp op, Lowering &l) {
  return reshapeTo(l, op.getLoc(), op.getInput(),
                   cast<RankedTensorType>(op.getType()));
}

void dnd::passes::addReshapeLowering(LoweringTable &table) {
  table.add(lowerReshape);
}
