//===- NetworkPasses.h - passes on whole networks ---------------*- C++ -*-===//
//
// Passes that run on dnd.network before differentiation.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_NETWORK_NETWORKPASSES_H
#define DND_PASSES_NETWORK_NETWORKPASSES_H

#include "mlir/Pass/Pass.h"

namespace dnd::passes {

/// `dnd-raise`: recognises special forms in chains of contract and map. Every
/// form and every refusal of something near one is a remark of category
/// "raise".
std::unique_ptr<mlir::Pass> createRaisePass();

/// `dnd-fuse-forms`: merges forms of one input whose results are added, and
/// linear layers and biases into the form they are added to. Remarks of
/// category "fuse".
std::unique_ptr<mlir::Pass> createFuseFormsPass();

#define GEN_PASS_REGISTRATION
#include "passes/network/NetworkPasses.h.inc"

} // namespace dnd::passes

#endif // DND_PASSES_NETWORK_NETWORKPASSES_H
