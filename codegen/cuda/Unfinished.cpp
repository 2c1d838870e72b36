//===- Unfinished.cpp - kernels that are being written --------------------===//
#include "codegen/cuda/LowerToGpu.h"

using namespace mlir;
using namespace dnd::codegen;

LogicalResult dnd::codegen::outlinePointwise(linalg::GenericOp op,
                                             const KernelPlace &) {
  return op.emitOpError("has no GPU kernel");
}
LogicalResult dnd::codegen::outlineReduction(linalg::GenericOp op,
                                             linalg::FillOp,
                                             const KernelPlace &) {
  return op.emitOpError("has no GPU kernel");
}
LogicalResult dnd::codegen::outlineFill(linalg::FillOp op,
                                        const KernelPlace &) {
  return op.emitOpError("has no GPU kernel");
}
LogicalResult dnd::codegen::outlineScatter(dnd::rt::ScatterContractOp op,
                                           const KernelPlace &) {
  return op.emitOpError("has no GPU kernel");
}
