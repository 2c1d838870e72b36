//===- Target.h - the processor that code is made for -----------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_TARGET_H
#define DND_CODEGEN_EMIT_TARGET_H

#include "llvm/Support/Error.h"
#include "llvm/Target/TargetMachine.h"
#include <memory>
#include <string>
#include <vector>

namespace dnd::codegen {

/// A processor, resolved: name, feature string for LLVM, and the features that
/// the runtime checks before it runs the code.
struct CpuTarget {
  std::string march; // as the user or the host says
  std::string cpu, features;
  std::vector<std::string> used;
  std::unique_ptr<llvm::TargetMachine> machine;
};

/// The target for `march` ("native", "x86-64-v3", "znver4", ...); an error
/// names what is possible. `optLevel` is 0 to 3.
llvm::Expected<CpuTarget> makeTarget(llvm::StringRef march, int optLevel);

/// A machine of its own for `target`: each thread that makes code needs one.
std::unique_ptr<llvm::TargetMachine> makeMachine(const CpuTarget &target,
                                                 int optLevel);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_TARGET_H
