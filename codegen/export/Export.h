//===- Export.h - networks in the formats of other programs -----*- C++ -*-===//
#ifndef DND_CODEGEN_EXPORT_EXPORT_H
#define DND_CODEGEN_EXPORT_EXPORT_H

#include "dialect/dnd/DndDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include <string>

namespace dnd::codegen::exporting {

/// What an export came to.
struct Exported {
  std::string data;
  /// What the format cannot say, with its place: no data then.
  std::string refusal;
};

/// A Python file with one nn.Module whose state_dict has the paths of the
/// model, a reader of our weights, and a self-test. `source` is the model
/// file's name.
Exported exportTorch(mlir::ModuleOp module, llvm::StringRef source);

/// An ONNX model (IR version 8, opset 15). Parameters, tables and states are
/// inputs of its graph under their paths; whoever has the weights makes them
/// initializers (dnd export).
Exported exportOnnx(mlir::ModuleOp module, llvm::StringRef source);

/// The network that evaluates, and the one that trains where it differs, of a
/// module whose modes are resolved.
struct Networks {
  dnd::NetworkOp evaluates, trains;
};
Networks networksOf(mlir::ModuleOp module);

/// The author's line and the layer of an op: "net.dnd:4:3 (layer 'fc')".
std::string placeOf(mlir::Operation *op);
/// The path of the layer, or empty.
llvm::StringRef layerOf(mlir::Operation *op);

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_EXPORT_H
