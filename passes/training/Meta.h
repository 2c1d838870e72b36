//===- Meta.h - the descriptor of a model as attributes ---------*- C++ -*-===//
#ifndef DND_PASSES_TRAINING_META_H
#define DND_PASSES_TRAINING_META_H

#include "passes/training/ModelInfo.h"

namespace dnd::passes {

/// `dnd.meta`: the part of the descriptor (runtime/README.md) that the network
/// and its recipe decide. Names and nesting are those of the JSON; code
/// generation adds `compiler`, `source`, `source_sha256` and `target`.
mlir::DictionaryAttr buildMeta(const ModelInfo &info);

/// "file.dnd:4:3" of the author's place of an op, or "" if it has none.
std::string locationText(mlir::Location loc);

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_META_H
