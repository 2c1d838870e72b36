//===- Batch.h - what is assumed of the batch -------------------*- C++ -*-===//
#ifndef DND_CODEGEN_NEST_BATCH_H
#define DND_CODEGEN_NEST_BATCH_H

#include "dialect/AssumedBatch.h"
#include "mlir/IR/BuiltinTypeInterfaces.h"

namespace dnd::codegen {

/// Samples assumed where the batch decides about a kernel of a GPU, which needs
/// more of them to be busy.
constexpr int64_t assumedDeviceBatch = 2 * assumedBatch;

/// The extent of a dimension, the batch (dynamic) taken as the assumed one.
inline int64_t assumedExtent(int64_t extent, int64_t batch = assumedBatch) {
  return mlir::ShapedType::isDynamic(extent) ? batch : extent;
}

} // namespace dnd::codegen

#endif // DND_CODEGEN_NEST_BATCH_H
