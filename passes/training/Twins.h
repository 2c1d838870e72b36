//===- Twins.h - entry functions in double precision ------------*- C++ -*-===//
#ifndef DND_PASSES_TRAINING_TWINS_H
#define DND_PASSES_TRAINING_TWINS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::passes {

/// Adds a copy of `function` behind it, named `NAME_f64`, in which every
/// float is an f64: types, constants and all. For the gradient check.
mlir::func::FuncOp addDoubleTwin(mlir::func::FuncOp function);

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_TWINS_H
