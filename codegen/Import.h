//===- Import.h - from a file to a module -----------------------*- C++ -*-===//
#ifndef DND_CODEGEN_IMPORT_H
#define DND_CODEGEN_IMPORT_H

#include "codegen/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace dnd::codegen {

struct ImportResult {
  int exitCode = 0;
  bool finished = false; // `text` is all (--emit=ast)
  std::string text;
  std::vector<std::string> files; // that were read, as they were named
  std::string sha256; // of the author's texts, in the order of reading
  std::vector<std::string>
      texts; // of the files, where they are of the language
  /// The author's texts, the model first, by name.
  std::vector<std::pair<std::string, std::string>> ownTexts;
  Phase phase = Phase::dnd;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

/// Reads options.input: the language, or (`.mlir`) the IR of any phase.
ImportResult importModel(const Options &options, mlir::MLIRContext &context);

} // namespace dnd::codegen

#endif // DND_CODEGEN_IMPORT_H
