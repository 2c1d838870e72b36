//===- AstBuilder.cpp - From the parse tree to the syntax tree ------------===//
//
// Folds the flat operator chains of the grammar, gives each node its range and
// attaches doc comments. Statements that had a syntax error are left out.
//
//===----------------------------------------------------------------------===//

#include "frontend/AstBuilderImpl.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <cmath>
#include <cstdlib>

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::StringRef;
using Parser = dnd::grammar::DndParser;

namespace {

/// Ends building: a tree got deeper than MaxDepth, which was reported.
struct TreeTooDeep {};

/// The flat chain of a product: factors, and between them operators.
struct ProductParts {
  std::vector<Parser::FactorContext *> factors;
  Parser::ProductContext *ctx;
};

class Builder {
public:
  Builder(llvm::ArrayRef<Token> tokens, FileId file, DiagnosticEngine &diags)
      : tokens(tokens), file(file), diags(diags),
        text(diags.sources().file(file).text()) {}

  DeclPtr build(Parser::DeclarationContext *ctx);

private:
  // Declarations.
  DeclPtr build(Parser::ImportDeclContext *ctx);
  DeclPtr build(Parser::LayerDeclContext *ctx);
  DeclPtr build(Parser::TrainDeclContext *ctx);
  std::vector<Formal> build(Parser::FormalsContext *ctx);
  TrainEntry build(Parser::TrainEntryContext *ctx);
  TrainEntry build(Parser::SettingContext *ctx);
  TrainItem build(Parser::TrainItemContext *ctx);
  template <typename Node>
  void fillConst(Node &node, Parser::ConstDeclContext *ctx);

  // Statements.
  Block build(Parser::BlockContext *ctx);
  void build(Parser::StatementContext *ctx, std::vector<StmtPtr> &out);
  template <typename Node, typename Context>
  StmtPtr buildParameter(Context *ctx);
  StmtPtr build(Parser::OutputStmtContext *ctx);
  StmtPtr build(Parser::AssignStmtContext *ctx);
  StmtPtr build(Parser::ForStmtContext *ctx);
  void checkReductions(llvm::ArrayRef<Target> targets, const Expr &value);
  StmtPtr build(Parser::IfStmtContext *ctx);
  std::vector<Target> build(Parser::TargetsContext *ctx);
  Binder build(Parser::BinderContext *ctx);

  // Expressions.
  ExprPtr build(Parser::ExprContext *ctx);
  ExprPtr build(Parser::PipeContext *ctx);
  ExprPtr build(Parser::DisjunctionContext *ctx);
  ExprPtr build(Parser::ConjunctionContext *ctx);
  ExprPtr build(Parser::NegationContext *ctx);
  ExprPtr build(Parser::ComparisonContext *ctx);
  ExprPtr build(Parser::ShiftContext *ctx);
  ExprPtr build(Parser::AdditiveContext *ctx);
  ExprPtr build(Parser::ProductContext *ctx);
  ExprPtr buildProduct(const ProductParts &parts, std::size_t first,
                       Parser::FactorContext *factor);
  ExprPtr buildSigned(Parser::FactorContext *factor);
  ExprPtr build(Parser::PowerContext *ctx);
  ExprPtr build(Parser::ExponentContext *ctx);
  ExprPtr build(Parser::PostfixContext *ctx);
  ExprPtr build(Parser::PrimaryContext *ctx);
  ExprPtr build(Parser::NumberContext *ctx);
  ExprPtr build(Parser::IndexContext *ctx);
  std::vector<Argument> build(Parser::ArgumentsContext *ctx);
  std::vector<ExprPtr> build(const std::vector<Parser::ExprContext *> &list);
  std::vector<ExprPtr> dims(Parser::DimsContext *ctx);
  ExprPtr binary(antlr4::tree::ParseTree *op, ExprPtr lhs, ExprPtr rhs);

  /// Sets the depth of a node whose children are in place.
  template <typename Node>
  std::unique_ptr<Node> finish(std::unique_ptr<Node> e);

  SourceRange range(const antlr4::Token *token) const {
    const Token &t = tokens[token->getTokenIndex()];
    return {file, t.begin, t.end};
  }
  SourceRange range(antlr4::tree::TerminalNode *node) const {
    return range(node->getSymbol());
  }
  SourceRange range(antlr4::ParserRuleContext *ctx) const {
    return join(range(ctx->start), range(ctx->stop));
  }
  template <typename Node> Ident ident(Node *node) const {
    return node ? Ident{node->getText(), range(node)} : Ident{};
  }
  Ident type(Parser::TypeNameContext *ctx) const {
    return ctx ? ident(ctx->name()) : Ident{};
  }
  std::string stringValue(antlr4::tree::TerminalNode *node);
  /// The text of the doc comment above a token.
  std::string doc(const antlr4::Token *start) const;

  llvm::ArrayRef<Token> tokens;
  FileId file;
  DiagnosticEngine &diags;
  StringRef text;
  /// Nested calls of buildProduct.
  unsigned productDepth = 0;
};

} // namespace

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

template <typename Node>
std::unique_ptr<Node> Builder::finish(std::unique_ptr<Node> e) {
  unsigned deepest = 0;
  forEachChild(
      *e, [&](const Expr &child) { deepest = std::max(deepest, child.depth); });
  e->depth = deepest + 1;
  if (e->depth <= MaxDepth)
    return e;
  diags.emit<DiagKind::NestingTooDeep>(e->range, "operations", MaxDepth)
      .hint("name parts of the expression in statements of their own");
  throw TreeTooDeep{};
}

std::string Builder::stringValue(antlr4::tree::TerminalNode *node) {
  SourceRange place = range(node);
  StringRef inner = text.slice(place.begin + 1, place.end);
  inner.consume_back("\""); // missing in a string that was repaired
  std::string value;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\' || i + 1 == inner.size()) {
      value += inner[i];
      continue;
    }
    char escape = inner[++i];
    switch (escape) {
    case 'n':
      value += '\n';
      break;
    case 't':
      value += '\t';
      break;
    case '"':
    case '\\':
      value += escape;
      break;
    default:
      auto at = std::uint32_t(place.begin + i);
      diags
          .emit<DiagKind::BadEscape>(SourceRange{file, at, at + 2},
                                     inner.substr(i - 1, 2))
          .hint("strings know \\n, \\t, \\\" and \\\\");
    }
  }
  return value;
}

std::string Builder::doc(const antlr4::Token *start) const {
  std::vector<StringRef> lines;
  std::size_t i = start->getTokenIndex();
  auto skipSpace = [&] {
    while (i > 0 && tokens[i - 1].kind == TokenKind::Space)
      --i;
  };
  while (true) {
    skipSpace();
    if (i == 0 || tokens[i - 1].kind != TokenKind::Newline)
      break;
    --i;
    skipSpace();
    if (i == 0 || !isComment(tokens[i - 1].kind))
      break;
    const Token &comment = tokens[--i];
    // It must be alone on its line.
    std::size_t at = i;
    skipSpace();
    if (i != 0 && tokens[i - 1].kind != TokenKind::Newline)
      break;
    i = at;
    if (comment.kind == TokenKind::DocComment)
      lines.push_back(text.slice(comment.begin + 3, comment.end));
    else if (comment.kind != TokenKind::LineComment)
      break;
  }
  std::string result;
  for (StringRef line : llvm::reverse(lines)) {
    line.consume_front(" ");
    if (!result.empty())
      result += '\n';
    result += line.rtrim();
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

DeclPtr Builder::build(Parser::DeclarationContext *ctx) {
  if (ctx->exception)
    return nullptr;
  DeclPtr decl;
  if (auto *import = ctx->importDecl()) {
    decl = build(import);
  } else if (auto *constant = ctx->constDecl()) {
    auto node = std::make_unique<ConstDecl>(range(constant));
    fillConst(*node, constant);
    decl = std::move(node);
  } else if (auto *layer = ctx->layerDecl()) {
    if (layer->layerHead()->exception)
      return nullptr;
    decl = build(layer);
  } else {
    if (ctx->trainDecl()->trainHead()->exception)
      return nullptr;
    decl = build(ctx->trainDecl());
  }
  decl->doc = doc(ctx->start);
  return decl;
}

DeclPtr Builder::build(Parser::ImportDeclContext *ctx) {
  auto decl = std::make_unique<ImportDecl>(range(ctx));
  decl->path = stringValue(ctx->STRING());
  decl->pathRange = range(ctx->STRING());
  return decl;
}

template <typename Node>
void Builder::fillConst(Node &node, Parser::ConstDeclContext *ctx) {
  node.name = ident(ctx->name());
  node.type = type(ctx->typeName());
  node.value = build(ctx->expr());
}

DeclPtr Builder::build(Parser::LayerDeclContext *ctx) {
  auto decl = std::make_unique<LayerDecl>(range(ctx));
  auto *head = ctx->layerHead();
  decl->isNetwork = head->NETWORK() != nullptr;
  decl->name = ident(head->name());
  if (head->formals())
    decl->formals = build(head->formals());
  decl->body = build(ctx->block());
  return decl;
}

std::vector<Formal> Builder::build(Parser::FormalsContext *ctx) {
  std::vector<Formal> formals;
  for (auto *formal : ctx->formal()) {
    Formal &out = formals.emplace_back();
    out.name = ident(formal->name());
    out.type = type(formal->typeName());
    if (formal->expr())
      out.defaultValue = build(formal->expr());
    out.variadic = formal->ELLIPSIS() != nullptr;
    out.range = range(formal);
  }
  return formals;
}

DeclPtr Builder::build(Parser::TrainDeclContext *ctx) {
  auto decl = std::make_unique<TrainDecl>(range(ctx));
  auto *head = ctx->trainHead();
  decl->network = ident(head->name());
  if (head->arguments())
    decl->arguments = build(head->arguments());
  decl->bodyRange = range(ctx->recipe());
  for (auto *entry : ctx->recipe()->trainEntry())
    if (!entry->exception)
      decl->entries.push_back(build(entry));
  return decl;
}

TrainItem Builder::build(Parser::TrainItemContext *ctx) {
  TrainItem item;
  item.name = ident(ctx->anyName());
  item.value = build(ctx->expr());
  item.range = range(ctx);
  return item;
}

TrainEntry Builder::build(Parser::TrainEntryContext *ctx) {
  TrainEntry entry;
  entry.range = range(ctx);
  entry.doc = doc(ctx->start);
  if (ctx->expr()) {
    entry.form =
        ctx->CONST() ? TrainEntry::Form::Const : TrainEntry::Form::Setting;
    entry.key = ctx->CONST() ? ident(ctx->name()) : ident(ctx->key());
    entry.items.push_back({{}, build(ctx->expr()), range(ctx->expr())});
    return entry;
  }
  entry.key = ident(ctx->key());
  for (auto *item : ctx->trainItem())
    entry.items.push_back(build(item));
  if (auto *settings = ctx->settings()) {
    entry.hasSettings = true;
    for (auto *setting : settings->setting())
      entry.settings.push_back(build(setting));
  }
  return entry;
}

TrainEntry Builder::build(Parser::SettingContext *ctx) {
  TrainEntry entry;
  entry.range = range(ctx);
  entry.doc = doc(ctx->start);
  entry.key = ident(ctx->key());
  if (ctx->expr()) {
    entry.form = TrainEntry::Form::Setting;
    entry.items.push_back({{}, build(ctx->expr()), range(ctx->expr())});
  } else if (ctx->trainItem()) {
    entry.items.push_back(build(ctx->trainItem()));
  }
  return entry;
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

Block Builder::build(Parser::BlockContext *ctx) {
  Block block;
  block.range = range(ctx);
  for (auto *statement : ctx->statement())
    if (!statement->exception)
      build(statement, block.statements);
  return block;
}

void Builder::build(Parser::StatementContext *ctx, std::vector<StmtPtr> &out) {
  std::size_t first = out.size();
  if (auto *input = ctx->inputStmt()) {
    for (auto *item : input->inputItem()) {
      auto stmt = std::make_unique<InputStmt>(range(item));
      stmt->name = ident(item->name());
      stmt->hasDims = item->dims() != nullptr;
      stmt->dims = dims(item->dims());
      stmt->type = type(item->typeName());
      out.push_back(std::move(stmt));
    }
  } else if (auto *param = ctx->paramStmt()) {
    out.push_back(buildParameter<ParamStmt>(param));
  } else if (auto *table = ctx->tableStmt()) {
    out.push_back(buildParameter<TableStmt>(table));
  } else if (auto *constant = ctx->constDecl()) {
    auto stmt = std::make_unique<ConstStmt>(range(constant));
    fillConst(*stmt, constant);
    out.push_back(std::move(stmt));
  } else if (auto *output = ctx->outputStmt()) {
    out.push_back(build(output));
  } else if (auto *loop = ctx->forStmt()) {
    if (loop->forHead()->exception)
      return;
    out.push_back(build(loop));
  } else if (auto *branch = ctx->ifStmt()) {
    out.push_back(build(branch));
  } else {
    out.push_back(build(ctx->assignStmt()));
  }
  std::string comment = doc(ctx->start);
  for (std::size_t i = first; i < out.size(); ++i)
    out[i]->doc = comment;
}

template <typename Node, typename Context>
StmtPtr Builder::buildParameter(Context *ctx) {
  auto stmt = std::make_unique<Node>(range(ctx));
  stmt->name = ident(ctx->name());
  stmt->dims = dims(ctx->dims());
  if (ctx->expr())
    stmt->init = build(ctx->expr());
  return stmt;
}

/// In an index equation a reduction needs a body. `max(a, b)` is pointwise.
static bool lacksBody(const CallExpr &call) {
  const auto *callee = llvm::dyn_cast<NameExpr>(call.callee.get());
  std::optional<ReduceOp> op;
  if (callee)
    op = reduceOpFromName(callee->name);
  if (!op)
    return false;
  bool pointwise = *op == ReduceOp::Max || *op == ReduceOp::Min;
  return call.arguments.size() < 2 || !pointwise;
}

void Builder::checkReductions(llvm::ArrayRef<Target> targets,
                              const Expr &value) {
  if (targets.size() != 1 || !targets[0].hasIndices)
    return;
  if (const auto *call = llvm::dyn_cast<CallExpr>(&value);
      call && lacksBody(*call)) {
    SourceRange inner = call->argumentsRange;
    diags
        .emit<DiagKind::ReductionWithoutBody>(
            call->range, cast<NameExpr>(*call->callee).name,
            text.slice(inner.begin + 1, inner.end - 1))
        .hint("write 'sum(i) body'; the body starts on the same line, and in "
              "parentheses when it starts with a sign");
  }
  forEachChild(value,
               [&](const Expr &child) { checkReductions(targets, child); });
}

StmtPtr Builder::build(Parser::OutputStmtContext *ctx) {
  auto stmt = std::make_unique<OutputStmt>(range(ctx));
  if (ctx->targets())
    stmt->targets = build(ctx->targets());
  stmt->value = build(ctx->expr());
  checkReductions(stmt->targets, *stmt->value);
  return stmt;
}

StmtPtr Builder::build(Parser::AssignStmtContext *ctx) {
  auto stmt = std::make_unique<AssignStmt>(range(ctx));
  stmt->targets = build(ctx->targets());
  stmt->append = ctx->PLUS_ASSIGN() != nullptr;
  stmt->value = build(ctx->expr());
  checkReductions(stmt->targets, *stmt->value);
  bool plain = !stmt->append && stmt->targets.size() == 1;
  for (const Target &target : stmt->targets)
    if (target.hasIndices && !plain)
      diags
          .emit<DiagKind::BadTarget>(target.range, "an index equation",
                                     stmt->append ? "+=" : ", ... =")
          .hint("give each index equation a statement of its own, with '='");
  return stmt;
}

std::vector<Target> Builder::build(Parser::TargetsContext *ctx) {
  std::vector<Target> targets;
  for (auto *target : ctx->target()) {
    Target &out = targets.emplace_back();
    out.name = ident(target->name());
    out.hasIndices = target->LBRACK() != nullptr;
    for (auto *binder : target->binder())
      out.indices.push_back(build(binder));
    out.range = range(target);
  }
  return targets;
}

Binder Builder::build(Parser::BinderContext *ctx) {
  Binder binder;
  binder.name = ident(ctx->name());
  binder.range = range(ctx);
  if (auto *domain = ctx->range()) {
    auto node = std::make_unique<RangeExpr>(range(domain));
    node->low = build(domain->expr(0));
    node->high = build(domain->expr(1));
    binder.domain = finish(std::move(node));
  }
  return binder;
}

StmtPtr Builder::build(Parser::ForStmtContext *ctx) {
  auto stmt = std::make_unique<ForStmt>(range(ctx));
  stmt->variable = ident(ctx->forHead()->name());
  auto *domain = ctx->forHead()->domain();
  stmt->domain = build(domain->expr(0));
  if (domain->DOTDOT()) {
    auto node = std::make_unique<RangeExpr>(range(domain));
    node->low = std::move(stmt->domain);
    node->high = build(domain->expr(1));
    stmt->domain = finish(std::move(node));
  }
  stmt->body = build(ctx->block());
  return stmt;
}

StmtPtr Builder::build(Parser::IfStmtContext *ctx) {
  auto stmt = std::make_unique<IfStmt>(range(ctx));
  auto conditions = ctx->expr();
  auto blocks = ctx->block();
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    IfStmt::Arm &arm = stmt->arms.emplace_back();
    arm.condition = build(conditions[i]);
    arm.body = build(blocks[i]);
  }
  if (blocks.size() > conditions.size())
    stmt->elseBody = build(blocks.back());
  return stmt;
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

std::vector<ExprPtr>
Builder::build(const std::vector<Parser::ExprContext *> &list) {
  std::vector<ExprPtr> result;
  for (auto *expr : list)
    result.push_back(build(expr));
  return result;
}

std::vector<ExprPtr> Builder::dims(Parser::DimsContext *ctx) {
  return ctx ? build(ctx->expr()) : std::vector<ExprPtr>();
}

ExprPtr Builder::build(Parser::ExprContext *ctx) {
  if (ctx->pipe())
    return build(ctx->pipe());
  auto *branch = ctx->ifExpr();
  auto node = std::make_unique<IfExpr>(range(branch));
  node->condition = build(branch->expr(0));
  node->thenValue = build(branch->expr(1));
  node->elseValue = build(branch->expr(2));
  return finish(std::move(node));
}

ExprPtr Builder::build(Parser::PipeContext *ctx) {
  ExprPtr value = build(ctx->disjunction());
  auto stages = ctx->postfix();
  auto ops = ctx->PIPE();
  for (std::size_t i = 0; i < stages.size(); ++i) {
    ExprPtr stage = build(stages[i]);
    auto node = std::make_unique<PipeExpr>(join(value->range, stage->range));
    node->input = std::move(value);
    node->stage = std::move(stage);
    node->opRange = range(ops[i]);
    value = finish(std::move(node));
  }
  return value;
}

static BinaryOp binaryOp(std::size_t type) {
  switch (type) {
  case Parser::PLUS:
    return BinaryOp::Add;
  case Parser::MINUS:
    return BinaryOp::Sub;
  case Parser::STAR:
    return BinaryOp::Mul;
  case Parser::SLASH:
    return BinaryOp::Div;
  case Parser::PERCENT:
    return BinaryOp::Mod;
  case Parser::CARET:
    return BinaryOp::Pow;
  case Parser::SHL:
    return BinaryOp::Shl;
  case Parser::SHR:
    return BinaryOp::Shr;
  case Parser::EQ:
    return BinaryOp::Eq;
  case Parser::NE:
    return BinaryOp::Ne;
  case Parser::LT:
    return BinaryOp::Lt;
  case Parser::LE:
    return BinaryOp::Le;
  case Parser::GT:
    return BinaryOp::Gt;
  case Parser::GE:
    return BinaryOp::Ge;
  case Parser::AND:
    return BinaryOp::And;
  default:
    return BinaryOp::Or;
  }
}

ExprPtr Builder::binary(antlr4::tree::ParseTree *op, ExprPtr lhs, ExprPtr rhs) {
  auto *symbol = static_cast<antlr4::tree::TerminalNode *>(op)->getSymbol();
  auto node = std::make_unique<BinaryExpr>(join(lhs->range, rhs->range));
  node->op = binaryOp(symbol->getType());
  node->opRange = range(symbol);
  node->lhs = std::move(lhs);
  node->rhs = std::move(rhs);
  return finish(std::move(node));
}

// The children of a chain are operand, operator, operand, ...

ExprPtr Builder::build(Parser::DisjunctionContext *ctx) {
  auto operands = ctx->conjunction();
  ExprPtr value = build(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i)
    value =
        binary(ctx->children[2 * i - 1], std::move(value), build(operands[i]));
  return value;
}

ExprPtr Builder::build(Parser::ConjunctionContext *ctx) {
  auto operands = ctx->negation();
  ExprPtr value = build(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i)
    value =
        binary(ctx->children[2 * i - 1], std::move(value), build(operands[i]));
  return value;
}

ExprPtr Builder::build(Parser::NegationContext *ctx) {
  if (ctx->comparison())
    return build(ctx->comparison());
  auto node = std::make_unique<UnaryExpr>(range(ctx));
  node->op = UnaryOp::Not;
  node->opRange = range(ctx->NOT());
  node->operand = build(ctx->negation());
  return finish(std::move(node));
}

ExprPtr Builder::build(Parser::ComparisonContext *ctx) {
  auto operands = ctx->shift();
  ExprPtr value = build(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i)
    value =
        binary(ctx->children[2 * i - 1], std::move(value), build(operands[i]));
  if (operands.size() > 2)
    diags.emit<DiagKind::ChainedComparison>(value->range)
        .hint("join two comparisons with 'and': 'a < b and b < c'");
  return value;
}

ExprPtr Builder::build(Parser::ShiftContext *ctx) {
  auto operands = ctx->additive();
  ExprPtr value = build(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i)
    value =
        binary(ctx->children[2 * i - 1], std::move(value), build(operands[i]));
  return value;
}

ExprPtr Builder::build(Parser::AdditiveContext *ctx) {
  auto operands = ctx->product();
  ExprPtr value = build(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i)
    value =
        binary(ctx->children[2 * i - 1], std::move(value), build(operands[i]));
  return value;
}

ExprPtr Builder::build(Parser::ProductContext *ctx) {
  ProductParts parts{ctx->factor(), ctx};
  return buildProduct(parts, 0, parts.factors[0]);
}

/// A chain of signs and reductions that holds a reduction.
static bool hasReduction(Parser::FactorContext *factor) {
  for (; factor; factor = factor->factor())
    if (factor->reduction())
      return true;
  return false;
}

/// A factor without reductions: signs in front of a power.
ExprPtr Builder::buildSigned(Parser::FactorContext *factor) {
  if (factor->power())
    return build(factor->power());
  auto node = std::make_unique<UnaryExpr>(range(factor));
  node->opRange = range(factor->MINUS());
  node->operand = buildSigned(factor->factor());
  return finish(std::move(node));
}

/// Builds the product that starts at `factor`, which is the factor `first` of
/// the chain, perhaps without some of its signs and reductions. A reduction
/// takes all that is left of the product.
ExprPtr Builder::buildProduct(const ProductParts &parts, std::size_t first,
                              Parser::FactorContext *factor) {
  if (++productDepth > MaxDepth) {
    diags.emit<DiagKind::NestingTooDeep>(range(factor), "operations", MaxDepth);
    throw TreeTooDeep{};
  }
  ExprPtr value;
  for (std::size_t i = first; i < parts.factors.size(); ++i) {
    Parser::FactorContext *operand = i == first ? factor : parts.factors[i];
    bool takesRest = hasReduction(operand);
    ExprPtr next;
    if (auto *head = operand->reduction()) {
      ExprPtr body = buildProduct(parts, i, operand->factor());
      auto node = std::make_unique<ReduceExpr>(join(range(head), body->range));
      node->op = *reduceOpFromName(head->REDUCE()->getText());
      node->headRange = range(head);
      for (auto *binder : head->binder())
        node->binders.push_back(build(binder));
      node->body = std::move(body);
      next = finish(std::move(node));
    } else if (takesRest) {
      SourceRange sign = range(operand->MINUS());
      ExprPtr rest = buildProduct(parts, i, operand->factor());
      auto node = std::make_unique<UnaryExpr>(join(sign, rest->range));
      node->opRange = sign;
      node->operand = std::move(rest);
      next = finish(std::move(node));
    } else {
      next = buildSigned(operand);
    }
    value = value ? binary(parts.ctx->children[2 * i - 1], std::move(value),
                           std::move(next))
                  : std::move(next);
    if (takesRest)
      break;
  }
  --productDepth;
  return value;
}

ExprPtr Builder::build(Parser::PowerContext *ctx) {
  ExprPtr base = build(ctx->postfix());
  if (!ctx->exponent())
    return base;
  return binary(ctx->CARET(), std::move(base), build(ctx->exponent()));
}

ExprPtr Builder::build(Parser::ExponentContext *ctx) {
  if (ctx->power())
    return build(ctx->power());
  auto node = std::make_unique<UnaryExpr>(range(ctx));
  node->op = UnaryOp::Neg;
  node->opRange = range(ctx->MINUS());
  node->operand = build(ctx->exponent());
  return finish(std::move(node));
}

ExprPtr Builder::build(Parser::PostfixContext *ctx) {
  ExprPtr value = build(ctx->primary());
  for (std::size_t i = 1; i < ctx->children.size(); ++i) {
    if (auto *call =
            dynamic_cast<Parser::ArgumentsContext *>(ctx->children[i])) {
      auto node = std::make_unique<CallExpr>(join(value->range, range(call)));
      node->callee = std::move(value);
      node->arguments = build(call);
      node->argumentsRange = range(call);
      value = finish(std::move(node));
      continue;
    }
    auto *subscript = static_cast<Parser::SubscriptContext *>(ctx->children[i]);
    auto node =
        std::make_unique<IndexExpr>(join(value->range, range(subscript)));
    node->base = std::move(value);
    for (auto *index : subscript->index())
      node->indices.push_back(build(index));
    node->indicesRange = range(subscript);
    value = finish(std::move(node));
  }
  return value;
}

std::vector<Argument> Builder::build(Parser::ArgumentsContext *ctx) {
  std::vector<Argument> arguments;
  std::string lastNamed;
  for (auto *argument : ctx->argument()) {
    Argument &out = arguments.emplace_back();
    out.name = ident(argument->anyName());
    out.value = build(argument->expr());
    out.spread = argument->ELLIPSIS() != nullptr;
    out.range = range(argument);
    if (!out.name.empty())
      lastNamed = out.name.name;
    else if (!lastNamed.empty())
      diags.emit<DiagKind::PositionalAfterNamed>(out.range, lastNamed)
          .hint("move it in front, or write its name: 'name = value'");
  }
  return arguments;
}

ExprPtr Builder::build(Parser::IndexContext *ctx) {
  auto ends = ctx->expr();
  if (!ctx->DOTDOT())
    return build(ends[0]);
  auto node = std::make_unique<RangeExpr>(range(ctx));
  // `..3` starts with the dots.
  bool hasLow = ctx->children[0] != ctx->DOTDOT();
  if (hasLow)
    node->low = build(ends[0]);
  if (ends.size() > hasLow)
    node->high = build(ends[hasLow]);
  return finish(std::move(node));
}

ExprPtr Builder::build(Parser::PrimaryContext *ctx) {
  SourceRange place = range(ctx);
  if (ctx->number())
    return build(ctx->number());
  if (ctx->parens()) {
    ExprPtr inner = build(ctx->parens()->expr());
    inner->parenthesized = true;
    inner->range = place;
    return inner;
  }
  if (ctx->name()) {
    auto node = std::make_unique<NameExpr>(place);
    node->name = ctx->getText();
    return node;
  }
  if (ctx->list()) {
    auto node = std::make_unique<ListExpr>(place);
    node->elements = build(ctx->list()->expr());
    return finish(std::move(node));
  }
  if (ctx->STRING()) {
    auto node = std::make_unique<StringExpr>(place);
    node->value = stringValue(ctx->STRING());
    return node;
  }
  auto node = std::make_unique<BoolExpr>(place);
  node->value = ctx->TRUE() != nullptr;
  return node;
}

ExprPtr Builder::build(Parser::NumberContext *ctx) {
  auto node = std::make_unique<NumberExpr>(range(ctx));
  node->spelling = ctx->getText();
  StringRef digits = node->spelling;
  if (digits.consume_back("x"))
    node->suffix = NumberExpr::Suffix::Times;
  else if (digits.consume_back("%"))
    node->suffix = NumberExpr::Suffix::Percent;
  node->isInteger = llvm::all_of(digits, llvm::isDigit);
  node->value = std::strtod(digits.str().c_str(), nullptr);
  bool tooLarge = node->isInteger ? digits.getAsInteger(10, node->integer)
                                  : !std::isfinite(node->value);
  // A number that the lexer refused was reported and stands for zero.
  if (ctx->INT() && !node->isInteger) {
    node->value = 0;
    return node;
  }
  if (tooLarge) {
    StringRef shown = digits.take_front(40);
    diags
        .emit<DiagKind::NumberTooLarge>(
            node->range,
            shown.size() < digits.size() ? shown.str() + "..." : shown.str())
        .hint("integers have 64 bits, up to 9223372036854775807; reals reach "
              "1.8e308");
    node->integer = 0;
    node->value = 0;
  }
  if (node->suffix == NumberExpr::Suffix::Percent)
    node->value /= 100;
  return node;
}

std::vector<DeclPtr>
dnd::frontend::impl::buildDeclarations(Parser::FileContext *tree,
                                       llvm::ArrayRef<Token> tokens,
                                       FileId file, DiagnosticEngine &diags) {
  std::vector<DeclPtr> declarations;
  Builder builder(tokens, file, diags);
  try {
    for (auto *ctx : tree->declaration())
      if (DeclPtr decl = builder.build(ctx))
        declarations.push_back(std::move(decl));
  } catch (const TreeTooDeep &) {
    // Reported; later declarations are not looked at.
  }
  return declarations;
}
