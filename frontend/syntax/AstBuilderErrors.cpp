//===- AstBuilderErrors.cpp - Syntax errors -------------------------------===//
//
// Says what is wrong in the author's words and goes on at the next statement.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/AstBuilderErrors.h"

using namespace dnd::frontend;
using namespace dnd::frontend::impl;

namespace {

constexpr llvm::StringLiteral endOfStatement("the end of the statement");

/// What a rule waits for, in the author's words.
struct Expectation {
  std::string what;
  std::string hint;
};

} // namespace

std::size_t AuthorErrors::before(std::size_t index) const {
  for (std::size_t i = index; i-- > 0;)
    if (isVisible(tokens[i]) && tokens[i].kind != TokenKind::Newline)
      return i;
  return index;
}

std::size_t AuthorErrors::behind(std::size_t index) const {
  while (++index + 1 < tokens.size())
    if (isVisible(tokens[index]))
      return index;
  return tokens.size() - 1;
}

bool AuthorErrors::startsLine(std::size_t index) const {
  while (index-- > 0) {
    if (tokens[index].kind == TokenKind::Newline)
      return true;
    if (tokens[index].kind != TokenKind::Space &&
        !isComment(tokens[index].kind))
      return false;
  }
  return true;
}

std::string AuthorErrors::found(std::size_t index) const {
  switch (tokens[index].kind) {
  case TokenKind::Newline:
    return "the end of the line";
  case TokenKind::EndOfFile:
    return "the end of the file";
  case TokenKind::String:
    return "a string";
  default:
    break;
  }
  StringRef word = spelling(index);
  return word.size() <= 40 ? "'" + word.str() + "'"
                           : "'" + word.take_front(37).str() + "...'";
}

SourceRange AuthorErrors::place(std::size_t index) const {
  std::size_t previous = before(index);
  if (previous != index &&
      (tokens[index].kind == TokenKind::Newline ||
       tokens[index].kind == TokenKind::EndOfFile || startsLine(index)))
    return range(previous).endPoint();
  return range(index);
}

std::string AuthorErrors::behindPrevious(std::size_t index) const {
  std::size_t previous = before(index);
  return previous == index ? "" : " after " + found(previous);
}

Diagnostic &AuthorErrors::expected(llvm::Twine what, std::size_t at) {
  // Where something is missing, the next line is not what was found.
  bool lineEnd = startsLine(at) && before(at) != at &&
                 tokens[at].kind != TokenKind::EndOfFile &&
                 what.str() != endOfStatement;
  return diags.emit<DiagKind::UnexpectedToken>(
      place(at), (what + behindPrevious(at)).str(),
      lineEnd ? "the end of the line" : found(at));
}

/// What a body, a recipe or the settings of a group belong to.
std::string AuthorErrors::owner(antlr4::ParserRuleContext *ctx) const {
  auto *parent = static_cast<antlr4::ParserRuleContext *>(ctx->parent);
  auto named = [](StringRef what, Parser::NameContext *name) {
    return name ? (what + " '" + name->getText() + "'").str() : what.str();
  };
  if (auto *layer = dynamic_cast<Parser::LayerDeclContext *>(parent))
    parent = layer->layerHead();
  if (auto *train = dynamic_cast<Parser::TrainDeclContext *>(parent))
    parent = train->trainHead();
  if (auto *layer = dynamic_cast<Parser::LayerHeadContext *>(parent))
    return named(layer->NETWORK() ? "network" : "layer", layer->name());
  if (auto *train = dynamic_cast<Parser::TrainHeadContext *>(parent))
    return named("train", train->name());
  if (auto *entry = dynamic_cast<Parser::TrainEntryContext *>(parent))
    return entry->key() ? "'" + entry->key()->getText() + "'" : "the group";
  return "'" + parent->start->getText() + "'";
}

/// Reports a missing bracket when the rule waits for one.
bool AuthorErrors::reportClose(antlr4::ParserRuleContext *ctx, std::size_t at) {
  std::size_t open = indexOf(ctx->start);
  StringRef close = ")";
  std::string where;
  switch (ctx->getRuleIndex()) {
  case Parser::RuleArguments: {
    auto *callee = static_cast<antlr4::ParserRuleContext *>(ctx->parent);
    StringRef name =
        text.slice(tokens[indexOf(callee->start)].begin, tokens[open].begin)
            .rtrim();
    if (tokens[at].kind == TokenKind::In && ast::reduceOpFromName(name)) {
      StringRef binder = spelling(before(at));
      diags
          .emit<DiagKind::ReductionWithoutBody>(join(range(open), range(at)),
                                                name, binder + " in ...")
          .hint("write '" + name + "(" + binder + " in 0..n) body'");
      return true;
    }
    where = name.size() <= 40 && !name.contains('\n')
                ? ("after the arguments of '" + name + "'").str()
                : "after the arguments";
    break;
  }
  case Parser::RuleFormals:
    where = "after the arguments of " + owner(ctx);
    break;
  case Parser::RuleParens:
    where = "to close the '(' before";
    break;
  case Parser::RuleReduction:
    where = "after the indices of '" + ctx->start->getText() + "'";
    open = behind(open);
    break;
  case Parser::RuleDims:
  case Parser::RuleExtents:
    close = "]";
    where = "after the dimensions";
    break;
  case Parser::RuleTarget:
    close = "]";
    where = "after the indices of '" + ctx->start->getText() + "'";
    open = behind(open);
    break;
  case Parser::RuleSubscript: {
    auto *base = static_cast<antlr4::ParserRuleContext *>(ctx->parent);
    StringRef name =
        text.slice(tokens[indexOf(base->start)].begin, tokens[open].begin)
            .rtrim();
    close = "]";
    where = name.size() <= 40 && !name.contains('\n')
                ? ("after the indices of '" + name + "'").str()
                : "after the indices";
    break;
  }
  case Parser::RuleList:
    close = "]";
    where = "at the end of the list";
    break;
  case Parser::RuleBlock:
  case Parser::RuleRecipe:
    close = "}";
    where = "at the end of " + owner(ctx);
    break;
  case Parser::RuleSettings:
    close = "}";
    where = "at the end of the settings of " + owner(ctx);
    break;
  default:
    return false;
  }
  Diagnostic &diag =
      diags.emit<DiagKind::MissingClose>(place(at), close, where, found(at));
  const SourceManager &sources = diags.sources();
  if (sources.begin(range(open)).line != sources.begin(diag.range).line)
    diag.note(range(open), "the '" + spelling(open) + "' is here");
  lastWasMissingClose = close != "}";
  return true;
}

/// A statement or recipe line that goes on behind its end.
void AuthorErrors::reportEnd(std::size_t at) {
  std::size_t previous = before(at);
  Diagnostic &diag = expected(endOfStatement, at);
  TokenKind kind = tokens[at].kind;
  if (tokens[previous].kind == TokenKind::PercentNumber)
    diag.hint("'" + spelling(previous) +
              "' means per cent; write the "
              "remainder with spaces: 'a % b'");
  else if (ast::reduceOpFromName(spelling(previous)))
    diag.hint("the indices of a reduction stand in parentheses: '" +
              spelling(previous) + "(i) ...'");
  else if (tokens[previous].kind == TokenKind::RBrace)
    diag.hint("start a new line behind '}', or write ';'");
  else if (kind == TokenKind::Assign)
    diag.hint("write '==' to compare");
  else if (kind == TokenKind::RParen || kind == TokenKind::RBrack)
    diag.hint("there is no '" +
              llvm::Twine(kind == TokenKind::RParen ? '(' : '[') + "' for it");
  else if (kind == TokenKind::Ellipsis || kind == TokenKind::DotDot)
    diag.hint("a range 'a..b' stands in 'for', in '[...]' and behind an index "
              "variable");
  else if (kind == TokenKind::Tilde)
    diag.hint("'~' gives the rule of a 'param', 'table', 'state' or 'noise'");
}

static constexpr llvm::StringLiteral
    targetHint("the left side of an index equation names its indices, "
               "'y[j, p] = ...'; arithmetic on them belongs to the right side");

static const llvm::StringRef statementWords[] = {"input", "param",  "table",
                                                 "state", "update", "noise",
                                                 "const", "output", "for"};
static const llvm::StringRef declarationWords[] = {"import", "const", "layer",
                                                   "network", "train"};

void AuthorErrors::reportUnused(std::size_t first, std::size_t last) {
  diags.emit<DiagKind::UnusedValue>(join(range(first), range(last)))
      .hint("give it a name, 'name = ...', or write 'output' in front of it");
}

/// Errors whose message depends on the whole statement. False when the rule is
/// another.
bool AuthorErrors::reportStatement(antlr4::ParserRuleContext *ctx,
                                   std::size_t at) {
  TokenKind kind = tokens[at].kind;
  switch (ctx->getRuleIndex()) {
  case Parser::RuleFile:
  case Parser::RuleStrayDeclaration:
    diags.emit<DiagKind::MisplacedStatement>(range(at), found(at))
        .didYouMean(spelling(at), declarationWords)
        .hint("a file holds 'import', 'const', 'layer', 'network' and 'train'; "
              "statements stand in the body of a layer or network");
    return true;
  case Parser::RuleStrayStatement:
    if (tokens[behind(at)].kind == TokenKind::Assign)
      diags.emit<DiagKind::BadTarget>(range(at), found(at), "=");
    else if (kind == TokenKind::Reduce || kind == TokenKind::LParen ||
             kind == TokenKind::LBrack || kind == TokenKind::Minus ||
             kind == TokenKind::Not ||
             (kind >= TokenKind::Int && kind <= TokenKind::String))
      reportUnused(at, at);
    else
      diags.emit<DiagKind::UnexpectedToken>(range(at), "a statement",
                                            found(at));
    return true;
  case Parser::RuleStrayEntry:
    diags.emit<DiagKind::UnexpectedToken>(range(at), "a recipe line", found(at))
        .hint("a recipe line is a key and its values");
    return true;
  case Parser::RuleStatement:
  case Parser::RuleDeclaration:
  case Parser::RuleTrainEntry:
    if (at == indexOf(ctx->start))
      return false;
    if (kind == TokenKind::Assign &&
        tokens[before(at)].kind == TokenKind::RBrack &&
        tokens[indexOf(ctx->start)].kind == TokenKind::Output) {
      std::size_t first = behind(indexOf(ctx->start));
      diags
          .emit<DiagKind::BadTarget>(
              join(range(first), range(before(at))),
              "'" + text.slice(tokens[first].begin, tokens[before(at)].end) +
                  "'",
              "=")
          .hint(targetHint);
      return true;
    }
    reportEnd(at);
    return true;
  case Parser::RuleOutputStmt: {
    std::size_t word = indexOf(ctx->start);
    if (kind == TokenKind::Assign && before(at) == word)
      diags.emit<DiagKind::ReservedWord>(range(word), "output", "a name")
          .hint("choose another name, for example 'output_'");
    else if (isReserved(kind) && kind != TokenKind::If && !startsLine(at))
      diags.emit<DiagKind::ReservedWord>(range(at), spelling(at), "a value")
          .hint("choose another name, for example '" + spelling(at) + "_'");
    else
      expected("an expression", at);
    return true;
  }
  case Parser::RuleAssignStmt: {
    if (at == indexOf(ctx->start))
      return false;
    if (kind == TokenKind::EqEq) {
      expected("'='", at).hint("'==' compares; '=' defines");
      return true;
    }
    // A word that was meant to start the statement: `ouput y = x`.
    if (kind == TokenKind::Name && before(at) == indexOf(ctx->start)) {
      expected("'='", at).didYouMean(spelling(before(at)), statementWords);
      return true;
    }
    reportUnused(indexOf(ctx->start), before(at));
    return true;
  }
  case Parser::RuleTarget:
  case Parser::RuleBinder: {
    if (kind == TokenKind::RBrack || kind == TokenKind::Comma ||
        kind == TokenKind::Assign || kind == TokenKind::PlusAssign)
      return false;
    auto *parent = dynamic_cast<Parser::TargetContext *>(
        ctx->getRuleIndex() == Parser::RuleTarget ? ctx : ctx->parent);
    if (!parent || !isVisible(tokens[at]) || kind == TokenKind::Newline ||
        kind == TokenKind::EndOfFile)
      return false;
    diags.emit<DiagKind::BadTarget>(range(at), found(at), "=").hint(targetHint);
    return true;
  }
  default:
    return false;
  }
}

/// What a rule needs next.
static Expectation expectation(antlr4::ParserRuleContext *ctx) {
  switch (ctx->getRuleIndex()) {
  case Parser::RuleImportDecl:
    return {"the file's name in double quotes", ""};
  case Parser::RuleConstDecl:
    return {"'='", ""};
  case Parser::RuleLayerDecl:
    return {"'{'", "the body of a layer or network stands in braces"};
  case Parser::RuleTrainDecl:
  case Parser::RuleRecipe:
    return {"'{'", "a recipe stands in braces behind the network's name"};
  case Parser::RuleBlock:
    return {"'{'", "the body stands in braces"};
  case Parser::RuleForHead:
    return {"'in'", "a loop is 'for i in 0..n { ... }' or 'for x in list { ... "
                    "}'"};
  case Parser::RuleIfExpr:
    return {"'then' or 'else'",
            "a choice is 'if condition then a else b', with both values"};
  case Parser::RuleIfStmt:
    return {"'{'", "statements under 'if' stand in braces"};
  case Parser::RuleRange:
    return {"'..'", "the range of an index variable is 'i in 0..n'"};
  case Parser::RuleTrainEntry:
  case Parser::RuleSetting:
  case Parser::RuleKey:
    return {"a recipe line", "a recipe line is a key and its values"};
  case Parser::RuleStatement:
    return {"a statement", ""};
  case Parser::RuleOutputStmt:
  case Parser::RuleUpdateStmt:
    return {"'='", ""};
  default:
    return {"an expression", ""};
  }
}

/// What a name would name here.
static StringRef nameRole(antlr4::ParserRuleContext *ctx) {
  auto *parent = dynamic_cast<antlr4::ParserRuleContext *>(ctx->parent);
  switch (parent ? parent->getRuleIndex() : std::size_t(Parser::RuleFile)) {
  case Parser::RuleConstDecl:
    return "the name of a constant";
  case Parser::RuleLayerHead:
    return "the name of a layer or network";
  case Parser::RuleTrainHead:
    return "the name of a network";
  case Parser::RuleFormal:
    return "the name of an argument";
  case Parser::RuleTypeName:
    return "a type";
  case Parser::RuleInputItem:
    return "the name of an input";
  case Parser::RuleParamStmt:
    return "the name of a parameter";
  case Parser::RuleTableStmt:
    return "the name of a table";
  case Parser::RuleStateStmt:
    return "the name of a state";
  case Parser::RuleNoiseStmt:
    return "the name of a noise";
  case Parser::RuleForHead:
    return "the name of a loop variable";
  case Parser::RuleBinder:
    return "the name of an index";
  default:
    return "a name";
  }
}

void AuthorErrors::report(antlr4::ParserRuleContext *ctx, std::size_t at,
                          bool missingClose) {
  TokenKind kind = tokens[at].kind;
  bool isName = ctx->getRuleIndex() == Parser::RuleName;
  bool isValue = ctx->getRuleIndex() == Parser::RulePrimary ||
                 ctx->getRuleIndex() == Parser::RuleFactor;
  if (isReserved(kind) &&
      (isName || (isValue && kind != TokenKind::If && kind != TokenKind::Then &&
                  kind != TokenKind::Else && !startsLine(at)))) {
    diags
        .emit<DiagKind::ReservedWord>(range(at), spelling(at),
                                      isName ? nameRole(ctx) : "a value")
        .hint("choose another name, for example '" + spelling(at) + "_'");
    return;
  }
  if (ctx->getRuleIndex() == Parser::RuleFormals && isReserved(kind) &&
      tokens[behind(at)].kind != TokenKind::Name) {
    diags
        .emit<DiagKind::ReservedWord>(range(at), spelling(at),
                                      "the name of an argument")
        .hint("choose another name, for example '" + spelling(at) + "_'");
    return;
  }
  if (isName) {
    if (!reportStatement(static_cast<antlr4::ParserRuleContext *>(ctx->parent),
                         at))
      expected(nameRole(ctx), at);
    return;
  }
  if (reportStatement(ctx, at) || (missingClose && reportClose(ctx, at)))
    return;
  if (isValue && kind == TokenKind::Star &&
      tokens[before(at)].kind == TokenKind::Star) {
    expected("an operand", at).hint("powers are written 'a^b'");
    return;
  }
  if (isValue && kind == TokenKind::If) {
    expected("an operand", at)
        .hint("put the choice in parentheses: '(if c then a else b)'");
    return;
  }
  if (isValue && kind == TokenKind::Reduce) {
    expected("an operand", at)
        .hint("put the reduction in parentheses: '(sum(i) ...)'");
    return;
  }
  Expectation wanted = expectation(ctx);
  Diagnostic &diag = expected(wanted.what, at);
  if (!wanted.hint.empty())
    diag.hint(wanted.hint);
}

/// A character that was refused stands in front of the token.
bool AuthorErrors::wasReported(std::size_t at) const {
  while (at-- > 0) {
    if (tokens[at].kind == TokenKind::BadChar ||
        tokens[at].kind == TokenKind::BadBytes)
      return true;
    if (tokens[at].kind == TokenKind::Newline || isVisible(tokens[at]))
      return false;
  }
  return false;
}

void AuthorErrors::reportError(antlr4::Parser *parser,
                               const antlr4::RecognitionException &error) {
  if (inErrorRecoveryMode(parser))
    return;
  beginErrorCondition(parser);
  lastWasMissingClose = false;
  std::size_t at = indexOf(error.getOffendingToken());
  antlr4::ParserRuleContext *ctx = parser->getContext();
  if (wasReported(at) || at == lastError)
    return;
  lastError = at;
  // Going on costs time in the length of the file.
  if (++errors > MaxErrors)
    throw TooManyErrors{};
  // A rule that starts at the token waits for something else than its bracket.
  bool missingClose = at > indexOf(ctx->start);
  report(ctx, at, missingClose);
}

/// Decides anew which line ends from a token on close a statement, as if all
/// brackets before it were closed.
void AuthorErrors::closeBrackets(antlr4::Parser *parser, std::size_t index) {
  markLineEnds(tokens, text, index);
  for (std::size_t i = index; i < tokens.size(); ++i)
    showLineEnd(parser, i);
}

void AuthorErrors::showLineEnd(antlr4::Parser *parser, std::size_t index) {
  if (tokens[index].kind != TokenKind::Newline)
    return;
  auto *token = parser->getTokenStream()->get(index);
  static_cast<antlr4::WritableToken *>(token)->setChannel(
      tokens[index].endsStatement ? antlr4::Token::DEFAULT_CHANNEL
                                  : antlr4::Token::HIDDEN_CHANNEL);
}

/// Goes on at a token that starts a line, as if the line before it were a
/// statement.
void AuthorErrors::resumeAtLine(antlr4::Parser *parser, std::size_t index) {
  closeBrackets(parser, index);
  while (index > 0 && tokens[index].kind != TokenKind::Newline)
    --index;
  if (tokens[index].kind != TokenKind::Newline)
    return;
  tokens[index].endsStatement = true;
  showLineEnd(parser, index);
  parser->getTokenStream()->seek(index);
}

static bool isHead(antlr4::ParserRuleContext *ctx) {
  return ctx->getRuleIndex() == Parser::RuleLayerHead ||
         ctx->getRuleIndex() == Parser::RuleTrainHead ||
         ctx->getRuleIndex() == Parser::RuleForHead;
}

/// Behind an error in a head: goes to the '{' of its body, when that is on the
/// line or follows it.
bool AuthorErrors::reachBody(antlr4::Parser *parser) {
  auto *stream = parser->getTokenStream();
  std::size_t at = indexOf(stream->LT(1)), body = at;
  while (tokens[body].kind != TokenKind::LBrace) {
    bool ends = tokens[body].kind == TokenKind::EndOfFile ||
                tokens[body].kind == TokenKind::RBrace ||
                tokens[body].kind == TokenKind::Newline;
    if (ends || body - at > 1000)
      return false;
    ++body;
  }
  closeBrackets(parser, body);
  stream->seek(body);
  lastWasMissingClose = false;
  return true;
}

/// Braces that a statement has opened and not closed before a token.
unsigned AuthorErrors::openBraces(std::size_t from, std::size_t to) const {
  unsigned depth = 0;
  for (; from < to; ++from) {
    if (tokens[from].kind == TokenKind::LBrace)
      ++depth;
    else if (tokens[from].kind == TokenKind::RBrace && depth != 0)
      --depth;
  }
  return depth;
}

void AuthorErrors::recover(antlr4::Parser *parser, std::exception_ptr error) {
  antlr4::ParserRuleContext *ctx = parser->getContext();
  bool isDeclaration = ctx->getRuleIndex() == Parser::RuleDeclaration;
  if (ctx->getRuleIndex() == Parser::RuleFile)
    return; // there is nothing around it
  if (isHead(ctx) && reachBody(parser))
    return;
  if (!isDeclaration && ctx->getRuleIndex() != Parser::RuleStatement &&
      ctx->getRuleIndex() != Parser::RuleTrainEntry)
    std::rethrow_exception(error);
  antlr4::TokenStream *stream = parser->getTokenStream();
  std::size_t at = indexOf(stream->LT(1));
  // The statement with the open bracket ends where the next line starts.
  if (lastWasMissingClose && startsLine(at) && at != lastStop &&
      tokens[at].kind != TokenKind::EndOfFile) {
    lastWasMissingClose = false;
    lastStop = at;
    return resumeAtLine(parser, at);
  }
  lastWasMissingClose = false;
  closeBrackets(parser, at);
  for (unsigned depth = openBraces(indexOf(ctx->start), at);;
       stream->consume()) {
    at = indexOf(stream->LT(1));
    TokenKind kind = tokens[at].kind;
    if (kind == TokenKind::EndOfFile)
      return;
    bool declares = kind == TokenKind::Layer || kind == TokenKind::Network ||
                    kind == TokenKind::Train || kind == TokenKind::Import;
    if (declares && at > indexOf(ctx->start) && startsLine(at) &&
        tokens[behind(at)].kind != TokenKind::Assign)
      return resumeAtLine(parser, at);
    if (depth == 0 && (kind == TokenKind::Newline || kind == TokenKind::Semi ||
                       (kind == TokenKind::RBrace && !isDeclaration)))
      return;
    if (kind == TokenKind::LBrace)
      ++depth;
    else if (kind == TokenKind::RBrace && depth != 0)
      --depth;
  }
}
