//===- Gathers.h - kernels of sums over chosen inputs -----------*- C++ -*-===//
//
// Samples lie in the lanes: the inputs are copied to [block of samples][place]
// [sample], so that each input that a table names is a few whole vectors.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_CPU_GATHERS_H
#define DND_CODEGEN_CPU_GATHERS_H

#include "codegen/cpu/GatherBody.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen::cpu {

/// Results of each sample: `inputs` are the copies for sum.gathers. A pointwise
/// op `consumer` (or null) right behind the sum is done in the same kernel and
/// erased, if it fits; true if so. Erases the sum.
bool outlineGatherRows(const GatherSum &sum, mlir::ValueRange inputs,
                       mlir::linalg::GenericOp consumer,
                       mlir::func::FuncOp entry, mlir::StringRef name);

/// Sums over the samples. Erases the sum.
void outlineGatherSamples(const GatherSum &sum, mlir::ValueRange inputs,
                          mlir::func::FuncOp entry, mlir::StringRef name);

/// Sums into chosen places of each sample. Erases the op.
void outlineGatherScatter(const GatherScatter &scatter,
                          mlir::func::FuncOp entry, mlir::StringRef name);

/// The shape [places rounded up][samples of a block] of copied inputs, and how
/// many places are copied at once.
struct CopyShape {
  int64_t places, chunk;
};
CopyShape copyShape(int64_t inputs, const LaneShape &shape);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_GATHERS_H
