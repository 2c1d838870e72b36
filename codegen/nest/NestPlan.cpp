//===- NestPlan.cpp - order and partition of a loop nest ------------------===//
#include "codegen/nest/NestPlan.h"
#include "codegen/nest/Strides.h"

using namespace mlir;
using namespace dnd::codegen;

/// Lower is better: far steps first, then short loops, then sums (a sum in a
/// register needs no store).
static int64_t innermostCost(const NestSpec &spec, unsigned dim) {
  int64_t far = 0, unit = 0;
  for (const Access &access : spec.accesses) {
    Step step = stepOf(access.type, access.map, dim);
    far += step == Step::far;
    unit += step == Step::unit;
  }
  int64_t cost = far * 1000;
  if (assumedExtent(spec.extents[dim]) < 8)
    cost += 1500;
  else if (ShapedType::isDynamic(spec.extents[dim]))
    cost += 10; // may be 1
  if (unit == 0)
    cost += 5;
  return cost;
}

static int findCrossing(const NestSpec &spec, unsigned inner) {
  for (const Access &access : spec.accesses)
    if (stepOf(access.type, access.map, inner) == Step::far)
      for (unsigned d = 0; d < spec.extents.size(); ++d)
        if (d != inner && spec.parallel[d] &&
            stepOf(access.type, access.map, d) == Step::unit)
          return d;
  return -1;
}

NestPlan dnd::codegen::planNest(const NestSpec &spec, int64_t longEnough) {
  NestPlan plan;
  unsigned rank = spec.extents.size();
  if (rank == 0) {
    plan.costOfSlice = spec.costOfPoint;
    return plan;
  }
  unsigned inner = rank - 1;
  for (unsigned d = rank; d-- > 0;)
    if (innermostCost(spec, d) < innermostCost(spec, inner))
      inner = d;
  for (bool parallel : {true, false})
    for (unsigned d = 0; d < rank; ++d)
      if (spec.parallel[d] == parallel && d != inner)
        plan.order.push_back(d);
  plan.order.push_back(inner);
  if (spec.parallel[inner])
    plan.crossing = findCrossing(spec, inner);
  int64_t best = 0;
  for (unsigned d : plan.order) {
    if (!spec.parallel[d])
      continue;
    int64_t extent = assumedExtent(spec.extents[d]);
    if (plan.shared < 0 || (best < longEnough && extent > best)) {
      plan.shared = d;
      best = extent;
    }
  }
  double slice = spec.costOfPoint;
  for (unsigned d = 0; d < rank; ++d)
    if (static_cast<int>(d) != plan.shared)
      slice *= assumedExtent(spec.extents[d]);
  plan.costOfSlice = std::max<int64_t>(1, std::min(slice, 1e15));
  return plan;
}
