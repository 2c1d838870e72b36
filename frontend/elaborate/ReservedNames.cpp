//===- ReservedNames.cpp - Names that files have for themselves -----------===//
//
// The formats: safetensors, and the .npz files of `forward`.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/ReservedNames.h"

using namespace dnd::frontend;

static llvm::StringRef wordOf(Storage::Kind kind) {
  switch (kind) {
  case Storage::Kind::Param:
    return "parameter";
  case Storage::Kind::Table:
    return "table";
  case Storage::Kind::State:
    return "state";
  }
  return "parameter";
}

void dnd::frontend::checkReservedNames(DiagnosticEngine &diags,
                                       const StoredTensors &kept,
                                       llvm::ArrayRef<std::string> inputs,
                                       llvm::ArrayRef<NamedTensor> outputs,
                                       bool hasRecipe) {
  for (const auto &[path, storage] : kept) {
    if (path == "__metadata__")
      diags
          .emit<DiagKind::NotUsableHere>(
              storage.range, "'__metadata__'",
              ("as the name of a " + wordOf(storage.kind)).str())
          .hint("files of weights keep what describes them under this name");
    for (const std::string &input : inputs)
      if (path == "input." + input)
        diags
            .emit<DiagKind::NotUsableHere>(storage.range, "'" + path + "'",
                                           "as the path of a parameter")
            .hint("the gradient of input '" + input +
                  "' is stored under this name");
  }
  for (const NamedTensor &output : outputs)
    if (hasRecipe && output.name == "loss")
      diags
          .emit<DiagKind::NotUsableHere>(
              output.range, "'loss'",
              "as the name of an output of a network that is trained")
          .hint("results hold the loss under this name");
}
