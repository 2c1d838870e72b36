//===- Phases.h - the phases of the compiler --------------------*- C++ -*-===//
#ifndef DND_CODEGEN_PHASES_H
#define DND_CODEGEN_PHASES_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace dnd::codegen {

enum class Phase {
#define DND_PHASE(id, extension, text) id,
#include "codegen/Phases.def"
};

llvm::StringRef phaseName(Phase phase);
llvm::StringRef phaseExtension(Phase phase);
std::optional<Phase> phaseByName(llvm::StringRef name);
/// "ast, dnd, ..." for messages.
std::string allPhaseNames();

/// The phase that a module is in, by the dialects of its ops.
Phase detectPhase(mlir::ModuleOp module);

} // namespace dnd::codegen

#endif // DND_CODEGEN_PHASES_H
