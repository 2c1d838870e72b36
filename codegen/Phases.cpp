//===- Phases.cpp - the phases of the compiler ----------------------------===//
#include "codegen/Phases.h"
#include "dialect/dnd/DndDialect.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dnd::codegen;

/// `asm` is a word of C++; its id has an underscore.
static llvm::StringRef trim(llvm::StringRef id) { return id.rtrim('_'); }

llvm::StringRef dnd::codegen::phaseName(Phase phase) {
  switch (phase) {
#define DND_PHASE(id, extension, text)                                         \
  case Phase::id:                                                              \
    return trim(#id);
#include "codegen/Phases.def"
  }
  return "";
}

llvm::StringRef dnd::codegen::phaseExtension(Phase phase) {
  switch (phase) {
#define DND_PHASE(id, extension, text)                                         \
  case Phase::id:                                                              \
    return extension;
#include "codegen/Phases.def"
  }
  return "";
}

llvm::StringRef dnd::codegen::phaseTitle(Phase phase) {
  switch (phase) {
#define DND_PHASE(id, extension, text)                                         \
  case Phase::id:                                                              \
    return text;
#include "codegen/Phases.def"
  }
  return "";
}

std::optional<Phase> dnd::codegen::phaseByName(llvm::StringRef name) {
#define DND_PHASE(id, extension, text)                                         \
  if (name == trim(#id))                                                       \
    return Phase::id;
#include "codegen/Phases.def"
  return std::nullopt;
}

std::string dnd::codegen::allPhaseNames() {
  std::string names;
#define DND_PHASE(id, extension, text)                                         \
  names += (names.empty() ? "" : ", ") + trim(#id).str();
#include "codegen/Phases.def"
  return names;
}

Phase dnd::codegen::detectPhase(ModuleOp module) {
  for (auto kernels : module.getOps<gpu::GPUModuleOp>())
    return kernels.getOps<gpu::GPUFuncOp>().empty() &&
                   !kernels.getOps<LLVM::LLVMFuncOp>().empty()
               ? Phase::nvvm
               : Phase::gpu;
  bool network = false, primitives = false, forms = false, tensors = false,
       buffers = false, launches = false, llvm = false;
  module.walk([&](Operation *op) {
    network |= isa<dnd::NetworkOp>(op);
    forms |= isa<dnd::FormOpInterface>(op);
    primitives |= isa<dnd::DndDialect>(op->getDialect());
    launches |= isa<dnd::dndrt::LaunchOp>(op);
    llvm |= isa<LLVM::LLVMFuncOp>(op);
    for (Value result : op->getResults())
      tensors |= isa<TensorType>(result.getType());
    if (auto func = dyn_cast<FunctionOpInterface>(op))
      for (Type type : func.getArgumentTypes()) {
        tensors |= isa<TensorType>(type);
        buffers |= isa<MemRefType>(type);
      }
  });
  if (network)
    return forms ? Phase::forms : Phase::dnd;
  if (primitives)
    return Phase::train;
  if (tensors)
    return Phase::linalg;
  if (launches)
    return Phase::loops;
  if (buffers)
    return Phase::memref;
  return llvm ? Phase::llvm : Phase::train;
}
