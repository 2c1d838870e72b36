//===- Phases.h - the phases of the compiler --------------------*- C++ -*-===//
#ifndef DND_CODEGEN_PHASES_H
#define DND_CODEGEN_PHASES_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace dnd::codegen {

/// The main road in its order, then the device branch, which leaves it behind
/// `memref`.
enum class Phase {
#define DND_PHASE(id, extension, text) id,
#include "codegen/Phases.def"
};

/// True for the phases of the device branch.
constexpr bool isDevicePhase(Phase phase) { return phase > Phase::exe; }
/// The phase before `phase` on its road: `memref` for the first one of the
/// branch. Not for `ast`.
constexpr Phase phaseBefore(Phase phase) {
  return phase == Phase::gpu ? Phase::memref
                             : static_cast<Phase>(static_cast<int>(phase) - 1);
}
/// True where a module of phase `from` can become one of phase `to`.
constexpr bool leadsTo(Phase from, Phase to) {
  return isDevicePhase(from) == isDevicePhase(to)
             ? from <= to
             : isDevicePhase(to) && from <= Phase::memref;
}

llvm::StringRef phaseName(Phase phase);
llvm::StringRef phaseExtension(Phase phase);
/// "kernels of loops and their launches": what the phase is, for people.
llvm::StringRef phaseTitle(Phase phase);
std::optional<Phase> phaseByName(llvm::StringRef name);
/// "ast, dnd, ..." for messages.
std::string allPhaseNames();

/// The phase that a module is in, by the dialects of its ops.
Phase detectPhase(mlir::ModuleOp module);

} // namespace dnd::codegen

#endif // DND_CODEGEN_PHASES_H
