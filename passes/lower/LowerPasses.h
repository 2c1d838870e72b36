//===- LowerPasses.h - passes from dnd to linalg ----------------*- C++ -*-===//
#ifndef DND_PASSES_LOWER_LOWERPASSES_H
#define DND_PASSES_LOWER_LOWERPASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace dnd::passes {

#define GEN_PASS_DECL
#include "passes/lower/LowerPasses.h.inc"

#define GEN_PASS_REGISTRATION
#include "passes/lower/LowerPasses.h.inc"

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_LOWERPASSES_H
