//===- Features.h - What the server answers ---------------------*- C++ -*-===//
//
// One function for each request about a text; results are in the form of the
// protocol, null when there is nothing to say.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_FEATURES_H
#define DND_FRONTEND_LSP_FEATURES_H

#include "frontend/lsp/Analysis.h"
#include "frontend/lsp/Document.h"
#include "frontend/lsp/Json.h"

namespace dnd::lsp {

/// A text as a request finds it.
struct View {
  const Document &document;
  Parsed &parsed;
  /// Of this text or an older one; null before the first.
  std::shared_ptr<const Analysis> analysis;

  llvm::StringRef text() const { return document.text.str(); }
  std::uint32_t offset(Position position) const {
    return document.text.offset(position);
  }
};

Json toJson(Position position);
Json toJson(const Span &span);
Json locationOf(const View &view, SourceRange range);

Json hover(View &view, Position position);
Json completion(View &view, Position position);
Json definition(View &view, Position position);
/// All places of the name; `withDeclaration` as the protocol means it.
Json references(View &view, Position position, bool withDeclaration);
Json highlights(View &view, Position position);
Json documentSymbols(View &view);

/// The span of the name that would change; null when none can.
Json prepareRename(View &view, Position position);
/// A WorkspaceEdit, or the reason against it in `error`.
Json rename(View &view, Position position, llvm::StringRef name,
            std::string &error);

/// Edits that bring the whole text into its layout: none when it has it, null
/// when it has syntax errors.
Json format(const Document &document);

/// The types of semantic tokens, in the order of their numbers.
Json semanticTokenTypes();
Json semanticTokens(View &view);

/// What publishDiagnostics takes.
Json publishedDiagnostics(const Snapshot &snapshot, const Analysis &analysis);

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_FEATURES_H
