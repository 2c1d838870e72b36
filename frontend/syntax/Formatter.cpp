//===- Formatter.cpp - Canonical layout of .dnd text ----------------------===//
//
// Works on tokens, so comments need no care: each line of the author becomes
// one line with its indentation and spacing made canonical; then columns are
// aligned over neighbouring lines (FormatterColumns.cpp).
//
//   indentation   2 a block, 4 more where a statement goes on
//   blank lines   at most one, none at the edges of a block
//   columns       names behind input/param/table/state/update/noise/const/
//                 output, '~' of neighbouring parameters, values of a recipe,
//                 comments behind neighbouring lines
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Formatter.h"

#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/FormatterColumns.h"
#include "frontend/syntax/Tokens.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::frontend;
using llvm::StringRef;

namespace {

using Line = FormattedLine;

class Layout {
public:
  Layout(llvm::ArrayRef<Token> tokens, StringRef text)
      : tokens(tokens), text(text) {}

  std::string run();

private:
  enum class Brace { File, Body, Recipe, Settings };
  /// An open parenthesis or bracket, and the spacing inside.
  struct Bracket {
    TokenKind kind;
    bool reductionHead;
    /// In indices, and between several arguments: `fan_in = h*w, b = c`.
    bool tightProducts;
    /// Indices without operators: `w[j,i,k]`.
    bool tightCommas;
    /// Several indices, one of them a sum: `x[c, p+r]`.
    bool tightSums;
  };

  void addLine(llvm::ArrayRef<Token> line);
  void addToken(Line &line, const Token &token);
  void addCode(Line &line, const Token &token);
  void updateNesting(const Token &token);
  void endLine(std::size_t next);
  bool wantsSpace(const Token &token) const;
  bool wantsSpaceBehind() const;
  bool isSubscript(const Token &token) const;
  Bracket openBracket(const Token &token) const;
  bool isHead(const Token &token, llvm::ArrayRef<Token> line) const;
  unsigned indentation(const Token &first) const;

  StringRef spelling(const Token &token) const {
    return text.slice(token.begin, token.end);
  }

  llvm::ArrayRef<Token> tokens;
  StringRef text;
  std::vector<Line> lines;

  llvm::SmallVector<Brace> braces{Brace::File};
  llvm::SmallVector<Bracket> brackets;
  unsigned recipes = 0;
  /// No statement is open: the next word starts one.
  bool fresh = true;
  TokenKind statementStart = TokenKind::EndOfFile;
  /// The '=' or '~' of the statement was printed; before it, brackets declare.
  bool declared = false;

  // The token before the one that is printed.
  TokenKind previous = TokenKind::Newline;
  StringRef previousText;
  bool previousIsSign = false;
  bool previousClosesReduction = false;
  bool previousIsKey = false;
};

} // namespace

//===----------------------------------------------------------------------===//
// Spacing
//===----------------------------------------------------------------------===//

static bool endsOperand(TokenKind kind) {
  switch (kind) {
  case TokenKind::Name:
  case TokenKind::Int:
  case TokenKind::Real:
  case TokenKind::TimesNumber:
  case TokenKind::PercentNumber:
  case TokenKind::String:
  case TokenKind::True:
  case TokenKind::False:
  case TokenKind::RParen:
  case TokenKind::RBrack:
    return true;
  default:
    return false;
  }
}

/// A '[' that holds indices or dimensions, not the elements of a list.
bool Layout::isSubscript(const Token &token) const {
  return token.kind == TokenKind::LBrack && !previousIsKey &&
         (previous == TokenKind::Name || previous == TokenKind::RParen ||
          previous == TokenKind::RBrack);
}

static bool isOperator(TokenKind kind) {
  return kind == TokenKind::DotDot ||
         (kind >= TokenKind::Plus && kind <= TokenKind::Caret) ||
         kind == TokenKind::Shl || kind == TokenKind::Shr ||
         kind == TokenKind::If || kind == TokenKind::In;
}

Layout::Bracket Layout::openBracket(const Token &token) const {
  bool subscript = isSubscript(token);
  bool call = token.kind == TokenKind::LParen && endsOperand(previous);
  Bracket result{token.kind, previous == TokenKind::Reduce, subscript, false,
                 false};
  if (!call && !(subscript && declared))
    return result;
  const Token *at = llvm::lower_bound(
      tokens, token.begin,
      [](const Token &t, std::uint32_t begin) { return t.begin < begin; });
  bool commas = false, operators = false;
  for (unsigned depth = 0; at->kind != TokenKind::EndOfFile; ++at) {
    if (at->kind == TokenKind::LBrack || at->kind == TokenKind::LParen)
      ++depth;
    else if ((at->kind == TokenKind::RBrack || at->kind == TokenKind::RParen) &&
             --depth == 0)
      break;
    commas |= depth == 1 && at->kind == TokenKind::Comma;
    operators |= depth == 1 && isOperator(at->kind);
  }
  if (call) {
    result.tightProducts = commas;
  } else {
    result.tightCommas = !operators;
    result.tightSums = commas && operators;
  }
  return result;
}

/// Whether the previous token asks for a space behind it.
bool Layout::wantsSpaceBehind() const {
  switch (previous) {
  case TokenKind::LParen:
  case TokenKind::LBrack:
  case TokenKind::DotDot:
  case TokenKind::Caret:
    return false;
  case TokenKind::Star:
  case TokenKind::Slash:
    return brackets.empty() || !brackets.back().tightProducts;
  case TokenKind::Comma:
    return brackets.empty() || !brackets.back().tightCommas;
  case TokenKind::Plus:
  case TokenKind::Minus:
    return !previousIsSign && (brackets.empty() || !brackets.back().tightSums);
  default:
    return true;
  }
}

bool Layout::wantsSpace(const Token &token) const {
  if (isComment(token.kind))
    return previous != TokenKind::LParen && previous != TokenKind::LBrack;
  switch (token.kind) {
  case TokenKind::Comma:
  case TokenKind::Semi:
  case TokenKind::RParen:
  case TokenKind::RBrack:
  case TokenKind::Colon:
  case TokenKind::Ellipsis:
    // `a.. ...` would read as other words.
    return isComment(previous) ||
           (token.kind == TokenKind::Ellipsis && previous == TokenKind::DotDot);
  case TokenKind::DotDot:
    return isComment(previous) || previous == TokenKind::Comma ||
           previous == TokenKind::In;
  case TokenKind::Caret:
    return isComment(previous);
  case TokenKind::Plus:
  case TokenKind::Minus:
    if (endsOperand(previous) && !brackets.empty() && brackets.back().tightSums)
      return false;
    return wantsSpaceBehind();
  case TokenKind::Star:
  case TokenKind::Slash:
    return isComment(previous) || brackets.empty() ||
           !brackets.back().tightProducts;
  case TokenKind::LParen:
    if (previousIsKey || previousClosesReduction)
      return true;
    if (previous == TokenKind::Name || previous == TokenKind::Reduce ||
        previous == TokenKind::RParen || previous == TokenKind::RBrack)
      return false;
    return wantsSpaceBehind();
  case TokenKind::LBrack:
    return !isSubscript(token) && wantsSpaceBehind();
  case TokenKind::RBrace:
    return previous != TokenKind::LBrace;
  default:
    break;
  }
  // `0.. .5` must not become an ellipsis.
  if (previous == TokenKind::DotDot && spelling(token).starts_with("."))
    return true;
  return wantsSpaceBehind();
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

unsigned Layout::indentation(const Token &first) const {
  unsigned depth = braces.size() - 1;
  switch (first.kind) {
  case TokenKind::RBrace:
    return 2 * (depth == 0 ? 0 : depth - 1);
  case TokenKind::LBrace:
    return 2 * depth;
  case TokenKind::RParen:
  case TokenKind::RBrack:
    return 2 * depth + (brackets.size() > 1 ? 4 : 0);
  default:
    return 2 * depth + (fresh ? 0 : 4);
  }
}

/// Tokens of the left side of `x = ...` or `y[j] = ...` when it fits under the
/// words of declarations; 0 for other lines.
static unsigned softHeadLength(llvm::ArrayRef<Token> line) {
  if (line[0].kind != TokenKind::Name)
    return 0;
  unsigned length = 1;
  if (line.size() > 4 && line[1].kind == TokenKind::LBrack &&
      line[2].kind == TokenKind::Name && line[3].kind == TokenKind::RBrack)
    length = 4;
  if (line.size() <= length || line[length].kind != TokenKind::Assign)
    return 0;
  std::size_t width = 0;
  for (const Token &token : line.take_front(length))
    width += token.end - token.begin;
  return width <= HeadWidth ? length : 0;
}

/// A word of the language in this place only.
static bool isStatementName(TokenKind kind) {
  return kind == TokenKind::State || kind == TokenKind::Update ||
         kind == TokenKind::Noise;
}

/// The first word of a statement whose next word stands in a column.
bool Layout::isHead(const Token &token, llvm::ArrayRef<Token> line) const {
  if (!fresh || !brackets.empty())
    return false;
  if (braces.back() == Brace::Body)
    return (token.kind >= TokenKind::Input &&
            token.kind <= TokenKind::Output) ||
           token.kind == TokenKind::Const || isStatementName(token.kind) ||
           softHeadLength(line) != 0;
  if (braces.back() != Brace::Recipe || token.kind == TokenKind::Const ||
      token.kind == TokenKind::RBrace || line.size() < 2)
    return false;
  return line[1].kind != TokenKind::Assign && line[1].kind != TokenKind::LBrace;
}

void Layout::updateNesting(const Token &token) {
  switch (token.kind) {
  case TokenKind::LParen:
  case TokenKind::LBrack:
    brackets.push_back(openBracket(token));
    break;
  case TokenKind::RParen:
  case TokenKind::RBrack:
    previousClosesReduction =
        !brackets.empty() && brackets.back().reductionHead;
    if (!brackets.empty())
      brackets.pop_back();
    return;
  case TokenKind::LBrace:
    brackets.clear();
    if (braces.back() == Brace::Recipe)
      braces.push_back(Brace::Settings);
    else if (statementStart == TokenKind::Train)
      braces.push_back(Brace::Recipe), ++recipes;
    else
      braces.push_back(Brace::Body);
    fresh = true;
    break;
  case TokenKind::RBrace:
    brackets.clear();
    if (braces.size() > 1)
      braces.pop_back();
    fresh = true;
    break;
  case TokenKind::Semi:
    fresh = true;
    break;
  default:
    break;
  }
  previousClosesReduction = false;
}

void Layout::addCode(Line &line, const Token &token) {
  bool first = line.head.empty() && line.code.empty();
  if (!first && !(line.code.empty() && !line.head.empty()) && wantsSpace(token))
    line.code += ' ';
  if (token.kind == TokenKind::Tilde && brackets.empty() &&
      line.tilde == std::string::npos &&
      (line.head == "param" || line.head == "table" || line.head == "state" ||
       line.head == "noise"))
    line.tilde = line.code.size();
  std::string word = spelling(token).str();
  // Line ends inside of a comment.
  if (token.kind == TokenKind::BlockComment)
    llvm::erase(word, '\r');
  line.code += word;
}

void Layout::addToken(Line &line, const Token &token) {
  addCode(line, token);
  bool sign = token.kind == TokenKind::Minus && !endsOperand(previous);
  if (isComment(token.kind)) {
    previous = token.kind;
    previousIsSign = false;
    return;
  }
  if (fresh) {
    statementStart = token.kind;
    declared = false;
  }
  fresh = false;
  if (brackets.empty() &&
      (token.kind == TokenKind::Assign || token.kind == TokenKind::PlusAssign ||
       token.kind == TokenKind::Tilde || isReserved(token.kind)))
    declared = true;
  updateNesting(token);
  previous = token.kind;
  previousIsSign = sign;
  previousIsKey = false;
}

/// Lays out the tokens of one line of the author; spaces are left out.
void Layout::addLine(llvm::ArrayRef<Token> line) {
  Line out;
  if (line.empty()) {
    out.blank = true;
    lines.push_back(out);
    return;
  }
  out.indent = indentation(line.front());
  previousIsSign = false;
  TokenKind kept = previous;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Token &token = line[i];
    bool trailing =
        i + 1 == line.size() && (token.kind == TokenKind::LineComment ||
                                 token.kind == TokenKind::DocComment);
    if (trailing) {
      out.comment = spelling(token).rtrim().str();
      break;
    }
    if (i == 0 && isHead(token, line)) {
      unsigned length =
          std::max(1u, braces.back() == Brace::Body ? softHeadLength(line) : 0);
      for (const Token &part : line.take_front(length))
        out.head += spelling(part);
      i += length - 1;
      out.softHead =
          token.kind == TokenKind::Name && braces.back() == Brace::Body;
      if (braces.back() == Brace::Recipe)
        out.recipe = recipes;
      statementStart = token.kind;
      declared = false;
      fresh = false;
      previous = token.kind;
      previousIsSign = previousClosesReduction = false;
      previousIsKey = true;
      continue;
    }
    addToken(out, token);
  }
  if (out.code.empty() && out.head.empty())
    previous = kept;
  lines.push_back(std::move(out));
}

std::string Layout::run() {
  llvm::SmallVector<Token> line;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token &token = tokens[i];
    switch (token.kind) {
    case TokenKind::Space:
      break;
    case TokenKind::Newline:
    case TokenKind::EndOfFile:
      addLine(line);
      line.clear();
      endLine(i);
      break;
    default:
      line.push_back(token);
    }
  }
  alignColumns(lines, recipes);

  std::string result;
  for (const Line &out : lines) {
    std::string shown = out.head + out.code + out.comment;
    if (!shown.empty())
      result += std::string(out.indent, ' ') + shown;
    result += '\n';
  }
  return result;
}

/// Decides whether the next line starts a statement.
void Layout::endLine(std::size_t next) {
  if (tokens[next].kind == TokenKind::Newline && tokens[next].endsStatement)
    fresh = true;
  if (fresh || !brackets.empty())
    return;
  while (tokens[next].kind != TokenKind::EndOfFile &&
         (!isVisible(tokens[next]) || tokens[next].kind == TokenKind::Newline))
    ++next;
  // The line end before '}' closes a statement without being marked.
  if (tokens[next].kind == TokenKind::RBrace ||
      tokens[next].kind == TokenKind::EndOfFile)
    fresh = true;
}

//===----------------------------------------------------------------------===//
// The door
//===----------------------------------------------------------------------===//

static std::vector<Token> layoutTokens(const SourceFile &file) {
  std::vector<Token> tokens = tokenize(file);
  markLineEnds(tokens, file.text());
  markWords(tokens, file.text());
  return tokens;
}

/// Words and comments in order, without white space.
static std::vector<std::pair<TokenKind, std::string>>
contentOf(const SourceFile &file) {
  std::vector<std::pair<TokenKind, std::string>> result;
  for (const Token &token : layoutTokens(file)) {
    if (!isVisible(token) && !isComment(token.kind))
      continue;
    std::string word;
    if (token.kind != TokenKind::Newline)
      word = file.text().slice(token.begin, token.end).rtrim().str();
    llvm::erase(word, '\r');
    result.emplace_back(token.kind, std::move(word));
  }
  return result;
}

std::optional<std::string> dnd::frontend::formatFile(FileId file,
                                                     DiagnosticEngine &diags) {
  unsigned errors = diags.errorCount();
  parseFile(file, diags);
  if (diags.errorCount() != errors)
    return std::nullopt;
  const SourceFile &source = diags.sources().file(file);
  std::vector<Token> tokens = layoutTokens(source);
  std::string result = Layout(tokens, source.text()).run();
  // White space is all that may have changed. Should that ever fail, the
  // author's text is worth more than its layout.
  if (contentOf(source) != contentOf(SourceFile("formatted", result)))
    return source.text().str();
  return result;
}
