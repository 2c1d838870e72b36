//===- PackedPlan.cpp - how a sum of products becomes a kernel ------------===//
//
// Which dimensions are rows, lanes and units, whether the right operand is
// copied to panels, and where a third factor comes in.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/PackedPlan.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

namespace {
class Planner {
public:
  Planner(PackedContractOp op, BufferSpace &space) : op(op), space(space) {}

  PackedPlan run(dndrt::ChoiceAttr choice);

private:
  void chooseLane(ContractRoles &roles);
  void fitLanes();
  void chooseSums(const ContractRoles &roles);
  void placeFactor();
  void choosePanels();
  void chooseUnits();
  void chooseLeft();
  unsigned longestSum() const;
  void takeSizes(dndrt::ChoiceAttr choice);

  PackedContractOp op;
  BufferSpace &space;
  PackedPlan plan;
};
} // namespace

BufferSpace packedSpace(PackedContractOp op) {
  OpBuilder b(op);
  BufferSpace space;
  space.extents.assign(op.getExtents().begin(), op.getExtents().end());
  for (auto [operand, attr] : llvm::zip_equal(op.getOperands(), op.getMaps())) {
    space.buffers.push_back(operand);
    space.maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  coalesceDims(b, op.getLoc(), space);
  return space;
}

/// Columns go into the lanes: the dimension in which the result is dense, or
/// else the longest one.
void Planner::chooseLane(ContractRoles &roles) {
  AffineMap out = space.maps[op.getNumFactors() + op.getExtras().size()];
  auto score = [&](unsigned d) {
    int64_t extent = assumedExtent(space.extents[d]);
    bool dense = isContiguous(out, d);
    return std::pair(dense && extent >= plan.tile.lanes / 4, extent);
  };
  unsigned best = roles.columns.front();
  for (ArrayRef<unsigned> group :
       {ArrayRef(roles.columns), ArrayRef(roles.rows)})
    for (unsigned d : group)
      if (score(d) > score(best))
        best = d;
  plan.lane = best;
  if (llvm::is_contained(roles.rows, best)) {
    std::swap(roles.rows, roles.columns);
    std::swap(space.buffers[0], space.buffers[1]);
    std::swap(space.maps[0], space.maps[1]);
  }
  plan.row = *llvm::max_element(roles.rows, [&](unsigned a, unsigned b) {
    return assumedExtent(space.extents[a]) < assumedExtent(space.extents[b]);
  });
  plan.outer = roles.shared;
  for (ArrayRef<unsigned> group :
       {ArrayRef(roles.rows), ArrayRef(roles.columns)})
    for (unsigned d : group)
      if (d != plan.lane && d != plan.row)
        plan.outer.push_back(d);
}

/// Tiles of one vector and more rows where two vectors leave lanes empty.
void Planner::fitLanes() {
  int64_t columns = space.extents[plan.lane], half = plan.tile.lanes / 2;
  int64_t bits = op.getAccumulateType().getIntOrFloatBitWidth();
  if (ShapedType::isDynamic(columns) || half * bits < limits::leastTileBits)
    return;
  auto computed = [&](int64_t lanes) {
    return double(llvm::divideCeil(columns, lanes) * lanes);
  };
  if (computed(half) > limits::narrowTiles * computed(plan.tile.lanes))
    return;
  plan.vectors = 1;
  plan.tile.lanes = half;
  plan.tile.rows = plan.tile.rows > limits::narrowRows ? 2 * limits::narrowRows
                                                       : limits::narrowRows;
}

void Planner::chooseSums(const ContractRoles &roles) {
  plan.sums = roles.summed;
  // Innermost the dimension along which the operands lie densely.
  llvm::stable_sort(plan.sums, [&](unsigned a, unsigned b) {
    auto rank = [&](unsigned d) {
      return 2 * isContiguous(space.maps[1], d) +
             isContiguous(space.maps[0], d);
    };
    return rank(a) < rank(b);
  });
  placeFactor();
}

/// The summed dimension that is cut into parts: the batch, or the longest.
unsigned Planner::longestSum() const {
  return *llvm::max_element(plan.sums, [&](unsigned a, unsigned b) {
    auto length = [&](unsigned d) {
      int64_t extent = space.extents[d];
      return ShapedType::isDynamic(extent) ? std::numeric_limits<int64_t>::max()
                                           : extent;
    };
    return length(a) < length(b);
  });
}

/// Whether the right operand is copied, and in which parts.
void Planner::choosePanels() {
  bool dynamic = false;
  int64_t steps = 1;
  for (unsigned d : plan.sums) {
    dynamic |= ShapedType::isDynamic(space.extents[d]);
    steps *= assumedExtent(space.extents[d]);
  }
  bool dense =
      isContiguous(space.maps[1], plan.lane) &&
      cast<MemRefType>(space.buffers[1].getType()).getLayout().isIdentity();
  plan.packs = plan.factorInPanel || !dense ||
               (!dynamic && steps > limits::longestDirect);
  if (!plan.packs)
    return;
  plan.blocks = dynamic || steps > limits::longestPanel;
  plan.panelRows = steps;
  if (!plan.blocks)
    return;
  plan.blockedSum = longestSum();
  int64_t others = 1;
  for (unsigned d : plan.sums)
    if (d != plan.blockedSum)
      others *= space.extents[d];
  plan.blockSteps = std::max<int64_t>(limits::longestPanel / others, 1);
  plan.panelRows = plan.blockSteps * others;
}

/// A factor that varies with the rows comes in behind the sums that it is not
/// part of, so these go inside.
void Planner::placeFactor() {
  plan.nestDepth = plan.sums.size();
  if (!op.getFactor())
    return;
  AffineMap map = space.maps[2];
  plan.factorOfRows = map.isFunctionOfDim(plan.row);
  plan.factorInPanel = !plan.factorOfRows;
  if (plan.factorInPanel)
    return;
  auto inner =
      std::stable_partition(plan.sums.begin(), plan.sums.end(),
                            [&](unsigned d) { return map.isFunctionOfDim(d); });
  int64_t steps = 1;
  for (auto d = inner; d != plan.sums.end(); ++d)
    steps *= assumedExtent(space.extents[*d]);
  if (steps >= limits::leastNested)
    plan.nestDepth = inner - plan.sums.begin();
}

void Planner::chooseUnits() {
  int64_t rowExtent = assumedExtent(space.extents[plan.row]);
  if (!ShapedType::isDynamic(space.extents[plan.row]))
    plan.tile.rows = fitRows(plan.tile, rowExtent);
  int64_t panels = llvm::divideCeil(assumedExtent(space.extents[plan.lane]),
                                    plan.tile.lanes);
  double others = countPoints(plan.outer, space.extents);
  plan.rowsPerUnit = plan.tile.rows * (plan.packs ? limits::mostUnitTiles
                                                  : limits::fewUnitTiles);
  if (others * panels < limits::wantedUnits) {
    // No more blocks of rows than are wanted: each copies its panel again.
    double blocks = std::ceil(limits::wantedUnits / (others * panels));
    int64_t tiles = std::ceil(double(rowExtent) / plan.tile.rows / blocks);
    plan.rowsPerUnit =
        std::min(plan.rowsPerUnit,
                 plan.tile.rows * std::max(tiles, limits::fewUnitTiles));
  }
  if (!plan.packs) {
    int64_t blocks = llvm::divideCeil(rowExtent, plan.rowsPerUnit);
    int64_t groups = 1;
    while (others * blocks * groups < limits::wantedUnits && groups < panels)
      groups *= 2;
    plan.panelsPerUnit = llvm::divideCeil(panels, groups);
  }
}

/// Where the sum walks through the left operand at long distances (gradients of
/// weights: samples are rows of the adjoint), neighbouring steps may meet in
/// one set of the first-level cache. It is copied once for all columns.
void Planner::chooseLeft() {
  auto type = cast<MemRefType>(space.buffers[0].getType());
  if (plan.packs || plan.factorOfRows || plan.sums.size() != 1 ||
      plan.panelsPerUnit < limits::leastLeftPanels ||
      !isContiguous(space.maps[0], plan.row) || !type.getLayout().isIdentity())
    return;
  int64_t steps = space.extents[plan.sums.front()];
  plan.leftSteps = ShapedType::isDynamic(steps)
                       ? limits::longestLeft
                       : std::min(steps, limits::longestLeft);
  plan.panelsPerUnit = std::min(plan.panelsPerUnit, limits::mostLeftPanels);
}

/// The sizes of a plan that was made before.
void Planner::takeSizes(dndrt::ChoiceAttr choice) {
  plan.tile.rows = planNumber(choice, "rows");
  plan.tile.lanes = planNumber(choice, "lanes");
  plan.panelRows = planNumber(choice, "panel_steps");
  plan.packs = plan.panelRows != 0;
  plan.blockSteps = planNumber(choice, "block_steps");
  plan.blocks = plan.blockSteps != 0;
  plan.rowsPerUnit = planNumber(choice, "unit_rows");
  plan.panelsPerUnit = planNumber(choice, "unit_panels");
  plan.leftSteps = planNumber(choice, "left_steps");
  if (plan.blocks)
    plan.blockedSum = longestSum();
}

PackedPlan Planner::run(dndrt::ChoiceAttr choice) {
  plan.tile = targetTile(op, op.getAccumulateType());
  AffineMap out = space.maps[op.getNumFactors() + op.getExtras().size()];
  ContractRoles roles = *findRoles(space.maps[0], space.maps[1],
                                   op.getFactor() ? space.maps[2] : AffineMap(),
                                   out, space.extents);
  chooseLane(roles);
  chooseSums(roles);
  if (choice) {
    takeSizes(choice);
  } else {
    fitLanes();
    choosePanels();
    chooseUnits();
    chooseLeft();
  }
  int64_t rowExtent = assumedExtent(space.extents[plan.row]);
  plan.costOfUnit = countPoints(plan.sums, space.extents) *
                    double(std::min(rowExtent, plan.rowsPerUnit)) *
                    double(plan.panelsPerUnit * plan.tile.lanes) / 8;
  return plan;
}

PackedPlan planPacked(PackedContractOp op, BufferSpace &space) {
  return Planner(op, space).run(nullptr);
}

PackedPlan restorePacked(PackedContractOp op, BufferSpace &space,
                         dndrt::ChoiceAttr choice) {
  return Planner(op, space).run(choice);
}

DictionaryAttr planOf(MLIRContext *context, const PackedPlan &plan) {
  return makePlan(context, {{"rows", plan.tile.rows},
                            {"lanes", plan.tile.lanes},
                            {"panel_steps", plan.packs ? plan.panelRows : 0},
                            {"block_steps", plan.blocks ? plan.blockSteps : 0},
                            {"left_steps", plan.leftSteps},
                            {"unit_rows", plan.rowsPerUnit},
                            {"unit_panels", plan.panelsPerUnit}});
}

} // namespace dnd::codegen
