//===- Import.cpp - from a file to a module -------------------------------===//
#include "codegen/Import.h"
#include "codegen/Driver.h"
#include "frontend/ImportToDnd.h"
#include "frontend/syntax/Ast.h"
#include "frontend/syntax/AstBuilder.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace dnd::codegen;

static std::string checksum(llvm::ArrayRef<llvm::StringRef> texts) {
  llvm::SHA256 sum;
  for (llvm::StringRef text : texts)
    sum.update(text);
  return llvm::toHex(sum.final(), /*LowerCase=*/true);
}

/// IR of a later phase.
static ImportResult importIr(const Options &options, MLIRContext &context,
                             std::unique_ptr<llvm::MemoryBuffer> buffer) {
  ImportResult result;
  result.sha256 = checksum({buffer->getBuffer()});
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  result.module = parseSourceFile<ModuleOp>(sources, &context);
  if (!result.module) {
    result.exitCode = exitModel;
    return result;
  }
  result.phase = detectPhase(*result.module);
  return result;
}

/// A file of the language; its messages are printed here.
static ImportResult importText(const Options &options, MLIRContext &context) {
  using namespace dnd::frontend;
  ImportResult result;
  SourceManager sources;
  dnd::frontend::DiagnosticEngine diags(sources);
  for (const std::string &warning : options.warnings)
    if (!diags.warnings().apply(warning)) {
      llvm::errs() << "dndc: error: unknown warning '-W" << warning << "'\n";
      result.exitCode = exitUsage;
      return result;
    }
  if (options.emit == Phase::ast) {
    std::string error;
    if (std::optional<FileId> file = sources.addFile(options.input, error)) {
      ast::File tree = parseFile(*file, diags);
      if (!diags.hasErrors()) {
        llvm::raw_string_ostream stream(result.text);
        ast::dump(tree, stream, &sources);
      }
    } else {
      llvm::errs() << "error: cannot read '" << options.input << "': " << error
                   << "\n";
      result.exitCode = exitModel;
    }
    result.finished = true;
  } else {
    ImportOptions import;
    import.network = options.network;
    import.defines = options.defines;
    result.module = importFile(options.input, context, diags, import);
  }
  llvm::SmallVector<llvm::StringRef> texts;
  for (FileId id = 0; id < sources.size(); ++id) {
    const SourceFile &file = sources.file(id);
    result.files.push_back(file.name().str());
    result.texts.push_back(file.text().str());
    // The library and -D have names that no file has.
    if (id == 0 || !file.name().starts_with("<")) {
      texts.push_back(file.text());
      result.ownTexts.push_back({file.name().str(), file.text().str()});
    }
  }
  result.sha256 = checksum(texts);
  PrintOptions print;
  print.json = options.jsonDiagnostics;
  if (!diags.sorted().empty())
    diags.print(llvm::errs(), print);
  if (diags.hasErrors() || (!result.finished && !result.module))
    result.exitCode = exitModel;
  return result;
}

ImportResult dnd::codegen::importModel(const Options &options,
                                       MLIRContext &context) {
  if (!llvm::StringRef(options.input).ends_with(".mlir"))
    return importText(options, context);
  ImportResult result;
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(options.input);
  if (!buffer) {
    llvm::errs() << "error: cannot read '" << options.input
                 << "': " << buffer.getError().message() << "\n";
    result.exitCode = exitModel;
    return result;
  }
  result = importIr(options, context, std::move(*buffer));
  result.files = {options.input};
  return result;
}
