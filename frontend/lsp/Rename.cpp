//===- Rename.cpp - Another name for one thing ----------------------------===//

#include "frontend/lsp/Features.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using llvm::StringRef;

Json dnd::lsp::prepareRename(View &view, Position position) {
  const Mention *mention = view.parsed.names->at(view.offset(position));
  if (!mention)
    return nullptr;
  const Text &text = view.document.text;
  return {
      {"range", toJson(text.span(mention->range.begin, mention->range.end))},
      {"placeholder", mention->symbol->name}};
}

/// A name of the language: no reserved word, and nothing else.
static bool isName(StringRef name) {
  SourceManager sources;
  std::vector<Token> tokens =
      tokenize(sources.file(sources.addText("<name>", name.str())));
  return tokens.size() == 2 && tokens[0].kind == TokenKind::Name &&
         tokens[0].end == name.size();
}

static bool overlap(SourceRange a, SourceRange b) {
  return a.begin <= b.end && b.begin <= a.end;
}

/// The places of a symbol, from the first to the last.
static SourceRange extentOf(const Symbol &symbol) {
  SourceRange extent = symbol.definitions.front();
  for (SourceRange range : symbol.definitions)
    extent = join(extent, range);
  for (SourceRange range : symbol.uses)
    extent = join(extent, range);
  return extent;
}

/// Another symbol that would be meant where this one is, or the other way
/// round.
static const Symbol *conflict(const NameTable &names, const Symbol &symbol,
                              StringRef name) {
  for (const Symbol &other : names.symbols()) {
    if (&other == &symbol || other.name != name)
      continue;
    bool isGlobal = symbol.scope.end == UINT32_MAX;
    bool isGlobalToo = other.scope.end == UINT32_MAX;
    if (isGlobal && isGlobalToo)
      return &other;
    // Where either is read, the other must not be known.
    for (SourceRange range : symbol.uses)
      if (overlap(range, other.scope))
        return &other;
    for (SourceRange range : other.uses)
      if (overlap(range, symbol.scope))
        return &other;
    if (overlap(extentOf(symbol), other.scope) &&
        overlap(extentOf(other), symbol.scope))
      return &other;
  }
  return nullptr;
}

Json dnd::lsp::rename(View &view, Position position, StringRef name,
                      std::string &error) {
  const Mention *mention = view.parsed.names->at(view.offset(position));
  if (!mention) {
    error = "there is no name of this file here";
    return nullptr;
  }
  if (!isName(name)) {
    error = "'" + name.str() +
            "' is no name: letters, digits and '_', no "
            "digit first, and no reserved word";
    return nullptr;
  }
  const Symbol &symbol = *mention->symbol;
  if (const Symbol *other = conflict(*view.parsed.names, symbol, name)) {
    error = "there is a" +
            std::string(
                llvm::StringRef("aeiou").contains(describe(other->kind).front())
                    ? "n "
                    : " ") +
            describe(other->kind).str() + " '" + name.str() + "' already";
    return nullptr;
  }
  // What the file reads by that name from elsewhere would be this one's.
  bool isGlobal = symbol.scope.end == UINT32_MAX;
  for (const Foreign &foreign : view.parsed.names->foreign())
    if (foreign.name == name &&
        (isGlobal || overlap(foreign.range, symbol.scope))) {
      error = "'" + name.str() + "' means something else here already";
      return nullptr;
    }
  std::vector<SourceRange> places = symbol.definitions;
  llvm::append_range(places, symbol.uses);
  llvm::sort(places,
             [](SourceRange a, SourceRange b) { return a.begin < b.begin; });
  places.erase(std::unique(places.begin(), places.end()), places.end());
  Json edits = Json::array();
  for (SourceRange range : places)
    edits.push_back(
        {{"range", toJson(view.document.text.span(range.begin, range.end))},
         {"newText", name.str()}});
  Json changes = Json::object();
  changes[view.document.uri] = std::move(edits);
  return {{"changes", std::move(changes)}};
}
