//===- ImportToDnd.h - From a .dnd file to a module of the dnd dialect ----===//
//
// The one door to the frontend: parse, elaborate, import.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_IMPORTTODND_H
#define DND_FRONTEND_IMPORTTODND_H

#include "frontend/syntax/Diagnostics.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <string>
#include <utility>
#include <vector>

namespace dnd::frontend {

class ElaborationListener;

struct ImportOptions {
  /// The network to import; needed when the file declares several.
  std::string network;
  /// -D name=value: arguments of the network, extents of its inputs, constants
  /// at the top of files. The value is an expression ("10", "[1, 2]", "local").
  std::vector<std::pair<std::string, std::string>> defines;
  /// Bytes that one parameter may need; 0 means the memory of this machine.
  std::uint64_t memoryLimit = 0;
  /// Told what names, paths and shapes come out; may be null.
  ElaborationListener *listener = nullptr;
};

/// Imports a file ("-" is the standard input): a module with one dnd.network,
/// and dnd.objective and dnd.recipe when the file has a `train` block for the
/// network. Null after an error; messages are in `diags`.
mlir::OwningOpRef<mlir::ModuleOp> importFile(llvm::StringRef path,
                                             mlir::MLIRContext &context,
                                             DiagnosticEngine &diags,
                                             const ImportOptions &options = {});

/// The same for text that the source manager of `diags` holds already.
mlir::OwningOpRef<mlir::ModuleOp> importText(FileId file,
                                             mlir::MLIRContext &context,
                                             DiagnosticEngine &diags,
                                             const ImportOptions &options = {});

} // namespace dnd::frontend

#endif // DND_FRONTEND_IMPORTTODND_H
