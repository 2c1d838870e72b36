//===- Situation.cpp - Where in a text somebody is writing ----------------===//

#include "frontend/lsp/Situation.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using llvm::StringRef;

namespace {

/// Reads words from the beginning of the text to the cursor.
class Reader {
public:
  Reader(StringRef text) : text(text) {}

  void read(const Token &token);
  Situation result() const;

private:
  struct Call {
    std::string callee;
    bool isBracket = false;
    std::set<std::string> given = {};
  };

  StringRef spelling(const Token &token) const {
    return text.slice(token.begin, token.end);
  }
  void startStatement();
  void close(bool isBracket);

  StringRef text;
  /// Layer, Network, Train, Const, Import; EndOfFile between declarations.
  TokenKind declaration = TokenKind::EndOfFile;
  std::string declared;
  unsigned braces = 0;
  std::vector<Call> calls;
  /// Of the statement: its first word, how many there are, whether `~` was.
  TokenKind first = TokenKind::EndOfFile;
  std::string firstName;
  unsigned words = 0;
  bool hasTilde = false;
  std::set<std::string> keys;
  TokenKind last = TokenKind::EndOfFile;
  std::string lastName;
};

} // namespace

void Reader::startStatement() {
  first = TokenKind::EndOfFile;
  firstName.clear();
  words = 0;
  hasTilde = false;
  calls.clear();
  if (braces == 0)
    declaration = TokenKind::EndOfFile;
}

void Reader::close(bool isBracket) {
  while (!calls.empty()) {
    bool found = calls.back().isBracket == isBracket;
    calls.pop_back();
    if (found)
      return;
  }
}

void Reader::read(const Token &token) {
  using enum TokenKind;
  if (token.kind == Newline || token.kind == Semi)
    return startStatement();
  if (token.kind == LBrace) {
    ++braces;
    bool isTrain = declaration == Train;
    std::string key = firstName;
    startStatement();
    // What stands in the braces of a group belongs to it.
    if (isTrain && braces == 2)
      lastName = key;
    if (isTrain && braces == 1)
      keys.clear();
    last = LBrace;
    return;
  }
  if (token.kind == RBrace) {
    braces -= braces > 0;
    startStatement();
    last = RBrace;
    return;
  }
  if (braces == 0 && declaration == EndOfFile) {
    declaration = token.kind;
    declared.clear();
  } else if (braces == 0 && declared.empty() && token.kind == Name) {
    declared = spelling(token).str();
  }
  if (words++ == 0) {
    first = token.kind;
    firstName = spelling(token).str();
    if (braces == 1)
      keys.insert(firstName);
  }
  hasTilde |= token.kind == Tilde;
  if (token.kind == LParen || token.kind == LBrack)
    calls.push_back({last == Name && token.kind == LParen ? lastName : "",
                     token.kind == LBrack});
  if (token.kind == RParen || token.kind == RBrack)
    close(token.kind == RBrack);
  if (token.kind == Assign && !calls.empty())
    calls.back().given.insert(lastName);
  last = token.kind;
  lastName = spelling(token).str();
}

Situation Reader::result() const {
  using enum TokenKind;
  Situation now;
  now.statement = first;
  now.isStage = last == Pipe;
  if (!calls.empty() && !calls.back().isBracket) {
    now.callee = calls.back().callee;
    now.isArgument = !now.callee.empty();
    now.isArgumentStart = now.isArgument && (last == LParen || last == Comma);
    now.given = calls.back().given;
  }
  bool isDeclared = declaration != EndOfFile && (braces > 0 || words > 0);
  if (!isDeclared) {
    now.where = Where::Top;
  } else if (declaration == Import) {
    now.where = Where::Nowhere;
  } else if (declaration == Train) {
    now.network = declared;
    now.key = firstName;
    if (braces == 0) {
      now.where = calls.empty() ? Where::TrainHead : Where::Expression;
      if (!calls.empty())
        now.callee = declared;
    } else if (words == 0) {
      now.where = braces == 1 ? Where::RecipeKey : Where::GroupSetting;
      now.given = keys;
    } else {
      now.where = Where::RecipeValue;
    }
  } else if (last == Colon) {
    now.where = Where::Type;
  } else if (declaration == Const && braces == 0) {
    now.where = words < 3 ? Where::Nowhere : Where::Expression;
  } else if (braces == 0) {
    now.where = last == Assign ? Where::Expression : Where::Header;
    now.isArgument = now.isArgumentStart = false;
  } else if (words == 0) {
    now.where = Where::Statement;
  } else {
    now.where = hasTilde ? Where::Rule : Where::Expression;
  }
  return now;
}

Situation dnd::lsp::situationAt(StringRef whole, std::uint32_t offset) {
  // Whether the line end in front ends a statement depends on what follows: on
  // the word that is going to be written.
  std::string completed =
      (whole.take_front(offset) + "x" + whole.drop_front(offset)).str();
  SourceFile file("", std::move(completed));
  StringRef text = file.text();
  std::vector<Token> tokens = tokenize(file);
  markLineEnds(tokens, text);
  markWords(tokens, text);
  Reader reader(text);
  std::uint32_t wordBegin = offset;
  for (const Token &token : tokens) {
    if (token.begin >= offset)
      break;
    bool isOpen = token.end > offset;
    bool isText = isComment(token.kind) || token.kind == TokenKind::String ||
                  token.kind == TokenKind::BadString;
    if (isText && isOpen) {
      Situation nowhere;
      nowhere.where = Where::Nowhere;
      nowhere.wordBegin = offset;
      return nowhere;
    }
    if (isOpen) {
      wordBegin = token.begin;
      break;
    }
    if (isVisible(token))
      reader.read(token);
  }
  Situation now = reader.result();
  now.wordBegin = wordBegin;
  return now;
}
