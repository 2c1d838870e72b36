//===- Outputs.h - what an output must not destroy --------------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_OUTPUTS_H
#define DND_CODEGEN_EMIT_OUTPUTS_H

#include "codegen/emit/Object.h"

namespace dnd::codegen {

/// An error when `output` is one of `inputs` (the same file, also through
/// links), bears the name of model files, or is a text that reads like one. "-"
/// is never one.
OutsideError checkOutput(llvm::StringRef output,
                         llvm::ArrayRef<std::string> inputs);

/// The path as an argument of a program: never taken for an option.
std::string asArgument(llvm::StringRef path);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_OUTPUTS_H
