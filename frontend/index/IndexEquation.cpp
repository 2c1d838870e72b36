//===- IndexEquation.cpp - Formulas over named indices --------------------===//
//
// Resolves the names of an index equation.
//
//===----------------------------------------------------------------------===//

#include "frontend/index/IndexEquation.h"
#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/index/IndexResolver.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

IndexVar *IndexResolver::addIndex(const Binder &binder, bool isTarget) {
  IndexVar &var = vars.emplace_back();
  var.name = binder.name.name;
  var.range = binder.range;
  var.isTarget = isTarget;
  var.dim = vars.size() - 1;
  if (!binder.domain)
    return &var;
  auto end = [&](const ExprPtr &e) -> std::optional<std::int64_t> {
    if (!e)
      return std::nullopt;
    return ctx.constEval.toInt(expressions.evaluate(*e), e->range,
                               "the range of an index");
  };
  std::optional<std::int64_t> low = end(binder.domain->low);
  std::optional<std::int64_t> high = end(binder.domain->high);
  if (!low || !high) {
    var.failed = true;
    return &var;
  }
  std::int64_t extent;
  if (llvm::SubOverflow(*high, *low, extent) || extent <= 0) {
    diags.emit<DiagKind::BadExtent>(binder.domain->range, *high - *low);
    var.failed = true;
    return &var;
  }
  if (isTarget && *low != 0) {
    diags.emit<DiagKind::NotUsableHere>(binder.domain->range,
                                        "a range that does not start at 0",
                                        "on the left of an index equation");
    var.failed = true;
    return &var;
  }
  var.low = *low;
  var.extent = extent;
  var.extentFrom = binder.domain->range;
  var.extentReason = "its range";
  return &var;
}

IndexVar *IndexResolver::find(StringRef name) const {
  for (IndexVar *var : llvm::reverse(visible))
    if (var->name == name)
      return var;
  return nullptr;
}

bool IndexResolver::mentionsIndex(const Expr &e) const {
  bool found = e.kind == Expr::Kind::Reduce;
  forEachName(e, [&](const NameExpr &n) { found |= find(n.name) != nullptr; });
  return found;
}

IndexNodePtr IndexResolver::node(IndexNode::Kind kind, const Expr &e) {
  auto n = std::make_unique<IndexNode>();
  n->kind = kind;
  n->range = e.range;
  n->source = &e;
  return n;
}

IndexNodePtr IndexResolver::constant(const Expr &e, Value value) {
  if (value.isError())
    return nullptr;
  IndexNodePtr n = node(IndexNode::Kind::Constant, e);
  n->constant = std::move(value);
  return n;
}

/// A value that is not an index: a number or a scalar of the network.
IndexNodePtr IndexResolver::fromValue(const Expr &e, const Value &value) {
  if (value.isError())
    return nullptr;
  if (value.isNumber() || value.isBool())
    return constant(e, value);
  if (!value.isTensor()) {
    diags.emit<DiagKind::NotUsableHere>(e.range, value.describe(),
                                        "in an index equation");
    return nullptr;
  }
  if (!value.tensor().shape.empty()) {
    diags
        .emit<DiagKind::IndexCount>(
            e.range, toString(e),
            countText(value.tensor().shape.size(), "dimension"), "no index")
        .note(value.tensor().origin,
              "it has shape " + shapeText(value.tensor().shape))
        .hint("write an index for each dimension, as in '" + toString(e) +
              "[i]'");
    return nullptr;
  }
  IndexNodePtr n = node(IndexNode::Kind::Access, e);
  n->tensor = value.tensorShared();
  return n;
}

IndexNodePtr IndexResolver::resolveName(const NameExpr &e) {
  if (IndexVar *var = find(e.name)) {
    var->used = true;
    IndexNodePtr n = node(IndexNode::Kind::Index, e);
    n->index = var;
    return n;
  }
  return fromValue(e, expressions.evaluate(e));
}

bool IndexResolver::addKids(IndexNode &n, llvm::ArrayRef<const Expr *> kids) {
  bool ok = true;
  for (const Expr *kid : kids) {
    n.kids.push_back(resolve(*kid));
    ok &= n.kids.back() != nullptr;
  }
  return ok;
}

IndexNodePtr IndexResolver::resolve(const Expr &e) {
  if (!ctx.step(e.range))
    return nullptr;
  switch (e.kind) {
  case Expr::Kind::Name:
    return resolveName(cast<NameExpr>(e));
  case Expr::Kind::Unary:
    return resolveUnary(cast<UnaryExpr>(e));
  case Expr::Kind::Binary:
    return resolveBinary(cast<BinaryExpr>(e));
  case Expr::Kind::If:
    return resolveIf(cast<IfExpr>(e));
  case Expr::Kind::Reduce:
    return resolveReduce(cast<ReduceExpr>(e));
  case Expr::Kind::Call:
    return resolveCall(cast<CallExpr>(e));
  case Expr::Kind::Index:
    return resolveIndex(cast<IndexExpr>(e));
  case Expr::Kind::Pipe:
    if (mentionsIndex(e)) {
      diags
          .emit<DiagKind::NotUsableHere>(e.range, "'|>' on an element",
                                         "in an index equation")
          .hint("write the function as f(...)");
      return nullptr;
    }
    return fromValue(e, expressions.evaluate(e));
  case Expr::Kind::Number:
  case Expr::Kind::String:
  case Expr::Kind::Bool:
  case Expr::Kind::List:
  case Expr::Kind::Range:
    return fromValue(e, expressions.evaluate(e));
  }
  return nullptr;
}

IndexNodePtr IndexResolver::resolveUnary(const UnaryExpr &e) {
  IndexNodePtr n = node(
      e.op == UnaryOp::Neg ? IndexNode::Kind::Negate : IndexNode::Kind::Not, e);
  if (!addKids(*n, {e.operand.get()}))
    return nullptr;
  if (n->kids[0]->isConstant())
    return constant(e, ctx.constEval.unary(e, n->kids[0]->constant));
  return n;
}

IndexNodePtr IndexResolver::resolveBinary(const BinaryExpr &e) {
  IndexNodePtr n = node(IndexNode::Kind::Binary, e);
  if (!addKids(*n, {e.lhs.get(), e.rhs.get()}))
    return nullptr;
  const IndexNode &l = *n->kids[0], &r = *n->kids[1];
  if (l.isConstant() && r.isConstant())
    return constant(e, ctx.constEval.binary(e, l.constant, r.constant));
  if (e.op == BinaryOp::Mod || e.op == BinaryOp::Shl || e.op == BinaryOp::Shr) {
    diags.emit<DiagKind::OperandType>(e.range, spelling(e.op),
                                      "numbers of the network");
    return nullptr;
  }
  for (const IndexNode *side : {&l, &r})
    if (side->isConstant() && side->constant.isBool() &&
        e.op != BinaryOp::And && e.op != BinaryOp::Or) {
      diags.emit<DiagKind::OperandType>(side->range, spelling(e.op),
                                        side->constant.describe());
      return nullptr;
    }
  if (e.op == BinaryOp::Div && r.isConstant() && r.constant.asReal() == 0) {
    diags.emit<DiagKind::DivisionByZero>(e.rhs->range);
    return nullptr;
  }
  return n;
}

/// The two branches of a choice by the mode.
IndexNodePtr IndexResolver::resolveByMode(const IfExpr &e, bool whileTraining) {
  IndexNodePtr n = node(IndexNode::Kind::ByMode, e);
  bool ok = true;
  for (bool training : {true, false}) {
    n->kids.push_back(ctx.inMode(training, [&] {
      return resolve(training == whileTraining ? *e.thenValue : *e.elseValue);
    }));
    ok &= n->kids.back() != nullptr;
  }
  return ok ? std::move(n) : nullptr;
}

IndexNodePtr IndexResolver::resolveIf(const IfExpr &e) {
  if (!mentionsIndex(*e.condition)) {
    Value condition = expressions.evaluate(*e.condition);
    if (condition.isError())
      return nullptr;
    if (condition.isMode() && !ctx.settledMode(condition))
      return resolveByMode(e, condition.asBool());
    if (std::optional<bool> mode = ctx.settledMode(condition))
      return resolve(*mode ? *e.thenValue : *e.elseValue);
  }
  IndexNodePtr n = node(IndexNode::Kind::Select, e);
  IndexNodePtr condition = resolve(*e.condition);
  if (!condition)
    return nullptr;
  if (condition->isConstant()) {
    std::optional<bool> value = ctx.constEval.toBool(
        condition->constant, e.condition->range, "a condition");
    if (!value)
      return nullptr;
    return resolve(*value ? *e.thenValue : *e.elseValue);
  }
  n->kids.push_back(std::move(condition));
  if (!addKids(*n, {e.thenValue.get(), e.elseValue.get()}))
    return nullptr;
  return n;
}

/// `batch` runs over the samples unless the body has an index of that name.
static bool isBatch(const Binder &binder, const ReduceExpr &e) {
  if (binder.name.name != "batch" || binder.domain || !e.body)
    return false;
  bool isIndex = false;
  forEachName(*e.body,
              [&](const NameExpr &name) { isIndex |= name.name == "batch"; });
  return !isIndex;
}

IndexNodePtr IndexResolver::resolveReduce(const ReduceExpr &e) {
  IndexNodePtr n = node(IndexNode::Kind::Reduce, e);
  for (const Binder &b : e.binders) {
    if (!isBatch(b, e)) {
      n->binders.push_back(addIndex(b, false));
      continue;
    }
    n->overBatch = true;
    if (e.op == ast::ReduceOp::Sum || e.op == ast::ReduceOp::Mean)
      continue;
    diags
        .emit<DiagKind::NotUsableHere>(
            e.headRange, "'" + spelling(e.op).str() + "'", "over the batch")
        .hint("'sum' and 'mean' reduce over the batch");
    return nullptr;
  }
  std::size_t mark = visible.size();
  for (IndexVar *var : n->binders)
    visible.push_back(var);
  bool ok = e.body && addKids(*n, {e.body.get()});
  visible.resize(mark);
  if (!ok || !checkUsed(e, n->binders))
    return nullptr;
  return n;
}

bool IndexResolver::checkUsed(const ReduceExpr &e,
                              llvm::ArrayRef<IndexVar *> binders) {
  bool ok = true;
  bool isSum = e.op == ast::ReduceOp::Sum || e.op == ast::ReduceOp::Mean;
  for (IndexVar *var : binders) {
    // A sum over a range that the body does not mention is a multiple.
    if (var->used || (isSum && var->extent > 0))
      continue;
    diags.emit<DiagKind::UnusedIndex>(var->range, var->name, spelling(e.op))
        .hint("a reduction takes the product behind it: write " +
              llvm::Twine(spelling(e.op)) + "(" + var->name +
              ") (a + b) to reduce a sum of terms");
    ok = false;
  }
  return ok;
}

IndexNodePtr IndexResolver::resolveCall(const CallExpr &e) {
  if (!mentionsIndex(e))
    return fromValue(e, expressions.evaluate(e));
  const auto *callee = dyn_cast<NameExpr>(e.callee.get());
  bool pointwise = callee && !ctx.lookup(callee->name) &&
                   isPointwise(callee->name) &&
                   (ctx.inStd() || !ctx.program.findUserLayer(callee->name));
  IndexNodePtr n =
      node(pointwise ? IndexNode::Kind::Function : IndexNode::Kind::Call, e);
  if (callee)
    n->function = callee->name;
  bool ok = true;
  for (const Argument &a : e.arguments) {
    if (a.spread) {
      diags.emit<DiagKind::NotUsableHere>(a.range, "'...'",
                                          "in an index equation");
      return nullptr;
    }
    // Only arguments with indices are elements; the others stay what they are.
    if (!pointwise && !mentionsIndex(*a.value)) {
      n->kids.push_back(nullptr);
      continue;
    }
    n->kids.push_back(resolve(*a.value));
    ok &= n->kids.back() != nullptr;
  }
  return ok ? std::move(n) : nullptr;
}

Value dnd::frontend::evaluateIndexEquation(Expressions &expressions,
                                           llvm::ArrayRef<Binder> targets,
                                           StringRef name, const Expr &expr) {
  Context &ctx = expressions.context();
  IndexResolver resolver(expressions);
  std::vector<IndexVar *> vars;
  for (const Binder &b : targets) {
    for (IndexVar *other : vars)
      if (other->name == b.name.name) {
        ctx.diags.emit<DiagKind::Redefinition>(b.range, b.name.name)
            .note(other->range, "the same index is here");
        return Value::error();
      }
    vars.push_back(resolver.addIndex(b, true));
    resolver.push(vars.back());
  }
  IndexNodePtr root = resolver.resolve(expr);
  if (!root || !resolver.inferExtents())
    return Value::error();
  ctx.locate(expr.range);
  return lowerIndexNode(expressions, *root, vars);
}
