//===- SplitReductions.h - long sums in two steps ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_SPLITREDUCTIONS_H
#define DND_CODEGEN_CUDA_SPLITREDUCTIONS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen::cuda {

/// Makes a sum that would keep only a few blocks busy for long two: over all
/// but one of the summed dimensions into a buffer of partial sums, then over
/// that one.
void splitLongReductions(mlir::func::FuncOp func);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_SPLITREDUCTIONS_H
