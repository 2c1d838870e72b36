//===- Tokens.cpp - The words of a file -----------------------------------===//
//
// Line ends, reductions and limits; the lexer itself is in AstBuilderParse.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Tokens.h"

#include "frontend/syntax/Ast.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

using namespace dnd::frontend;
using llvm::StringRef;

bool dnd::frontend::isComment(TokenKind kind) {
  return kind == TokenKind::DocComment || kind == TokenKind::LineComment ||
         kind == TokenKind::BlockComment || kind == TokenKind::BadComment;
}

bool dnd::frontend::isReserved(TokenKind kind) {
  return kind >= TokenKind::Import && kind <= TokenKind::False;
}

bool dnd::frontend::isVisible(const Token &token) {
  switch (token.kind) {
  case TokenKind::Newline:
    return token.endsStatement;
  case TokenKind::Space:
  case TokenKind::BadBytes:
  case TokenKind::BadChar:
    return false;
  default:
    return !isComment(token.kind);
  }
}

//===----------------------------------------------------------------------===//
// Line ends
//===----------------------------------------------------------------------===//

/// Words that only a statement or declaration can start with.
static bool startsStatement(TokenKind kind) {
  return kind >= TokenKind::Import && kind <= TokenKind::For;
}

/// A statement cannot end behind this token, or it is already over.
static bool continuesBehind(TokenKind kind) {
  switch (kind) {
  case TokenKind::Name:
  case TokenKind::Reduce:
  case TokenKind::Int:
  case TokenKind::Real:
  case TokenKind::TimesNumber:
  case TokenKind::PercentNumber:
  case TokenKind::BadNumber:
  case TokenKind::String:
  case TokenKind::BadString:
  case TokenKind::True:
  case TokenKind::False:
  case TokenKind::RParen:
  case TokenKind::RBrack:
  case TokenKind::RBrace:
  case TokenKind::Ellipsis:
    return false;
  default:
    return !startsStatement(kind) || kind == TokenKind::For;
  }
}

/// No statement starts with this token, so it continues the one before.
static bool continuesBefore(TokenKind kind) {
  switch (kind) {
  case TokenKind::Then:
  case TokenKind::Else:
  case TokenKind::And:
  case TokenKind::Or:
  case TokenKind::In:
  case TokenKind::EndOfFile:
    return true;
  case TokenKind::LParen:
  case TokenKind::LBrack:
  case TokenKind::Semi:
    return kind == TokenKind::Semi;
  default:
    // Punctuation and operators.
    return kind >= TokenKind::RParen && kind <= TokenKind::Caret;
  }
}

/// Index of the first token from `at` on that is neither space nor comment nor
/// line end.
static std::size_t nextWord(llvm::ArrayRef<Token> tokens, std::size_t at) {
  while (tokens[at].kind == TokenKind::Newline || !isVisible(tokens[at]))
    ++at;
  return at;
}

static bool startsOperand(TokenKind kind) {
  switch (kind) {
  case TokenKind::Name:
  case TokenKind::Int:
  case TokenKind::Real:
  case TokenKind::TimesNumber:
  case TokenKind::PercentNumber:
  case TokenKind::BadNumber:
  case TokenKind::String:
  case TokenKind::BadString:
  case TokenKind::True:
  case TokenKind::False:
  case TokenKind::LParen:
  case TokenKind::If:
    return true;
  default:
    return false;
  }
}

/// Index of the visible token before `at` on its own or an earlier line; `at`
/// when there is none.
static std::size_t previousWord(llvm::ArrayRef<Token> tokens, std::size_t at) {
  for (std::size_t i = at; i-- > 0;)
    if (tokens[i].kind != TokenKind::Newline && isVisible(tokens[i]))
      return i;
  return at;
}

/// `sum(i, k in 0..n)` ends at the ')' with index `close`.
static bool endsReductionHead(llvm::ArrayRef<Token> tokens, StringRef text,
                              std::size_t close) {
  if (tokens[close].kind != TokenKind::RParen)
    return false;
  std::size_t at = close;
  TokenKind behind = TokenKind::Comma;
  for (unsigned open = 1; open != 0; behind = tokens[at].kind) {
    std::size_t before = previousWord(tokens, at);
    if (before == at)
      return false;
    at = before;
    switch (tokens[at].kind) {
    case TokenKind::RParen:
    case TokenKind::RBrack:
      ++open;
      break;
    case TokenKind::LParen:
    case TokenKind::LBrack:
      --open;
      break;
    case TokenKind::LBrace:
    case TokenKind::RBrace:
    case TokenKind::Semi:
    case TokenKind::Assign:
      return false;
    default:
      break;
    }
    // The first word of each index variable is a name.
    if (open <= 1 && (tokens[at].kind == TokenKind::Comma || open == 0) &&
        behind != TokenKind::Name)
      return false;
  }
  std::size_t word = previousWord(tokens, at);
  return word != at && tokens[word].kind == TokenKind::Name &&
         ast::reduceOpFromName(
             text.slice(tokens[word].begin, tokens[word].end));
}

/// `x =`, `y[j, p] =`, `a, b =`, `xs +=` start at `at`.
static bool startsAssignment(llvm::ArrayRef<Token> tokens, std::size_t at) {
  if (tokens[at].kind != TokenKind::Name)
    return false;
  at = nextWord(tokens, at + 1);
  if (tokens[at].kind == TokenKind::LBrack) {
    for (unsigned open = 0;; at = nextWord(tokens, at + 1)) {
      if (tokens[at].kind == TokenKind::EndOfFile)
        return false;
      open += tokens[at].kind == TokenKind::LBrack;
      if (tokens[at].kind == TokenKind::RBrack && --open == 0)
        break;
    }
    at = nextWord(tokens, at + 1);
  }
  return tokens[at].kind == TokenKind::Assign ||
         tokens[at].kind == TokenKind::PlusAssign ||
         tokens[at].kind == TokenKind::Comma;
}

void dnd::frontend::markLineEnds(llvm::MutableArrayRef<Token> tokens,
                                 StringRef text, std::size_t first) {
  // Open parentheses and brackets, one count for each open brace.
  llvm::SmallVector<unsigned> open(1, 0);
  TokenKind previous = TokenKind::Semi;
  // In a recipe the next line starts with a key, not with a body.
  unsigned recipe = 0;
  bool afterTrain = false;
  std::size_t next = first;
  for (std::size_t i = first; i < tokens.size(); ++i) {
    Token &token = tokens[i];
    switch (token.kind) {
    case TokenKind::Newline: {
      token.endsStatement = false;
      if (next <= i)
        next = nextWord(tokens, i);
      TokenKind following = tokens[next].kind;
      if (open.back() != 0) {
        bool forgotten =
            startsStatement(following) &&
            tokens[nextWord(tokens, next + 1)].kind != TokenKind::Assign;
        if (!forgotten)
          break;
        open.back() = 0;
      } else if (continuesBehind(previous) || continuesBefore(following)) {
        break;
      } else if (previous == TokenKind::RParen && recipe == 0 &&
                 startsOperand(following) && following != TokenKind::If &&
                 endsReductionHead(tokens, text, previousWord(tokens, i)) &&
                 !startsAssignment(tokens, next)) {
        break;
      }
      token.endsStatement = true;
      previous = TokenKind::Semi;
      break;
    }
    case TokenKind::LParen:
    case TokenKind::LBrack:
      ++open.back();
      previous = token.kind;
      break;
    case TokenKind::RParen:
    case TokenKind::RBrack:
      if (open.back() != 0)
        --open.back();
      previous = token.kind;
      break;
    case TokenKind::LBrace:
      open.push_back(0);
      if (afterTrain || recipe != 0)
        ++recipe;
      afterTrain = false;
      previous = token.kind;
      break;
    case TokenKind::RBrace:
      if (open.size() > 1)
        open.pop_back();
      if (recipe != 0)
        --recipe;
      open.back() = 0;
      previous = token.kind;
      break;
    default:
      if (isVisible(token))
        previous = token.kind;
      afterTrain |= token.kind == TokenKind::Train;
    }
  }
}

//===----------------------------------------------------------------------===//
// Words in their place
//===----------------------------------------------------------------------===//

namespace {
/// Looks ahead over the visible tokens.
class Lookahead {
public:
  Lookahead(llvm::ArrayRef<Token> tokens, llvm::ArrayRef<std::uint32_t> visible,
            std::size_t at)
      : tokens(tokens), visible(visible), at(at) {}

  TokenKind kind() const {
    return at < visible.size() ? tokens[visible[at]].kind
                               : TokenKind::EndOfFile;
  }
  bool take(TokenKind expected) {
    if (kind() != expected)
      return false;
    ++at;
    return true;
  }
  /// Behind the domain of an index variable, at ',' or ')'.
  void skipDomain();

private:
  llvm::ArrayRef<Token> tokens;
  llvm::ArrayRef<std::uint32_t> visible;
  std::size_t at;
};
} // namespace

void Lookahead::skipDomain() {
  for (unsigned open = 0;; ++at) {
    switch (kind()) {
    case TokenKind::LParen:
    case TokenKind::LBrack:
      ++open;
      break;
    case TokenKind::RParen:
    case TokenKind::RBrack:
      if (open == 0)
        return;
      --open;
      break;
    case TokenKind::Comma:
      if (open == 0)
        return;
      break;
    case TokenKind::Newline:
    case TokenKind::Semi:
    case TokenKind::LBrace:
    case TokenKind::RBrace:
    case TokenKind::EndOfFile:
      return;
    default:
      break;
    }
  }
}

static bool opensReduction(Lookahead ahead) {
  if (!ahead.take(TokenKind::LParen))
    return false;
  do {
    if (!ahead.take(TokenKind::Name))
      return false;
    if (ahead.take(TokenKind::In))
      ahead.skipDomain();
  } while (ahead.take(TokenKind::Comma));
  return ahead.take(TokenKind::RParen) && startsOperand(ahead.kind());
}

/// The statement that a name in front of another name starts, if any.
static std::optional<TokenKind> statementWord(StringRef name) {
  if (name == "state")
    return TokenKind::State;
  if (name == "update")
    return TokenKind::Update;
  if (name == "noise")
    return TokenKind::Noise;
  return std::nullopt;
}

void dnd::frontend::markWords(llvm::MutableArrayRef<Token> tokens,
                              StringRef text) {
  std::vector<std::uint32_t> visible;
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (isVisible(tokens[i]))
      visible.push_back(i);
  // For each open brace: a body, whose lines are statements, or a recipe.
  llvm::SmallVector<bool> isBody;
  bool starts = false, afterTrain = false;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    Token &token = tokens[visible[i]];
    bool first = std::exchange(starts, false);
    switch (token.kind) {
    case TokenKind::Name: {
      Lookahead ahead(tokens, visible, i + 1);
      StringRef name = text.slice(token.begin, token.end);
      if (ast::reduceOpFromName(name) && opensReduction(ahead))
        token.kind = TokenKind::Reduce;
      else if (auto word = statementWord(name);
               word && first && ahead.kind() == TokenKind::Name)
        token.kind = *word;
      break;
    }
    case TokenKind::Train:
      afterTrain = true;
      break;
    case TokenKind::LBrace:
      isBody.push_back(!afterTrain && (isBody.empty() || isBody.back()));
      starts = isBody.back();
      afterTrain = false;
      break;
    case TokenKind::RBrace:
      if (!isBody.empty())
        isBody.pop_back();
      break;
    case TokenKind::Newline:
    case TokenKind::Semi:
      starts = !isBody.empty() && isBody.back();
      break;
    default:
      break;
    }
  }
}

//===----------------------------------------------------------------------===//
// What the lexer could not read, and limits
//===----------------------------------------------------------------------===//

/// "the character 'é' (U+00E9)", "the byte 0x00".
static std::string describeCharacter(StringRef bytes) {
  auto byte = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1 && byte >= 0x20 && byte < 0x7f)
    return "the character '" + bytes.str() + "'";
  if (byte >= 0x80) {
    const auto *source = reinterpret_cast<const llvm::UTF8 *>(bytes.begin());
    const auto *end = reinterpret_cast<const llvm::UTF8 *>(bytes.end());
    llvm::UTF32 point = 0;
    if (llvm::convertUTF8Sequence(&source, end, &point,
                                  llvm::strictConversion) ==
        llvm::conversionOK) {
      auto length =
          source - reinterpret_cast<const llvm::UTF8 *>(bytes.begin());
      return "the character '" + bytes.take_front(length).str() + "' (U+" +
             llvm::utohexstr(point, /*LowerCase=*/false,
                             /*Width=*/point < 0x10000 ? 4 : 6) +
             ")";
    }
  }
  return std::string("the byte 0x") + llvm::hexdigit(byte >> 4) +
         llvm::hexdigit(byte & 15);
}

/// Characters that text editors put where ASCII is meant.
static StringRef plainSpelling(StringRef bytes) {
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> table[] =
      {{"\u2212", "-"},      {"\u2013", "-"},  {"\u00d7", "*"},
       {"\u00b7", "*"},      {"\u201c", "\""}, {"\u201d", "\""},
       {"\u2264", "<="},     {"\u2265", ">="}, {"\u2260", "!="},
       {"\u2211", "sum(i)"}, {"\u00b2", "^2"}, {"\u00a0", "a plain space"}};
  for (const auto &[from, to] : table)
    if (bytes.starts_with(from))
      return to;
  return {};
}

static void reportBadCharacter(const Token &token, StringRef bytes, FileId file,
                               DiagnosticEngine &diags) {
  Diagnostic &diag = diags.emit<DiagKind::BadCharacter>(
      {file, token.begin, token.end}, describeCharacter(bytes));
  if (StringRef plain = plainSpelling(bytes); !plain.empty())
    diag.hint("write " +
              (plain.contains(' ') ? plain.str() : "'" + plain.str() + "'"));
  else if (bytes == "&" || bytes == "|")
    diag.hint("write 'and', 'or', 'not'; a pipeline is '|>'");
  else if (bytes == "!")
    diag.hint("write 'not', or '!=' for unequal");
  else if (bytes == "#")
    diag.hint("comments start with '//'");
  else if (bytes == "@")
    diag.hint("products of matrices are index equations, as in 'y[j] = sum(i) "
              "w[j,i] * x[i]'");
  else if (bytes == "?")
    diag.hint("a choice is 'if condition then a else b'");
  else if (bytes == "'")
    diag.hint("strings stand between double quotes");
  else if (bytes == ".")
    diag.hint("a real number needs a digit behind its point: '1.0'");
  else if (static_cast<unsigned char>(bytes[0]) >= 0x80)
    diag.hint("names have letters a-z, A-Z, digits and '_'; anything may stand "
              "in comments and strings");
}

/// Reports nesting that is too deep; the brackets need not match.
static bool checkNesting(llvm::ArrayRef<Token> tokens, FileId file,
                         DiagnosticEngine &diags) {
  unsigned depth = 0;
  for (const Token &token : tokens) {
    switch (token.kind) {
    case TokenKind::LParen:
    case TokenKind::LBrack:
    case TokenKind::LBrace:
      if (++depth <= MaxNesting)
        break;
      diags
          .emit<DiagKind::NestingTooDeep>({file, token.begin, token.end},
                                          "brackets", MaxNesting)
          .hint("name parts of the expression in statements of their own");
      return false;
    case TokenKind::RParen:
    case TokenKind::RBrack:
    case TokenKind::RBrace:
      if (depth != 0)
        --depth;
      break;
    default:
      break;
    }
  }
  return true;
}

bool dnd::frontend::checkTokens(std::vector<Token> &tokens, FileId file,
                                DiagnosticEngine &diags) {
  StringRef text = diags.sources().file(file).text();
  unsigned words = 0;
  // One message a line: what follows is often the same slip.
  bool refusedOnLine = false;
  for (Token &token : tokens) {
    SourceRange range{file, token.begin, token.end};
    StringRef spelling = text.slice(token.begin, token.end);
    switch (token.kind) {
    case TokenKind::BadNumber:
      diags.emit<DiagKind::BadNumber>(range, spelling.take_front(40))
          .hint("a name cannot start with a digit; the only suffixes are 'x' "
                "(times) and '%'");
      token.kind = TokenKind::Int;
      break;
    case TokenKind::BadString:
      diags.emit<DiagKind::UnterminatedString>(range).hint(
          "end it with '\"' on the same line; '\\n' stands for a line end");
      token.kind = TokenKind::String;
      break;
    case TokenKind::BadComment:
      diags.emit<DiagKind::UnterminatedComment>(
          SourceRange{file, token.begin, token.begin + 2});
      break;
    case TokenKind::BadChar:
    case TokenKind::BadBytes:
      if (!refusedOnLine)
        reportBadCharacter(token, spelling, file, diags);
      refusedOnLine = true;
      break;
    case TokenKind::Newline:
      refusedOnLine = false;
      break;
    default:
      break;
    }
    if (!isComment(token.kind) && token.kind != TokenKind::Space &&
        token.kind != TokenKind::Newline && ++words > MaxTokens) {
      diags.emit<DiagKind::FileTooLong>(range, MaxTokens);
      return false;
    }
  }
  return checkNesting(tokens, file, diags);
}
