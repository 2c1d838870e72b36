//===- AstBuilderExpr.cpp - Expressions of the syntax tree ----------------===//
//
// Folds the flat operator chains of the grammar and gives each node its range.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/AstBuilderImpl.h"

#include "llvm/ADT/StringExtras.h"

#include <cmath>
#include <cstdlib>

using namespace dnd::frontend;
using namespace dnd::frontend::impl;

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

std::vector<Extent> Builder::extents(Parser::ExtentsContext *ctx) {
  std::vector<Extent> result;
  if (!ctx)
    return result;
  for (auto *extent : ctx->extent())
    result.push_back({build(extent->expr()), extent->ELLIPSIS() != nullptr});
  return result;
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
