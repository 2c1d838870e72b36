//===- Passes.h - the passes of the dnd compiler ----------------*- C++ -*-===//
#ifndef DND_PASSES_PASSES_H
#define DND_PASSES_PASSES_H

#include "dialect/dnd/DndDialect.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace dnd::passes {

#define GEN_PASS_DECL
#include "passes/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"

} // namespace dnd::passes

#endif // DND_PASSES_PASSES_H
