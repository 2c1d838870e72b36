//===- LineMaps.h - From lines of a phase to lines of the model -*- C++ -*-===//
//
// Reads the places that MLIR, LLVM IR, assembly and PTX carry in their texts,
// and gives the texts without them.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPLORE_LINEMAPS_H
#define DND_CODEGEN_EXPLORE_LINEMAPS_H

#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dnd::codegen {

/// A line of a file of the model, from 1.
using ModelLine = std::pair<std::string, unsigned>;

/// A line of a phase and the lines of the model that it was made of.
struct MappedLine {
  std::string text;
  std::set<ModelLine> from;
};
using MappedText = std::vector<MappedLine>;

/// What MLIR prints with debug information. A line that opens a region is of
/// the place of the operation, which stands behind the region.
MappedText mapMlir(llvm::StringRef text);
/// LLVM IR with `!dbg` and its metadata.
MappedText mapLlvmIr(llvm::StringRef text);
/// Assembly or PTX with `.file` and `.loc`; what only debuggers read is left
/// out.
MappedText mapAssembly(llvm::StringRef text);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EXPLORE_LINEMAPS_H
