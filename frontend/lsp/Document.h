//===- Document.h - An open file and what is known of it --------*- C++ -*-===//

#ifndef DND_FRONTEND_LSP_DOCUMENT_H
#define DND_FRONTEND_LSP_DOCUMENT_H

#include "frontend/elaborate/Program.h"
#include "frontend/lsp/Names.h"
#include "frontend/lsp/Text.h"
#include "frontend/syntax/Tokens.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dnd::lsp {

/// The path of a `file:` URI; the text itself for any other.
std::string pathOfUri(llvm::StringRef uri);
std::string uriOfPath(llvm::StringRef path);

/// Path and text of open files.
using Overlays = std::vector<std::pair<std::string, std::string>>;

/// A text with its tree, its names, and the files that it imports.
class Parsed {
public:
  Parsed(const std::string &path, const Text &text, const Overlays &overlays);

  /// The declaration of a layer that a text can call, the author's before the
  /// standard library's; null when there is none.
  const frontend::ast::LayerDecl *findLayer(llvm::StringRef name);
  const frontend::ast::ConstDecl *findConst(llvm::StringRef name);
  /// The text of a range of any file.
  llvm::StringRef textOf(SourceRange range) const {
    return sources.text(range);
  }
  /// Path, uri and span of a range of any file; one of the standard library
  /// lies in its read-only copy.
  std::string pathOf(SourceRange range) const;
  Span spanOf(SourceRange range) const;
  /// The path of an imported file.
  std::string importPath(const frontend::ast::ImportDecl &import) const;
  std::vector<std::string> layerNames() const { return program.layerNames(); }
  std::vector<std::string> constantNames() const;

  frontend::FileId id;
  frontend::ast::File tree;
  std::unique_ptr<NameTable> names;
  std::vector<frontend::Token> tokens;

private:
  frontend::SourceManager sources;
  frontend::DiagnosticEngine diags;
  frontend::Program program;
};

/// A file that the editor has open.
struct Document {
  std::string uri, path;
  std::int64_t version = 0;
  Text text;
  /// Made when asked for; gone with each change.
  std::unique_ptr<Parsed> parsed;
};

/// Parses the standard library, which is done once, before anybody waits for
/// it. From any thread.
void parseStd();

/// The path of a read-only copy of a file of the standard library
/// ("dense.dnd"); empty when none can be written.
std::string stdCopy(llvm::StringRef name);

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_DOCUMENT_H
