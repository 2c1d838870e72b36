//===- Words.cpp - What the words of the language mean --------------------===//
//
// Reads the tables of the embedded reference. The heading of a table says what
// its rows are; the code in the first cell of a row names its words.
//
//===----------------------------------------------------------------------===//

#include "frontend/lsp/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

using namespace dnd::lsp;
using llvm::StringRef;
namespace recipe = dnd::recipe;

namespace {

struct EmbeddedText {
  llvm::StringLiteral name, text;
};
constexpr EmbeddedText Reference[] = {
#include "frontend/Language.inc"
};

struct Heading {
  llvm::StringLiteral cell;
  WordKind kind;
};
constexpr Heading Headings[] = {
    {"statement", WordKind::Statement},
    {"reduction", WordKind::Reduction},
    {"initialiser", WordKind::Initialiser},
    {"generator", WordKind::Generator},
    {"distribution", WordKind::Distribution},
    {"function", WordKind::Function},
    {"layer", WordKind::Layer},
    {"key", WordKind::RecipeKey},
    {"reader", WordKind::Reader},
};

} // namespace

/// The cells of a row; a `|` in code belongs to its cell.
static std::vector<std::string> cellsOf(StringRef line) {
  std::vector<std::string> cells;
  line = line.trim();
  line.consume_front("|");
  line.consume_back("|");
  std::string cell;
  bool isCode = false;
  for (char c : line) {
    isCode ^= c == '`';
    if (c == '|' && !isCode) {
      cells.push_back(StringRef(cell).trim().str());
      cell.clear();
    } else {
      cell += c;
    }
  }
  cells.push_back(StringRef(cell).trim().str());
  return cells;
}

/// The pieces of code of a cell.
static std::vector<StringRef> codeOf(StringRef cell) {
  std::vector<StringRef> pieces;
  llvm::SmallVector<StringRef> parts;
  cell.split(parts, '`');
  for (std::size_t i = 1; i < parts.size(); i += 2)
    pieces.push_back(parts[i]);
  return pieces;
}

static StringRef firstName(StringRef code) {
  return code.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
}

static void addRow(WordKind kind, StringRef line, std::vector<Word> &words) {
  std::vector<std::string> cells = cellsOf(line);
  std::string text;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    // A reader's row has its arguments between name and meaning.
    if (!cells[i].empty() && !text.empty())
      text += "\n\n";
    text += cells[i];
  }
  for (StringRef code : codeOf(cells[0]))
    if (StringRef name = firstName(code); !name.empty())
      words.push_back({kind, name.str(), code.str(), text});
}

static std::vector<Word> readTables(StringRef text) {
  std::vector<Word> words;
  std::optional<WordKind> kind;
  bool isHeading = true;
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    text = rest;
    if (!line.starts_with("| ")) {
      kind.reset();
      isHeading = true;
      continue;
    }
    if (isHeading) {
      std::string first = cellsOf(line)[0];
      for (const Heading &heading : Headings)
        if (heading.cell == first)
          kind = heading.kind;
    } else if (kind && !line.starts_with("| ---")) {
      addRow(*kind, line, words);
    }
    isHeading = false;
  }
  return words;
}

llvm::ArrayRef<Word> dnd::lsp::allWords() {
  static const std::vector<Word> words = readTables(Reference[0].text);
  return words;
}

const Word *dnd::lsp::findWord(WordKind kind, StringRef name) {
  for (const Word &word : allWords())
    if (word.kind == kind && word.name == name)
      return &word;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Recipes
//===----------------------------------------------------------------------===//

/// Empty for an argument that may be left out without a value of its own.
static std::string fallbackText(const recipe::Argument &argument) {
  using Default = recipe::Default::Kind;
  switch (argument.fallback.kind) {
  case Default::Number:
    if (argument.type == recipe::Type::Flag)
      return argument.fallback.number != 0 ? "true" : "false";
    break;
  case Default::Text:
    return "\"" + std::string(argument.fallback.text) + "\"";
  default:
    return "";
  }
  std::string text;
  llvm::raw_string_ostream os(text);
  os << llvm::format("%.10g", argument.fallback.number);
  return text;
}

std::string dnd::lsp::usageOf(const recipe::Function &function) {
  std::string text(function.name);
  std::string inside;
  for (const recipe::Argument &argument : function.arguments) {
    std::string fallback = fallbackText(argument);
    inside += (inside.empty() ? "" : ", ") + std::string(argument.name) +
              (fallback.empty() ? "" : " = " + fallback);
  }
  if (function.takesMore)
    inside += inside.empty() ? "..." : ", ...";
  return inside.empty() ? text : text + "(" + inside + ")";
}

std::string dnd::lsp::describe(const recipe::Argument &argument) {
  std::string fallback = fallbackText(argument);
  bool isNumber = argument.type == recipe::Type::Number ||
                  argument.type == recipe::Type::Whole;
  std::string_view wanted = isNumber && argument.range != recipe::Range::Any
                                ? recipe::wanted(argument.range)
                                : recipe::wanted(argument.type);
  std::string text(argument.name);
  if (!fallback.empty())
    text += " = " + fallback;
  text += ": " + std::string(wanted);
  return argument.isRequired() ? text + ", needed" : text;
}

llvm::ArrayRef<recipe::Kind> dnd::lsp::kindsBehind(StringRef key) {
  using recipe::Kind;
  struct Row {
    llvm::StringLiteral key;
    Kind kind;
  };
  static constexpr Row rows[] = {
      {"data", Kind::Reader},
      {"normalize", Kind::Normalization},
      {"augment", Kind::Augmentation},
      {"optimizer", Kind::Optimizer},
      {"clip", Kind::Clip},
      {"schedule", Kind::Schedule},
      {"precision", Kind::Precision},
      {"loss", Kind::Loss},
      {"metrics", Kind::Metric},
  };
  for (const Row &row : rows)
    if (row.key == key)
      return row.kind;
  return {};
}
