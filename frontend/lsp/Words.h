//===- Words.h - What the words of the language mean ------------*- C++ -*-===//
//
// The rows of the tables of grammar/LANGUAGE.md, and the arguments that
// dndrt/recipe.def knows: what an editor shows beside a word.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_WORDS_H
#define DND_FRONTEND_LSP_WORDS_H

#include "dndrt/recipe.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace dnd::lsp {

/// Which table of the reference a word stands in.
enum class WordKind : std::uint8_t {
  Statement,    ///< of a body: `param`, `output`, ...
  Reduction,    ///< `sum`, `max`, ...
  Initialiser,  ///< behind the `~` of a param or state
  Generator,    ///< behind the `~` of a table
  Distribution, ///< behind the `~` of a noise
  Function,
  Layer,     ///< of the standard library
  RecipeKey, ///< a line of a train block
  Reader,    ///< of the line `data`
};

/// A word, how it is written, and what that means.
struct Word {
  WordKind kind;
  std::string name;
  /// "leaky_relu(x, slope = 0.01)"
  std::string usage;
  /// Markdown; may be empty where the name says it.
  std::string text;
};

/// All words, in the order of the reference.
llvm::ArrayRef<Word> allWords();
/// Null when the table has no such word.
const Word *findWord(WordKind kind, llvm::StringRef name);

/// "sgd(lr = 0.01, momentum = 0, weight_decay = 0, nesterov = false)".
std::string usageOf(const recipe::Function &function);
/// "lr = 0.01: a number from 0".
std::string describe(const recipe::Argument &argument);
/// The kinds of functions that stand behind a key of a recipe.
llvm::ArrayRef<recipe::Kind> kindsBehind(llvm::StringRef key);

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_WORDS_H
