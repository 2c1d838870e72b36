//===- Names.h - Which names of a file are one ------------------*- C++ -*-===//
//
// The scopes of a text without running it (rules C7, C15, C22, C24, C36, C47):
// declarations, formals, dimensions, values of bodies, indices, constants and
// outputs of recipes. What is not known here belongs to another file, to the
// standard library, or to the language.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_NAMES_H
#define DND_FRONTEND_LSP_NAMES_H

#include "frontend/syntax/Ast.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"

#include <deque>
#include <map>

namespace dnd::lsp {

using frontend::SourceRange;

enum class SymbolKind : std::uint8_t {
  Layer,
  Network,
  Const,
  Formal,
  Dimension,
  Input,
  Param,
  Table,
  State,
  Noise,
  Variable,
  Index,
  Loop,
  RecipeConst,
};

/// "parameter", "input dimension", ...
llvm::StringRef describe(SymbolKind kind);

/// A name and all places that mean it.
struct Symbol {
  SymbolKind kind;
  std::string name;
  /// The declaration that it belongs to; itself for a layer.
  const frontend::ast::Decl *owner = nullptr;
  /// Of a layer or network.
  const frontend::ast::LayerDecl *layer = nullptr;
  std::string doc;
  /// The statement that made it, for what hover shows; invalid for formals.
  SourceRange statement;
  /// Where it can be read.
  SourceRange scope;
  /// Where it gets a value, in the order of the text; at least one.
  std::vector<SourceRange> definitions;
  /// Where it is read.
  std::vector<SourceRange> uses;
};

/// A place that mentions a symbol.
struct Mention {
  SourceRange range;
  const Symbol *symbol = nullptr;
  /// The definition that is read here: the last one above, where there are
  /// several.
  SourceRange definition;
};

/// A name that means nothing of this file.
struct Foreign {
  SourceRange range;
  std::string name;
  /// It is called, or a stage of a pipe.
  bool isCallee = false;
};

class NameTable {
public:
  /// `isForeignConst` says whether an imported file has a constant of a name:
  /// such a name is no new dimension.
  NameTable(const frontend::ast::File &file,
            llvm::function_ref<bool(llvm::StringRef)> isForeignConst);
  NameTable(const NameTable &) = delete;

  const std::deque<Symbol> &symbols() const { return all; }
  /// What stands at a byte or ends there; null when no name does.
  const Mention *at(std::uint32_t offset) const;
  const Foreign *foreignAt(std::uint32_t offset) const;
  /// What a body can read at a byte, innermost first, and the declarations of
  /// the file.
  std::vector<const Symbol *> visibleAt(std::uint32_t offset) const;
  /// A layer, network or constant of the file; null when there is none.
  const Symbol *global(llvm::StringRef name) const {
    return globals.lookup(name);
  }
  /// What a network, the last one of its name, calls its outputs.
  std::vector<const Symbol *> outputsOf(llvm::StringRef network) const {
    auto it = outputs.find(network.str());
    return it == outputs.end() ? std::vector<const Symbol *>() : it->second;
  }
  const std::vector<Foreign> &foreign() const { return unknown; }

private:
  friend class NameWalker;

  std::deque<Symbol> all;
  llvm::StringMap<Symbol *> globals;
  /// By the first byte.
  std::map<std::uint32_t, Mention> mentions;
  std::vector<Foreign> unknown;
  std::map<std::string, std::vector<const Symbol *>> outputs;
};

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_NAMES_H
