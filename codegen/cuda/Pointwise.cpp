//===- Pointwise.cpp - a thread for each point ----------------------------===//
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/cuda/PointKernel.h"
#include "codegen/kernel/EntryOps.h"
#include "codegen/kernel/GenericBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;
using utils::IteratorType;

LogicalResult dnd::codegen::cuda::outlinePointwise(linalg::GenericOp op,
                                                   const KernelPlace &place) {
  Location loc = op.getLoc();
  Value batch = dnd::passes::batchSize(place.entry);
  Points points = pointsOf(op, IteratorType::parallel);
  DeviceKernel kernel(place.kernels, place.name + "_pointwise", loc);
  Value inside = batch ? kernel.import(batch) : Value();
  bool isFlat = isInMemoryOrder(op);
  forEachPoint(kernel, points, inside, [&](OpBuilder &b, Value number) {
    emitPoint(b, kernel, op, nullptr, points, isFlat, number, inside);
  });
  launchForPoints(kernel, op, points, batch);
  op.erase();
  return success();
}

LogicalResult dnd::codegen::cuda::outlineFill(linalg::FillOp op,
                                              const KernelPlace &place) {
  return outlinePointwise(asGeneric(op), place);
}
