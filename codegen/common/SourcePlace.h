//===- SourcePlace.h - where an op comes from -------------------*- C++ -*-===//
#ifndef DND_CODEGEN_COMMON_SOURCEPLACE_H
#define DND_CODEGEN_COMMON_SOURCEPLACE_H

#include "mlir/IR/Location.h"
#include <string>

namespace dnd::codegen {

/// The first position in a file that `loc` has, or null; `layer`, when empty,
/// becomes the path of the layer around it.
mlir::FileLineColLoc findFile(mlir::Location loc, std::string &layer);

/// "mnist.dnd:4:3" and the path of the layer; empty when unknown.
struct SourcePlace {
  std::string text, layer;
};
SourcePlace sourcePlace(mlir::Location loc);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_SOURCEPLACE_H
