//===- Remarks.h - what a pass says about its decisions ---------*- C++ -*-===//
//
// A remark is an MLIR diagnostic of severity Remark whose text ends with its
// category in brackets: "recognised a quadratic form ... [raise]". The driver
// shows the categories named by -Rpass=, tests match the text.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_REMARKS_H
#define DND_PASSES_REMARKS_H

#include "mlir/IR/Diagnostics.h"

namespace dnd::passes {

/// The categories there are.
inline constexpr llvm::StringLiteral RemarkCategories[] = {
    "raise", "fuse", "kernel", "select", "cuda"};

/// Emits `message` at `location` as a remark of `category`.
inline void emitPassRemark(mlir::Location location, llvm::StringRef category,
                           const llvm::Twine &message) {
  mlir::emitRemark(location) << message.str() << " [" << category << "]";
}

/// The category of a remark emitted by emitPassRemark, or "" for others.
inline llvm::StringRef remarkCategory(llvm::StringRef message) {
  if (!message.consume_back("]"))
    return "";
  size_t open = message.rfind(" [");
  return open == llvm::StringRef::npos ? "" : message.substr(open + 2);
}

} // namespace dnd::passes

#endif // DND_PASSES_REMARKS_H
