//===- Arithmetic.cpp - how much a network computes -----------------------===//
#include "passes/training/Arithmetic.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dnd;

/// Numbers of a tensor, of one sample where it has the batch.
static int64_t numbersOf(Value value) {
  int64_t count = 1;
  for (int64_t extent : cast<RankedTensorType>(value.getType()).getShape())
    count *= ShapedType::isDynamic(extent) ? 1 : extent;
  return count;
}

/// Weights of a form, applied at every place of its result.
static int64_t ofForm(Value result, int64_t outputs,
                      std::initializer_list<Value> weights) {
  int64_t count = 0;
  for (Value weight : weights)
    if (weight)
      count += numbersOf(weight);
  return numbersOf(result) / std::max<int64_t>(outputs, 1) * count;
}

static int64_t extentOf(Value value, unsigned axis) {
  return cast<RankedTensorType>(value.getType()).getDimSize(axis);
}

int64_t dnd::passes::multiplyAdds(NetworkOp network) {
  int64_t sum = 0;
  network.walk([&](Operation *op) {
    sum +=
        llvm::TypeSwitch<Operation *, int64_t>(op)
            .Case([](ContractOp c) {
              int64_t points = 1;
              for (int64_t extent : c.getExtents())
                points *= ShapedType::isDynamic(extent) ? 1 : extent;
              return points;
            })
            .Case([](QuadraticOp q) {
              return ofForm(q.getResult(), extentOf(q.getA(), 0),
                            {q.getA(), q.getLinear()});
            })
            .Case([](LowRankQuadraticOp q) {
              return ofForm(q.getResult(), extentOf(q.getU(), 0),
                            {q.getU(), q.getV(), q.getScale(), q.getLinear()});
            })
            .Case([](GatherContractOp g) {
              return ofForm(g.getResult(), extentOf(g.getW(), 0), {g.getW()});
            })
            .Case([](DendriticFusionOp f) {
              return ofForm(f.getResult(), extentOf(f.getW(), 0), {f.getW()});
            })
            .Default([](Operation *) { return int64_t{0}; });
  });
  return sum;
}
