//===- Situation.h - Where in a text somebody is writing --------*- C++ -*-===//
//
// Found from the words in front of the cursor, so that it holds while the text
// is no text of the language yet.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_SITUATION_H
#define DND_FRONTEND_LSP_SITUATION_H

#include "frontend/syntax/Tokens.h"

#include <set>
#include <string>

namespace dnd::lsp {

enum class Where : std::uint8_t {
  Nowhere,      ///< in a comment or string
  Top,          ///< between declarations
  Header,       ///< name and formals of a layer or network
  Type,         ///< behind the `:` of a formal or constant
  Statement,    ///< at the beginning of one
  Expression,   ///< of a body or of a constant
  Rule,         ///< behind `~`
  TrainHead,    ///< name of the network of a recipe
  RecipeKey,    ///< at the beginning of a line of a recipe
  RecipeValue,  ///< behind the key
  GroupSetting, ///< at the beginning of a line in the braces of a `group`
};

struct Situation {
  Where where = Where::Top;
  /// The word that is being written: [wordBegin, offset).
  std::uint32_t wordBegin = 0;
  /// `param`, `table`, ... of the statement; EndOfFile for none.
  frontend::TokenKind statement = frontend::TokenKind::EndOfFile;
  /// The network of a recipe.
  std::string network;
  /// The key of the line of a recipe.
  std::string key;
  /// What is called, when the cursor is among the arguments of a call.
  std::string callee;
  bool isArgument = false;
  /// An argument may start here.
  bool isArgumentStart = false;
  /// Names of arguments that the call has already, and keys that the recipe
  /// has.
  std::set<std::string> given;
  /// Directly behind `|>`.
  bool isStage = false;
};

/// The situation at a byte of a text, at most its length.
Situation situationAt(llvm::StringRef text, std::uint32_t offset);

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_SITUATION_H
