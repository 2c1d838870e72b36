//===- Expressions.cpp - Values of expressions --------------------------===//
//
// Names, operators, lists, choices and what stands behind a name on the left.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Expressions.h"
#include "frontend/elaborate/Calls.h"
#include "frontend/elaborate/Types.h"
#include "frontend/index/IndexEquation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;

/// Lists nested deeper than this are refused.
static constexpr unsigned ListDepth = 100;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

Value Expressions::globalConst(const ConstDecl &decl) {
  auto known = constValues.find(&decl);
  if (known != constValues.end())
    return known->second;
  if (!constsInWork.insert(&decl).second) {
    ctx.diags.emit<DiagKind::CircularConst>(decl.name.range, decl.name.name);
    return Value::error();
  }
  Value value;
  if (const Value *given = ctx.defines.find(decl.name.name)) {
    value = *given;
  } else {
    Frame *saved = std::exchange(ctx.frame, nullptr);
    value = evaluate(*decl.value);
    ctx.frame = saved;
  }
  if (value.isTensor()) {
    ctx.diags.emit<DiagKind::NotConstant>(decl.value->range);
    value = Value::error();
  }
  std::optional<Value> converted =
      convert(ctx, value, decl.type, decl.value->range,
              "'" + decl.name.name + "'", decl.name.name, "const");
  value = converted ? *converted : Value::error();
  constsInWork.erase(&decl);
  return constValues[&decl] = value;
}

/// Words that stand for themselves.
static constexpr llvm::StringLiteral Symbols[] = {"local", "global", "random",
                                                  "same",  "valid",  "inf"};

Value Expressions::evaluateName(const NameExpr &e) {
  if (const Binding *binding = ctx.lookup(e.name))
    return binding->value;
  if (const ConstDecl *decl = ctx.program.findConst(e.name, ctx.inStd()))
    return globalConst(*decl);
  if (const LayerDecl *decl = ctx.program.findLayer(e.name, ctx.inStd())) {
    auto layer = std::make_shared<LayerValue>();
    layer->decl = decl;
    layer->created = e.range;
    return Value::ofLayer(std::move(layer));
  }
  if (e.name == "pi")
    return Value::ofReal(3.14159265358979323846);
  if (e.name == "training" && ctx.frame && ctx.frame->decl &&
      !ctx.frame->isRecipe)
    return ctx.knownMode ? Value::ofBool(*ctx.knownMode) : Value::ofMode(true);
  if (e.name == "batch_size" && ctx.frame && ctx.batchSource)
    return named(Value::ofTensor(ctx.batchSize()), e.range,
                 "the size of the batch");
  if (isRuleName(e.name)) {
    Rule rule;
    rule.fn = e.name;
    rule.range = e.range;
    return Value::ofRule(std::move(rule));
  }
  if (llvm::is_contained(Symbols, e.name))
    return Value::ofString(e.name);
  ctx.reportUnknownName(e);
  return Value::error();
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

Value Expressions::evaluateIn(
    const Expr &expr, llvm::ArrayRef<std::pair<std::string, Value>> names) {
  Scope scope;
  for (const auto &[name, value] : names)
    scope.names[name] = Binding{value, Binding::Kind::Const, {}};
  Frame inner;
  inner.path = "loss";
  inner.isRecipe = true;
  inner.call = expr.range;
  inner.scope = &scope;
  inner.names = std::make_shared<NameScope>("");
  Frame *saved = std::exchange(ctx.frame, &inner);
  Value value = evaluate(expr);
  ctx.frame = saved;
  return value;
}

Value Expressions::evaluateWith(
    const Expr &expr,
    llvm::ArrayRef<std::pair<const Expr *, Value>> replacements) {
  for (const auto &[e, value] : replacements)
    replaced[e] = value;
  Value value = evaluate(expr);
  for (const auto &[e, unused] : replacements)
    replaced.erase(e);
  return value;
}

Value Expressions::evaluateWith(
    const Expr &expr,
    llvm::ArrayRef<std::pair<const Expr *, Value>> replacements,
    llvm::ArrayRef<std::pair<std::string, Value>> names) {
  for (const auto &[e, value] : replacements)
    replaced[e] = value;
  Value value = evaluateIn(expr, names);
  for (const auto &[e, unused] : replacements)
    replaced.erase(e);
  return value;
}

Value Expressions::evaluate(const Expr &e, Hint hint) {
  if (!replaced.empty()) {
    auto it = replaced.find(&e);
    if (it != replaced.end())
      return it->second;
  }
  ++ctx.nesting;
  auto leave = llvm::make_scope_exit([&] { --ctx.nesting; });
  if (!ctx.step(e.range))
    return Value::error();
  switch (e.kind) {
  case Expr::Kind::Number: {
    const auto &n = cast<NumberExpr>(e);
    if (n.suffix == NumberExpr::Suffix::Times)
      return Value::ofMultiple(n.value);
    if (n.isInteger && n.suffix == NumberExpr::Suffix::None)
      return Value::ofInt(n.integer);
    return Value::ofReal(n.value);
  }
  case Expr::Kind::String:
    return Value::ofString(cast<StringExpr>(e).value);
  case Expr::Kind::Bool:
    return Value::ofBool(cast<BoolExpr>(e).value);
  case Expr::Kind::Name:
    return evaluateName(cast<NameExpr>(e));
  case Expr::Kind::List: {
    std::vector<Value> elements;
    bool failed = false;
    for (const ExprPtr &element : cast<ListExpr>(e).elements) {
      elements.push_back(evaluate(*element, hint));
      failed |= elements.back().isError();
    }
    Value list = ctx.constEval.checkedList(e.range, std::move(elements));
    if (list.isError() || list.listDepth() <= ListDepth)
      return failed ? Value::error() : list;
    ctx.diags.emit<DiagKind::NestingTooDeep>(e.range, "lists", ListDepth);
    return Value::error();
  }
  case Expr::Kind::Unary: {
    const auto &u = cast<UnaryExpr>(e);
    return ctx.math.negate(u, evaluate(*u.operand));
  }
  case Expr::Kind::Binary: {
    const auto &b = cast<BinaryExpr>(e);
    Value l = evaluate(*b.lhs);
    // `and` and `or` of compile-time values do not look at what cannot matter.
    if (l.isBool() && ((b.op == BinaryOp::And && !l.asBool()) ||
                       (b.op == BinaryOp::Or && l.asBool())))
      return l;
    Value r = evaluate(*b.rhs);
    if (l.isList() && r.isList() &&
        !ctx.step(e.range, l.elements().size() + r.elements().size()))
      return Value::error();
    return ctx.math.arithmetic(b, l, r);
  }
  case Expr::Kind::If:
    return evaluateIf(cast<IfExpr>(e), hint);
  case Expr::Kind::Call:
    return calls.evaluateCall(cast<CallExpr>(e), hint);
  case Expr::Kind::Index:
    return evaluateIndex(cast<IndexExpr>(e));
  case Expr::Kind::Range:
    ctx.diags.emit<DiagKind::NotUsableHere>(e.range, "a range", "as a value");
    return Value::error();
  case Expr::Kind::Reduce:
    return evaluateIndexEquation(*this, {}, "", e);
  case Expr::Kind::Pipe:
    return calls.evaluatePipe(cast<PipeExpr>(e), hint);
  }
  return Value::error();
}

Value Expressions::evaluateIf(const IfExpr &e, Hint hint) {
  Value condition = evaluate(*e.condition);
  if (condition.isTensor())
    return ctx.math.select(e, condition, evaluate(*e.thenValue),
                           evaluate(*e.elseValue));
  if (condition.isMode() && !ctx.settledMode(condition))
    return evaluateByMode(e, condition.asBool(), hint);
  if (std::optional<bool> mode = ctx.settledMode(condition))
    condition = Value::ofBool(*mode);
  std::optional<bool> value =
      ctx.constEval.toBool(condition, e.condition->range, "a condition");
  if (!value)
    return Value::error();
  return evaluate(*value ? *e.thenValue : *e.elseValue, hint);
}

Value Expressions::evaluateByMode(const IfExpr &e, bool whileTraining,
                                  Hint hint) {
  auto branch = [&](bool training) {
    return ctx.inMode(training, [&] {
      return evaluate(training == whileTraining ? *e.thenValue : *e.elseValue,
                      hint);
    });
  };
  Value training = branch(true);
  return ctx.math.byMode(training, branch(false), e.range, "this");
}

Hint Expressions::hintFor(const Target &target) {
  Hint hint;
  hint.name = target.name.name;
  // x = block(x) in a loop: the loop's own name says enough.
  bool insideLoop = false;
  for (Scope *s = ctx.frame->scope; s; s = s->parent) {
    if (s->names.count(target.name.name)) {
      if (insideLoop) {
        hint.elide = true;
        hint.name = "";
      }
      break;
    }
    insideLoop |= s->isLoop;
  }
  return hint;
}

Value Expressions::evaluateTarget(const Target &target, const Expr &expr) {
  Value value;
  if (target.hasIndices) {
    value =
        evaluateIndexEquation(*this, target.indices, target.name.name, expr);
  } else {
    value = evaluate(expr, hintFor(target));
    if (!value.isTensor() || !value.tensor().what.empty())
      return value;
  }
  return named(value, target.range, "'" + target.name.name + "'");
}
