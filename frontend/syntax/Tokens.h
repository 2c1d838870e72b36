//===- Tokens.h - The words of a file ---------------------------*- C++ -*-===//
//
// The lexer's output as plain data, comments and white space included, for the
// formatter and for the decisions that are made between lexer and parser:
// which line ends close a statement, and which names are words.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_TOKENS_H
#define DND_FRONTEND_TOKENS_H

#include "frontend/syntax/Diagnostics.h"
#include "frontend/syntax/Source.h"

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>
#include <vector>

namespace dnd::frontend {

// Lexer rule, enumerator.
#define DND_TOKENS(X)                                                          \
  X(REDUCE, Reduce)                                                            \
  X(STATE, State)                                                              \
  X(UPDATE, Update)                                                            \
  X(NOISE, Noise)                                                              \
  X(IMPORT, Import)                                                            \
  X(CONST, Const)                                                              \
  X(LAYER, Layer)                                                              \
  X(NETWORK, Network)                                                          \
  X(TRAIN, Train)                                                              \
  X(INPUT, Input)                                                              \
  X(PARAM, Param)                                                              \
  X(TABLE, Table)                                                              \
  X(OUTPUT, Output)                                                            \
  X(FOR, For)                                                                  \
  X(IN, In)                                                                    \
  X(IF, If)                                                                    \
  X(THEN, Then)                                                                \
  X(ELSE, Else)                                                                \
  X(AND, And)                                                                  \
  X(OR, Or)                                                                    \
  X(NOT, Not)                                                                  \
  X(TRUE, True)                                                                \
  X(FALSE, False)                                                              \
  X(LPAREN, LParen)                                                            \
  X(RPAREN, RParen)                                                            \
  X(LBRACK, LBrack)                                                            \
  X(RBRACK, RBrack)                                                            \
  X(LBRACE, LBrace)                                                            \
  X(RBRACE, RBrace)                                                            \
  X(COMMA, Comma)                                                              \
  X(SEMI, Semi)                                                                \
  X(COLON, Colon)                                                              \
  X(TILDE, Tilde)                                                              \
  X(ASSIGN, Assign)                                                            \
  X(PLUS_ASSIGN, PlusAssign)                                                   \
  X(PIPE, Pipe)                                                                \
  X(DOTDOT, DotDot)                                                            \
  X(ELLIPSIS, Ellipsis)                                                        \
  X(EQ, EqEq)                                                                  \
  X(NE, NotEq)                                                                 \
  X(LE, LessEq)                                                                \
  X(GE, GreaterEq)                                                             \
  X(SHL, Shl)                                                                  \
  X(SHR, Shr)                                                                  \
  X(LT, Less)                                                                  \
  X(GT, Greater)                                                               \
  X(PLUS, Plus)                                                                \
  X(MINUS, Minus)                                                              \
  X(STAR, Star)                                                                \
  X(SLASH, Slash)                                                              \
  X(PERCENT, Percent)                                                          \
  X(CARET, Caret)                                                              \
  X(IDENT, Name)                                                               \
  X(INT, Int)                                                                  \
  X(REAL, Real)                                                                \
  X(TIMES_NUMBER, TimesNumber)                                                 \
  X(PERCENT_NUMBER, PercentNumber)                                             \
  X(BAD_NUMBER, BadNumber)                                                     \
  X(STRING, String)                                                            \
  X(BAD_STRING, BadString)                                                     \
  X(DOC_COMMENT, DocComment)                                                   \
  X(LINE_COMMENT, LineComment)                                                 \
  X(BLOCK_COMMENT, BlockComment)                                               \
  X(BAD_COMMENT, BadComment)                                                   \
  X(NEWLINE, Newline)                                                          \
  X(SPACE, Space)                                                              \
  X(BAD_BYTES, BadBytes)                                                       \
  X(BAD_CHAR, BadChar)

enum class TokenKind : std::uint8_t {
#define DND_TOKEN(RULE, NAME) NAME,
  DND_TOKENS(DND_TOKEN)
#undef DND_TOKEN
      EndOfFile,
};

struct Token {
  TokenKind kind = TokenKind::EndOfFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  /// For a Newline: it ends a statement.
  bool endsStatement = false;
};

/// A comment of any form.
bool isComment(TokenKind kind);
/// A reserved word.
bool isReserved(TokenKind kind);
/// Seen by the parser: no comment, no space, no byte that was reported, and a
/// line end only where it ends a statement.
bool isVisible(const Token &token);

/// Splits a file into tokens; the last is EndOfFile. Every byte of the file
/// belongs to one token. Nothing is reported.
std::vector<Token> tokenize(const SourceFile &file);

/// Decides from `first` on which line ends close a statement: those outside of
/// parentheses and brackets whose neighbours cannot belong to one statement. A
/// line that opens with a reserved statement word ends a forgotten bracket. A
/// reduction may end its line, `sum(i, k)`, when its body starts the next one.
void markLineEnds(llvm::MutableArrayRef<Token> tokens, llvm::StringRef text,
                  std::size_t first = 0);

/// Turns names into the words that they are in their place; needs marked line
/// ends. A Name that opens a reduction, as in `sum(i, k in 0..n) operand`,
/// becomes Reduce; `state`, `update` and `noise` that start a statement of a
/// body and stand before a name become State, Update and Noise.
void markWords(llvm::MutableArrayRef<Token> tokens, llvm::StringRef text);

/// No bracket or block is nested deeper than this.
inline constexpr unsigned MaxNesting = 256;
/// No file has more words than this.
inline constexpr unsigned MaxTokens = 500'000;

/// Reports what the lexer could not read, and hides or repairs it, so that
/// parsing can go on. False when the file exceeds a limit and must not be
/// parsed.
bool checkTokens(std::vector<Token> &tokens, FileId file,
                 DiagnosticEngine &diags);

} // namespace dnd::frontend

#endif // DND_FRONTEND_TOKENS_H
