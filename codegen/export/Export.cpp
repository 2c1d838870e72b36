//===- Export.cpp - networks in the formats of other programs -------------===//
#include "codegen/export/Export.h"
#include "mlir/IR/Location.h"

using namespace mlir;

namespace dnd::codegen::exporting {

Networks networksOf(ModuleOp module) {
  Networks found;
  for (auto network : module.getOps<dnd::NetworkOp>())
    (network.getTrainingOf() ? found.trains : found.evaluates) = network;
  return found;
}

llvm::StringRef layerOf(Operation *op) {
  if (auto name = op->getLoc()->findInstanceOf<NameLoc>())
    return name.getName().getValue();
  return "";
}

std::string placeOf(Operation *op) {
  std::string text;
  if (auto file = op->getLoc()->findInstanceOf<FileLineColLoc>())
    text = (file.getFilename().getValue() + ":" + llvm::Twine(file.getLine()) +
            ":" + llvm::Twine(file.getColumn()))
               .str();
  llvm::StringRef layer = layerOf(op);
  if (!layer.empty())
    text += (text.empty() ? "layer '" : " (layer '") + layer.str() +
            (text.empty() ? "'" : "')");
  return text.empty() ? "an unknown place" : text;
}

} // namespace dnd::codegen::exporting
