//===- AstBuilderParse.cpp - From text to the parse tree ------------------===//
//
// Runs the generated lexer and parser.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/AstBuilderErrors.h"

#include "DndLexer.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::frontend;
using namespace dnd::frontend::impl;
using Lexer = dnd::grammar::DndLexer;

//===----------------------------------------------------------------------===//
// Lexing
//===----------------------------------------------------------------------===//

namespace {

/// Gives the lexer the bytes of a file, so that its positions are offsets.
class ByteStream final : public antlr4::CharStream {
public:
  explicit ByteStream(StringRef text) : text(text) {}

  void consume() override { ++position; }
  size_t LA(ssize_t offset) override {
    std::size_t at = position + offset - (offset > 0 ? 1 : 0);
    return offset != 0 && at < text.size()
               ? static_cast<unsigned char>(text[at])
               : antlr4::IntStream::EOF;
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return position; }
  void seek(size_t to) override { position = std::min(to, text.size()); }
  size_t size() override { return text.size(); }
  std::string getSourceName() const override { return "text"; }
  std::string getText(const antlr4::misc::Interval &interval) override {
    if (interval.a < 0 || std::size_t(interval.a) >= text.size())
      return "";
    return text.slice(interval.a, interval.b + 1).str();
  }
  std::string toString() const override { return text.str(); }

private:
  StringRef text;
  std::size_t position = 0;
};

} // namespace

static TokenKind tokenKind(size_t rule) {
  switch (rule) {
#define DND_TOKEN(RULE, NAME)                                                  \
  case Lexer::RULE:                                                            \
    return TokenKind::NAME;
    DND_TOKENS(DND_TOKEN)
#undef DND_TOKEN
  default:
    return TokenKind::EndOfFile;
  }
}

static size_t lexerRule(TokenKind kind) {
  switch (kind) {
#define DND_TOKEN(RULE, NAME)                                                  \
  case TokenKind::NAME:                                                        \
    return Lexer::RULE;
    DND_TOKENS(DND_TOKEN)
#undef DND_TOKEN
  case TokenKind::EndOfFile:
    break;
  }
  return antlr4::Token::EOF;
}

/// Words, spaces and line ends of a file that is too long in any case.
static constexpr std::size_t MaxLexed = 4 * std::size_t(MaxTokens);

std::vector<Token> dnd::frontend::tokenize(const SourceFile &file) {
  ByteStream stream(file.text());
  Lexer lexer(&stream);
  lexer.removeErrorListeners();
  std::vector<Token> tokens;
  while (true) {
    std::unique_ptr<antlr4::Token> next = lexer.nextToken();
    if (next->getType() == antlr4::Token::EOF)
      break;
    Token &token = tokens.emplace_back();
    token.kind = tokenKind(next->getType());
    token.begin = next->getStartIndex();
    token.end = next->getStopIndex() + 1;
    if (tokens.size() > MaxLexed) {
      tokens.push_back(
          {TokenKind::BadBytes, token.end, std::uint32_t(file.text().size())});
      break;
    }
  }
  auto size = std::uint32_t(file.text().size());
  tokens.push_back({TokenKind::EndOfFile, size, size});
  return tokens;
}

namespace {

/// Hands prepared tokens to the parser.
class PreparedTokens final : public antlr4::TokenSource {
public:
  PreparedTokens(llvm::ArrayRef<Token> tokens, StringRef text,
                 ByteStream &stream)
      : tokens(tokens), text(text), stream(stream) {}

  std::unique_ptr<antlr4::Token> nextToken() override {
    const Token &token = tokens[std::min(next++, tokens.size() - 1)];
    auto result = std::make_unique<antlr4::CommonToken>(lexerRule(token.kind));
    result->setStartIndex(token.begin);
    result->setStopIndex(std::size_t(token.end) - 1);
    result->setChannel(isVisible(token) ? antlr4::Token::DEFAULT_CHANNEL
                                        : antlr4::Token::HIDDEN_CHANNEL);
    if (isVisible(token) && token.kind != TokenKind::Newline)
      result->setText(text.slice(token.begin, token.end).str());
    return result;
  }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() override { return 0; }
  antlr4::CharStream *getInputStream() override { return &stream; }
  std::string getSourceName() override { return "text"; }
  antlr4::TokenFactory<antlr4::CommonToken> *getTokenFactory() override {
    return antlr4::CommonTokenFactory::DEFAULT.get();
  }

private:
  llvm::ArrayRef<Token> tokens;
  StringRef text;
  ByteStream &stream;
  std::size_t next = 0;
};

} // namespace

//===----------------------------------------------------------------------===//
// The entry
//===----------------------------------------------------------------------===//

ast::File dnd::frontend::parseFile(FileId file, DiagnosticEngine &diags) {
  ast::File result;
  result.id = file;
  const SourceFile &source = diags.sources().file(file);
  std::vector<Token> tokens = tokenize(source);
  if (!checkTokens(tokens, file, diags))
    return result;
  markLineEnds(tokens, source.text());
  markWords(tokens, source.text());

  ByteStream bytes(source.text());
  PreparedTokens prepared(tokens, source.text(), bytes);
  antlr4::CommonTokenStream stream(&prepared);
  stream.fill();
  Parser parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<AuthorErrors>(tokens, file, diags));
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      antlr4::atn::PredictionMode::SLL);
  try {
    Parser::FileContext *tree = parser.file();
    result.declarations = impl::buildDeclarations(tree, tokens, file, diags);
  } catch (const TooManyErrors &) {
    // The first of them were reported.
  } catch (const Parser::TooDeep &tooDeep) {
    const Token &token =
        tokens[std::min(tooDeep.token->getTokenIndex(), tokens.size() - 1)];
    diags.emit<DiagKind::NestingTooDeep>(
        SourceRange{file, token.begin, token.end}, "operations", ast::MaxDepth);
  }
  return result;
}
