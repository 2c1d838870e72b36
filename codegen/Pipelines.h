//===- Pipelines.h - which passes lead from phase to phase ------*- C++ -*-===//
#ifndef DND_CODEGEN_PIPELINES_H
#define DND_CODEGEN_PIPELINES_H

#include "codegen/Options.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Pass/PassManager.h"

namespace dnd::codegen {

/// Every dialect and interface that the compiler uses, in all tools.
void registerEverythingWeUse(mlir::DialectRegistry &registry);
/// Every pass of ours, and the upstream ones that the pipelines use, by name.
void registerPassesWeUse();

/// Whether somebody looks at the IR between passes, and wants all of it: then
/// no pass runs on a part of the module.
inline bool watchesPasses(const Options &options) {
  return !options.dumpDir.empty() || !options.printAfter.empty() ||
         !options.explore.empty();
}

/// Adds the passes that lead to phase `to` from the one before it on its road;
/// nothing for phases that are no MLIR. `march` and `features` go to the
/// descriptor; `beforeDescriptor` runs as a pass before that is made.
void buildPipeline(
    mlir::OpPassManager &pm, Phase to, const Options &options,
    llvm::StringRef march, llvm::ArrayRef<std::string> features,
    std::function<mlir::LogicalResult(mlir::ModuleOp)> beforeDescriptor);

/// Checks what a phase promises; emits an error that names the first op that
/// breaks it.
mlir::LogicalResult verifyPhase(mlir::ModuleOp module, Phase phase);

} // namespace dnd::codegen

#endif // DND_CODEGEN_PIPELINES_H
