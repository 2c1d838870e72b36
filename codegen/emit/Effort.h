//===- Effort.h - where the optimiser's time is well spent ------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_EFFORT_H
#define DND_CODEGEN_EMIT_EFFORT_H

#include "llvm/IR/Module.h"

namespace dnd::codegen {

/// Before LLVM's pipeline: tells it which loops not to unroll, long nests and
/// all loops of the double twins (`NAME_f64`, made for checking).
void limitUnrolling(llvm::Module &module);

/// An entry point's twin in double, or one of its kernels (`forward_f64_k3`,
/// `forward_f64_k3_body`).
bool isDoubleTwin(const llvm::Function &function);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_EFFORT_H
