//===- Elaborate.cpp - Expressions at compile time ------------------------===//
//
// Names, operators, lists and slices. Calls are in ElaborateCalls.cpp, layers
// in ElaborateLayers.cpp, statements in ElaborateStatements.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Elaborate.h"
#include "frontend/index/IndexEquation.h"
#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;
using llvm::StringRef;

/// Elaboration that takes longer than this many steps is stopped; a step is an
/// expression, a statement, an element of a list that is copied.
static constexpr std::uint64_t StepLimit = 4'000'000;
/// Expressions nested deeper than this, over all calls, are stopped.
static constexpr unsigned EvaluationDepth = 30'000;

/// Lists nested deeper than this are refused.
static constexpr unsigned ListDepth = 100;

Elaborator::Elaborator(Program &program, DiagnosticEngine &diags,
                       Emitter &emitter, ElaborateOptions options)
    : program(program), diags(diags), emitter(emitter), constEval(diags),
      math(emitter, diags, constEval,
           [this](SourceRange range) { locate(range); }),
      storage(options.memoryLimit), rules(diags, constEval, storage) {}

bool Elaborator::step(SourceRange range, std::uint64_t count) {
  if (stopped)
    return false;
  steps += count;
  if (steps <= StepLimit && evalDepth <= EvaluationDepth)
    return true;
  stopped = true;
  diags.emit<DiagKind::StepLimit>(range, StepLimit);
  return false;
}

SourceRange Elaborator::authorRange(SourceRange range) const {
  for (const Frame *f = frame; f && f->isStd; f = f->caller)
    range = f->call;
  return range;
}

void Elaborator::locate(SourceRange range) {
  range = authorRange(range);
  StringRef path = frame ? StringRef(frame->path) : StringRef();
  if (path.empty() && frame && frame->decl)
    path = frame->decl->name.name;
  emitter.setLocation(range, path);
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

const Binding *Elaborator::lookup(StringRef name) {
  if (!frame)
    return nullptr;
  for (Scope *scope = frame->scope; scope; scope = scope->parent) {
    auto it = scope->names.find(name.str());
    if (it == scope->names.end())
      continue;
    markUsed(it->second.range);
    if (it->second.otherRange.isValid())
      markUsed(it->second.otherRange);
    if (frame->isRecipe)
      recipeReads.insert(name.str());
    return &it->second;
  }
  return nullptr;
}

Value Elaborator::globalConst(const ConstDecl &decl) {
  auto known = constValues.find(&decl);
  if (known != constValues.end())
    return known->second;
  if (!constsInWork.insert(&decl).second) {
    diags.emit<DiagKind::CircularConst>(decl.name.range, decl.name.name);
    return Value::error();
  }
  definesAsked.insert(decl.name.name);
  Value value;
  auto given = defines.find(decl.name.name);
  if (given != defines.end()) {
    value = given->second;
  } else {
    Frame *saved = std::exchange(frame, nullptr);
    value = evaluate(*decl.value);
    frame = saved;
  }
  if (value.isTensor()) {
    diags.emit<DiagKind::NotConstant>(decl.value->range);
    value = Value::error();
  }
  std::optional<Value> converted =
      convert(value, decl.type, decl.value->range, "'" + decl.name.name + "'",
              decl.name.name, "const");
  value = converted ? *converted : Value::error();
  constsInWork.erase(&decl);
  return constValues[&decl] = value;
}

/// Words that stand for themselves.
static constexpr llvm::StringLiteral Symbols[] = {"local", "global", "random",
                                                  "same",  "valid",  "inf"};

Value Elaborator::evaluateName(const NameExpr &e) {
  if (const Binding *binding = lookup(e.name))
    return binding->value;
  if (const ConstDecl *decl = program.findConst(e.name, inStd()))
    return globalConst(*decl);
  if (const LayerDecl *decl = program.findLayer(e.name, inStd())) {
    auto layer = std::make_shared<LayerValue>();
    layer->decl = decl;
    layer->created = e.range;
    return Value::ofLayer(std::move(layer));
  }
  if (e.name == "pi")
    return Value::ofReal(3.14159265358979323846);
  if (e.name == "training" && frame && frame->decl && !frame->isRecipe)
    return knownMode ? Value::ofBool(*knownMode) : Value::ofMode(true);
  if (e.name == "batch_size" && frame && batchSource)
    return named(Value::ofTensor(batchSize()), e.range,
                 "the size of the batch");
  if (isRuleName(e.name)) {
    Rule rule;
    rule.fn = e.name;
    rule.range = e.range;
    return Value::ofRule(std::move(rule));
  }
  if (llvm::is_contained(Symbols, e.name))
    return Value::ofString(e.name);
  reportUnknownName(e);
  return Value::error();
}

void Elaborator::reportUnknownName(const NameExpr &e) {
  std::vector<std::string> names = program.layerNames();
  for (Scope *s = frame ? frame->scope : nullptr; s; s = s->parent)
    for (const auto &entry : s->names)
      names.push_back(entry.first);
  for (const ConstDecl *decl : program.constants())
    names.push_back(decl->name.name);
  bool inRecipe = frame && frame->isRecipe;
  if (inRecipe)
    llvm::append_range(names, recipeNames(recipe::Kind::Loss));
  Diagnostic &d = diags.emit<DiagKind::UnknownName>(e.range, e.name);
  for (Scope *s = frame ? frame->scope : nullptr; s; s = s->parent)
    if (auto it = s->oneModeOnly.find(e.name); it != s->oneModeOnly.end()) {
      d.note(it->second, "it is defined for one mode only, here");
      d.hint("define it in both branches of 'if training'");
      return;
    }
  d.didYouMean(e.name, names);
  if (!d.hints.empty())
    return;
  if (llvm::is_contained(ConstEval::functionNames(), e.name))
    d.hint("it is a function: write '" + e.name + "(...)'");
  else
    d.hint(inRecipe
               ? "declare it in the recipe, as in 'const " + e.name + " = 0.1'"
               : "declare it with 'input', 'param', 'table' or 'const', or "
                 "define it above");
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

Value Elaborator::evaluate(const Expr &e) { return evaluate(e, Hint()); }

Value Elaborator::evaluateIn(
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
  Frame *saved = std::exchange(frame, &inner);
  Value value = evaluate(expr);
  frame = saved;
  return value;
}

Value Elaborator::evaluateWith(
    const Expr &expr,
    llvm::ArrayRef<std::pair<const Expr *, Value>> replacements) {
  for (const auto &[e, value] : replacements)
    replaced[e] = value;
  Value value = evaluate(expr);
  for (const auto &[e, unused] : replacements)
    replaced.erase(e);
  return value;
}

Value Elaborator::evaluateWith(
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

Value Elaborator::evaluate(const Expr &e, Hint hint) {
  if (!replaced.empty()) {
    auto it = replaced.find(&e);
    if (it != replaced.end())
      return it->second;
  }
  ++evalDepth;
  auto leave = llvm::make_scope_exit([&] { --evalDepth; });
  if (!step(e.range))
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
    Value list = constEval.checkedList(e.range, std::move(elements));
    if (list.isError() || list.listDepth() <= ListDepth)
      return failed ? Value::error() : list;
    diags.emit<DiagKind::NestingTooDeep>(e.range, "lists", ListDepth);
    return Value::error();
  }
  case Expr::Kind::Unary: {
    const auto &u = cast<UnaryExpr>(e);
    return math.negate(u, evaluate(*u.operand));
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
        !step(e.range, l.elements().size() + r.elements().size()))
      return Value::error();
    return math.arithmetic(b, l, r);
  }
  case Expr::Kind::If:
    return evaluateIf(cast<IfExpr>(e), hint);
  case Expr::Kind::Call:
    return evaluateCall(cast<CallExpr>(e), hint);
  case Expr::Kind::Index:
    return evaluateIndex(cast<IndexExpr>(e));
  case Expr::Kind::Range:
    diags.emit<DiagKind::NotUsableHere>(e.range, "a range", "as a value");
    return Value::error();
  case Expr::Kind::Reduce:
    return evaluateIndexEquation(*this, {}, "", e);
  case Expr::Kind::Pipe:
    return evaluatePipe(cast<PipeExpr>(e), hint);
  }
  return Value::error();
}

Value Elaborator::evaluateIf(const IfExpr &e, Hint hint) {
  Value condition = evaluate(*e.condition);
  if (condition.isTensor())
    return math.select(e, condition, evaluate(*e.thenValue),
                       evaluate(*e.elseValue));
  if (condition.isMode() && !settledMode(condition))
    return evaluateByMode(e, condition.asBool(), hint);
  if (std::optional<bool> mode = settledMode(condition))
    condition = Value::ofBool(*mode);
  std::optional<bool> value =
      constEval.toBool(condition, e.condition->range, "a condition");
  if (!value)
    return Value::error();
  return evaluate(*value ? *e.thenValue : *e.elseValue, hint);
}

//===----------------------------------------------------------------------===//
// Elements and slices
//===----------------------------------------------------------------------===//

Value Elaborator::evaluateIndex(const IndexExpr &e) {
  Value base = evaluate(*e.base);
  if (base.isError())
    return base;
  if (base.isList())
    return indexList(e, base);
  if (base.isTensor())
    return sliceTensor(e, base);
  diags.emit<DiagKind::OperandType>(e.range, "[]", base.describe());
  return Value::error();
}

Value Elaborator::indexList(const IndexExpr &e, const Value &base) {
  Value value = base;
  for (const ExprPtr &index : e.indices) {
    if (!value.isList()) {
      diags.emit<DiagKind::OperandType>(index->range, "[]", value.describe());
      return Value::error();
    }
    std::int64_t size = value.elements().size();
    auto end = [&](const ExprPtr &side, std::int64_t missing) {
      return side ? constEval.toInt(evaluate(*side), side->range,
                                    "the end of a range")
                  : std::optional<std::int64_t>(missing);
    };
    if (const auto *range = dyn_cast<RangeExpr>(index.get())) {
      auto low = end(range->low, 0), high = end(range->high, size);
      if (!low || !high)
        return Value::error();
      if (*low < 0 || *high > size || *low > *high) {
        diags.emit<DiagKind::BadSlice>(index->range, *low, *high, size);
        return Value::error();
      }
      if (!step(e.range, size))
        return Value::error();
      value = Value::ofList(std::vector<Value>(
          value.elements().begin() + *low, value.elements().begin() + *high));
      continue;
    }
    auto at = constEval.toInt(evaluate(*index), index->range, "a list index");
    if (!at)
      return Value::error();
    if (*at < 0 || *at >= size) {
      diags.emit<DiagKind::ListIndex>(index->range, *at,
                                      countText(size, "element"));
      return Value::error();
    }
    value = value.elements()[*at];
  }
  return value;
}

/// x[0], x[1..3, 2]: elements and ranges of a tensor outside of an index
/// equation. Missing indices take everything.
Value Elaborator::sliceTensor(const IndexExpr &e, const Value &base) {
  const Tensor &tensor = base.tensor();
  if (e.indices.size() > tensor.shape.size() || tensor.isIndex) {
    diags
        .emit<DiagKind::IndexCount>(e.range, toString(*e.base),
                                    countText(tensor.shape.size(), "dimension"),
                                    e.indices.size() == 1
                                        ? std::string("1 index")
                                        : std::to_string(e.indices.size()) +
                                              " indices")
        .note(tensor.origin,
              tensor.what + (tensor.shape.empty() ? " is " : " has shape ") +
                  shapeText(tensor.shape));
    return Value::error();
  }
  Shape shape;
  llvm::SmallVector<std::pair<std::int64_t, int>> parts; // offset, result dim
  for (auto [i, extent] : llvm::enumerate(tensor.shape)) {
    std::int64_t low = 0, high = extent;
    bool element = false;
    if (i < e.indices.size()) {
      const Expr &index = *e.indices[i];
      const auto *range = dyn_cast<RangeExpr>(&index);
      if (const auto *name = dyn_cast<NameExpr>(&index);
          name && !lookup(name->name) &&
          !program.findConst(name->name, inStd())) {
        diags.emit<DiagKind::UnboundIndex>(index.range, name->name)
            .hint("write the index on the left too, as in 'y[" + name->name +
                  "] = ...', or reduce over it");
        return Value::error();
      }
      auto end = [&](const Expr *side, std::int64_t &value) {
        if (!side)
          return true;
        auto v = constEval.toInt(evaluate(*side), side->range, "an index");
        value = v.value_or(0);
        return v.has_value();
      };
      element = !range;
      if (range ? !end(range->low.get(), low) || !end(range->high.get(), high)
                : !end(&index, low))
        return Value::error();
      if (element)
        high = low + 1;
      if (low < 0 || high > extent || low >= high) {
        if (element)
          diags.emit<DiagKind::IndexOutOfRange>(index.range, low, low, extent)
              .note(tensor.origin,
                    tensor.what + " has shape " + shapeText(tensor.shape));
        else
          diags.emit<DiagKind::BadSlice>(index.range, low, high, extent)
              .note(tensor.origin,
                    tensor.what + " has shape " + shapeText(tensor.shape));
        return Value::error();
      }
    }
    parts.emplace_back(low, element ? -1 : int(shape.size()));
    if (!element)
      shape.push_back(high - low);
  }
  llvm::SmallVector<mlir::AffineExpr> results;
  for (auto [offset, dim] : parts) {
    auto constant = emitter.builder.getAffineConstantExpr(offset);
    results.push_back(
        dim < 0 ? constant : emitter.builder.getAffineDimExpr(dim) + constant);
  }
  locate(e.range);
  auto map = mlir::AffineMap::get(shape.size(), 0, results,
                                  emitter.builder.getContext());
  return named(Value::ofTensor(emitter.map(MapFn::copy, {base.tensorShared()},
                                           {map}, shape)),
               e.range, "'" + toString(e) + "'");
}
