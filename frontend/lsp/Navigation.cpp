//===- Navigation.cpp - From a name to its places -------------------------===//

#include "frontend/lsp/Features.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

Json dnd::lsp::toJson(Position position) {
  return {{"line", position.line}, {"character", position.character}};
}

Json dnd::lsp::toJson(const Span &span) {
  return {{"start", toJson(span.begin)}, {"end", toJson(span.end)}};
}

/// A place of this text or another; null when it lies in no file.
Json dnd::lsp::locationOf(const View &view, SourceRange range) {
  if (!range.isValid())
    return nullptr;
  if (range.file == view.parsed.id)
    return {{"uri", view.document.uri},
            {"range", toJson(view.document.text.span(range.begin, range.end))}};
  std::string path = view.parsed.pathOf(range);
  if (path.empty())
    return nullptr;
  return {{"uri", uriOfPath(path)},
          {"range", toJson(view.parsed.spanOf(range))}};
}

/// The file of an import whose path stands under the cursor.
static Json importAt(View &view, std::uint32_t offset) {
  for (const DeclPtr &decl : view.parsed.tree.declarations)
    if (const auto *import = llvm::dyn_cast<ImportDecl>(decl.get()))
      if (import->pathRange.begin <= offset && offset <= import->pathRange.end)
        return {{"uri", uriOfPath(view.parsed.importPath(*import))},
                {"range", toJson(Span())}};
  return nullptr;
}

Json dnd::lsp::definition(View &view, Position position) {
  std::uint32_t offset = view.offset(position);
  if (const Mention *mention = view.parsed.names->at(offset))
    return locationOf(view, mention->definition);
  if (const Foreign *foreign = view.parsed.names->foreignAt(offset)) {
    if (const LayerDecl *layer = view.parsed.findLayer(foreign->name))
      return locationOf(view, layer->name.range);
    if (const ConstDecl *constant = view.parsed.findConst(foreign->name))
      return locationOf(view, constant->name.range);
    return nullptr;
  }
  return importAt(view, offset);
}

static std::vector<SourceRange> placesOf(const Symbol &symbol,
                                         bool withDeclaration) {
  std::vector<SourceRange> places = symbol.uses;
  if (withDeclaration)
    llvm::append_range(places, symbol.definitions);
  llvm::sort(places,
             [](SourceRange a, SourceRange b) { return a.begin < b.begin; });
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

Json dnd::lsp::references(View &view, Position position, bool withDeclaration) {
  const Mention *mention = view.parsed.names->at(view.offset(position));
  if (!mention)
    return nullptr;
  Json found = Json::array();
  for (SourceRange range : placesOf(*mention->symbol, withDeclaration))
    found.push_back(locationOf(view, range));
  return found;
}

Json dnd::lsp::highlights(View &view, Position position) {
  const Mention *mention = view.parsed.names->at(view.offset(position));
  if (!mention)
    return nullptr;
  Json found = Json::array();
  for (SourceRange range : placesOf(*mention->symbol, true))
    found.push_back(
        {{"range", toJson(view.document.text.span(range.begin, range.end))},
         {"kind",
          llvm::is_contained(mention->symbol->definitions, range) ? 3 : 2}});
  return found;
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

/// SymbolKind of the protocol.
static int protocolKind(SymbolKind kind) {
  switch (kind) {
  case SymbolKind::Network:
    return 5; // class
  case SymbolKind::Layer:
    return 12; // function
  case SymbolKind::Const:
  case SymbolKind::RecipeConst:
    return 14; // constant
  case SymbolKind::Param:
  case SymbolKind::State:
  case SymbolKind::Table:
    return 8; // field
  case SymbolKind::Input:
    return 7; // property
  default:
    return 13; // variable
  }
}

static Json symbolJson(const View &view, const std::string &name, int kind,
                       SourceRange whole, SourceRange selection,
                       const std::string &detail) {
  // The protocol wants the selection inside of the whole.
  SourceRange range = join(whole, selection);
  const Text &text = view.document.text;
  return {{"name", name},
          {"kind", kind},
          {"detail", detail},
          {"range", toJson(text.span(range.begin, range.end))},
          {"selectionRange", toJson(text.span(selection.begin, selection.end))},
          {"children", Json::array()}};
}

Json dnd::lsp::documentSymbols(View &view) {
  Json outline = Json::array();
  for (const DeclPtr &decl : view.parsed.tree.declarations) {
    Json entry;
    if (const auto *layer = llvm::dyn_cast<LayerDecl>(decl.get())) {
      if (layer->name.empty())
        continue;
      entry = symbolJson(view, layer->name.name, layer->isNetwork ? 5 : 12,
                         decl->range, layer->name.range,
                         layer->isNetwork ? "network" : "layer");
    } else if (const auto *train = llvm::dyn_cast<TrainDecl>(decl.get())) {
      if (train->network.empty())
        continue;
      entry = symbolJson(view, "train " + train->network.name, 2, decl->range,
                         train->network.range, "recipe");
      for (const TrainEntry &line : train->entries)
        if (!line.key.empty())
          entry["children"].push_back(symbolJson(
              view, line.key.name, 7, line.range, line.key.range, ""));
    } else if (const auto *constant = llvm::dyn_cast<ConstDecl>(decl.get())) {
      if (constant->name.empty())
        continue;
      entry = symbolJson(view, constant->name.name, 14, decl->range,
                         constant->name.range, "constant");
    } else {
      continue;
    }
    for (const Symbol &symbol : view.parsed.names->symbols())
      if (symbol.owner == decl.get() && !symbol.layer &&
          symbol.kind != SymbolKind::Index && symbol.kind != SymbolKind::Loop &&
          symbol.kind != SymbolKind::Dimension &&
          symbol.kind != SymbolKind::RecipeConst &&
          !llvm::isa<ConstDecl>(decl.get()))
        entry["children"].push_back(symbolJson(
            view, symbol.name, protocolKind(symbol.kind), symbol.statement,
            symbol.definitions.front(), describe(symbol.kind).str()));
    outline.push_back(std::move(entry));
  }
  return outline;
}
