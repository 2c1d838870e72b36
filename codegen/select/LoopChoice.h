//===- LoopChoice.h - what runs an op of linalg -----------------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_LOOPCHOICE_H
#define DND_CODEGEN_SELECT_LOOPCHOICE_H

#include "codegen/select/Decision.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen {

/// What no kernel of dndrt is made for runs point by point: on processors by
/// loops, with neighbours in the lanes, on GPUs by a thread for each result or
/// by several that share a sum. There is no other way, so these decisions name
/// no kernel; they say what is to be expected.
Decision chooseLoopsOnCpu(mlir::linalg::LinalgOp op);
Decision chooseThreadsOnCuda(mlir::linalg::LinalgOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_LOOPCHOICE_H
