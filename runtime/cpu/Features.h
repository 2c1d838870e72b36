//===- Features.h - What the processor can do -------------------*- C++ -*-===//
//
// Lets a model refuse to start with a sentence instead of dying on an illegal
// instruction.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CPU_FEATURES_H
#define RUNTIME_CPU_FEATURES_H

#include <string>
#include <vector>

namespace dnd::rt {

/// Those of the features (LLVM's names, "avx2", "+fma") that this processor or
/// its operating system lacks. Names that are not known here are not checked.
std::vector<std::string>
missingFeatures(const std::vector<std::string> &features);

/// The name of the processor, for run.json.
std::string processorName();

} // namespace dnd::rt

#endif // RUNTIME_CPU_FEATURES_H
