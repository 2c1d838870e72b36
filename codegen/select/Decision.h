//===- Decision.h - a choice with its reasons -------------------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_DECISION_H
#define DND_CODEGEN_SELECT_DECISION_H

#include "codegen/select/HostRoof.h"

namespace dnd::codegen {

/// What runs an op on a device, and why, in words.
struct Decision {
  dndrt::Maker maker = dndrt::Maker::own;
  /// Empty where nothing is to be chosen: the op has one way only.
  llvm::StringRef kernel;
  mlir::DictionaryAttr plan;
  Expectation expectation;
  std::string what, why;
};

/// Bytes of all operands of `op`, on buffers, with `batch` samples.
double bytesOf(mlir::Operation *op, int64_t batch);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_DECISION_H
