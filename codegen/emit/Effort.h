//===- Effort.h - where the optimiser's time is well spent ------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_EFFORT_H
#define DND_CODEGEN_EMIT_EFFORT_H

#include "llvm/IR/Module.h"

namespace dnd::codegen {

/// Before LLVM's pipeline: tells it not to unroll long nests.
void limitUnrolling(llvm::Module &module);

/// An entry point's twin in double, made for checking, or one of its kernels
/// (`forward_f64_k3`, `forward_f64_k3_body`).
bool isDoubleTwin(const llvm::Function &function);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_EFFORT_H
