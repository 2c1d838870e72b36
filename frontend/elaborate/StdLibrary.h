//===- StdLibrary.h - The layers that come with the compiler ----*- C++ -*-===//
//
// The text of std/*.dnd, embedded when the compiler is built.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_STDLIBRARY_H
#define DND_FRONTEND_STDLIBRARY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace dnd::frontend {

/// One file of the standard library.
struct StdFile {
  /// "dense.dnd"
  llvm::StringLiteral name;
  llvm::StringLiteral text;
};
llvm::ArrayRef<StdFile> stdFiles();

/// The file that declares a layer; null when none does.
const StdFile *stdFileOf(llvm::StringRef layer);
/// Names of all layers, sorted.
std::vector<std::string> stdLayerNames();
/// The text of a layer with its documentation, or of a whole file when `name`
/// is the name of one ("dendrites" is both; the layer wins).
std::optional<std::string> stdText(llvm::StringRef name);

} // namespace dnd::frontend

#endif // DND_FRONTEND_STDLIBRARY_H
