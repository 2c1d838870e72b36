//===- AstBuilderErrors.h - Syntax errors -----------------------*- C++ -*-===//
//
// Private to the AstBuilder*.cpp files: what the parser does at an error.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ASTBUILDERERRORS_H
#define DND_FRONTEND_ASTBUILDERERRORS_H

#include "frontend/syntax/AstBuilderImpl.h"

namespace dnd::frontend::impl {

/// Ends the parse: so many lines are wrong that this is no model.
struct TooManyErrors {};

/// Reports the first error of a statement and resumes behind it. Every rule
/// inside of a statement gives up at an error; only statements, recipe lines
/// and declarations recover.
class AuthorErrors final : public antlr4::DefaultErrorStrategy {
public:
  AuthorErrors(std::vector<Token> &tokens, FileId file, DiagnosticEngine &diags)
      : tokens(tokens), file(file), diags(diags),
        text(diags.sources().file(file).text()) {}

  void sync(antlr4::Parser *) override {}
  antlr4::Token *recoverInline(antlr4::Parser *parser) override {
    throw antlr4::InputMismatchException(parser);
  }
  void reportError(antlr4::Parser *parser,
                   const antlr4::RecognitionException &error) override;
  void recover(antlr4::Parser *parser, std::exception_ptr error) override;

private:
  std::size_t indexOf(const antlr4::Token *token) const {
    return std::min(token->getTokenIndex(), tokens.size() - 1);
  }
  SourceRange range(std::size_t index) const {
    return {file, tokens[index].begin, tokens[index].end};
  }
  StringRef spelling(std::size_t index) const {
    return text.slice(tokens[index].begin, tokens[index].end);
  }
  /// The visible token before an index; the index itself when there is none.
  std::size_t before(std::size_t index) const;
  /// The visible token behind an index.
  std::size_t behind(std::size_t index) const;
  /// It is the first on its line.
  bool startsLine(std::size_t index) const;
  std::string found(std::size_t index) const;
  /// Where to point: at the token, or behind the previous one when the line
  /// ends there.
  SourceRange place(std::size_t index) const;
  std::string behindPrevious(std::size_t index) const;

  void report(antlr4::ParserRuleContext *ctx, std::size_t at,
              bool missingClose);
  bool reportClose(antlr4::ParserRuleContext *ctx, std::size_t at);
  bool reportStatement(antlr4::ParserRuleContext *ctx, std::size_t at);
  void reportEnd(std::size_t at);
  void reportUnused(std::size_t first, std::size_t last);
  bool wasReported(std::size_t at) const;
  Diagnostic &expected(llvm::Twine what, std::size_t at);
  std::string owner(antlr4::ParserRuleContext *ctx) const;
  bool reachBody(antlr4::Parser *parser);
  unsigned openBraces(std::size_t from, std::size_t to) const;
  void closeBrackets(antlr4::Parser *parser, std::size_t index);
  void showLineEnd(antlr4::Parser *parser, std::size_t index);
  void resumeAtLine(antlr4::Parser *parser, std::size_t index);

  std::vector<Token> &tokens;
  FileId file;
  DiagnosticEngine &diags;
  StringRef text;
  static constexpr unsigned MaxErrors = 100;
  unsigned errors = 0;
  /// The token of the last message: one place gets one message, also when it
  /// ends several bodies.
  std::size_t lastError = std::size_t(-1);
  /// Where parsing was resumed at a line; twice at one place would not end.
  std::size_t lastStop = std::size_t(-1);
  bool lastWasMissingClose = false;
};

} // namespace dnd::frontend::impl

#endif // DND_FRONTEND_ASTBUILDERERRORS_H
