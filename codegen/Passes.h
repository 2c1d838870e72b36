//===- Passes.h - from buffers to machine code ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_PASSES_H
#define DND_CODEGEN_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace dnd::codegen {

#define GEN_PASS_DECL
#include "codegen/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "codegen/Passes.h.inc"

} // namespace dnd::codegen

#endif // DND_CODEGEN_PASSES_H
