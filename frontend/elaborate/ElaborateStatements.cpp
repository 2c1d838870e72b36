//===- ElaborateStatements.cpp - Statements at compile time ---------------===//
//
// Inputs, parameters, tables, constants, assignments, outputs, for and if.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Elaborate.h"
#include "frontend/index/IndexEquation.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;
using llvm::StringRef;

/// Runs every statement, also behind one with an error, so that several
/// mistakes show in one run. False when one failed.
bool Elaborator::runBlock(const Block &block) {
  unsigned before = diags.errorCount();
  for (const StmtPtr &stmt : block.statements) {
    if (!step(stmt->range))
      return false;
    run(*stmt);
  }
  return !stopped && diags.errorCount() == before;
}

bool Elaborator::run(const Stmt &stmt) {
  switch (stmt.kind) {
  case Stmt::Kind::Input:
    runInput(cast<InputStmt>(stmt));
    return true;
  case Stmt::Kind::Param:
    runParam(cast<ParamStmt>(stmt));
    return true;
  case Stmt::Kind::Table:
    runTable(cast<TableStmt>(stmt));
    return true;
  case Stmt::Kind::State:
    runState(cast<StateStmt>(stmt));
    return true;
  case Stmt::Kind::Update:
    runUpdate(cast<UpdateStmt>(stmt));
    return true;
  case Stmt::Kind::Noise:
    runNoise(cast<NoiseStmt>(stmt));
    return true;
  case Stmt::Kind::Const:
    runConst(cast<ConstStmt>(stmt));
    return true;
  case Stmt::Kind::Assign:
    runAssign(cast<AssignStmt>(stmt));
    return true;
  case Stmt::Kind::Output:
    runOutput(cast<OutputStmt>(stmt));
    return true;
  case Stmt::Kind::For:
    return runFor(cast<ForStmt>(stmt));
  case Stmt::Kind::If:
    return runIf(cast<IfStmt>(stmt));
  case Stmt::Kind::Broken:
    runBroken(cast<BrokenStmt>(stmt));
    return true;
  }
  return true;
}

/// Makes error values of what the statement would have defined.
void Elaborator::runBroken(const BrokenStmt &s) {
  frame->lostOutput |= s.hasOutput;
  Scope *body = frame->scope;
  while (body->parent)
    body = body->parent;
  for (const Ident &name : s.names) {
    const Binding *binding = lookup(name.name);
    if (binding && binding->kind == Binding::Kind::Variable)
      assign(name, Value::error());
    else if (!binding)
      body->names[name.name] =
          Binding{Value::error(), Binding::Kind::Variable, name.range};
  }
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

void Elaborator::declare(const Ident &name, Value value, Binding::Kind kind) {
  auto it = frame->scope->names.find(name.name);
  if (it != frame->scope->names.end() &&
      it->second.kind != Binding::Kind::Dimension &&
      !(it->second.range == name.range)) {
    diags.emit<DiagKind::Redefinition>(name.range, name.name)
        .note(it->second.range, "the first definition is here");
    return;
  }
  Binding binding{std::move(value), kind, name.range};
  if (binding.value.isError())
    markUsed(name.range);
  markDefined(binding, name.name);
  frame->scope->names[name.name] = std::move(binding);
}

/// Assignment changes a variable that exists, in whatever block of the body,
/// and else makes one in the current block.
void Elaborator::assign(const Ident &name, Value value) {
  Scope *target = frame->scope;
  for (Scope *s = frame->scope; s; s = s->parent)
    if (s->names.count(name.name)) {
      target = s;
      break;
    }
  auto it = target->names.find(name.name);
  if (it != target->names.end() && (it->second.kind == Binding::Kind::Const ||
                                    it->second.kind == Binding::Kind::Formal ||
                                    it->second.kind == Binding::Kind::Loop)) {
    diags.emit<DiagKind::Redefinition>(name.range, name.name)
        .note(it->second.range, "it is a constant, defined here");
    return;
  }
  Binding binding{std::move(value), Binding::Kind::Variable, name.range};
  if (binding.value.isError())
    markUsed(name.range);
  markDefined(binding, name.name);
  target->names[name.name] = std::move(binding);
}

Elaborator::Hint Elaborator::hintFor(const Target &target) {
  Hint hint;
  hint.name = target.name.name;
  // x = block(x) in a loop: the loop's own name says enough.
  bool insideLoop = false;
  for (Scope *s = frame->scope; s; s = s->parent) {
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

//===----------------------------------------------------------------------===//
// Inputs, parameters, tables
//===----------------------------------------------------------------------===//

std::optional<Shape> Elaborator::evaluateDims(llvm::ArrayRef<ExprPtr> dims,
                                              StringRef owner) {
  Shape shape;
  bool ok = true;
  for (const ExprPtr &dim : dims) {
    auto extent = toExtent(evaluate(*dim), dim->range, owner);
    ok &= extent.has_value();
    shape.push_back(extent.value_or(1));
  }
  if (!ok)
    return std::nullopt;
  return shape;
}

std::optional<std::int64_t>
Elaborator::toExtent(const Value &value, SourceRange range, StringRef owner) {
  auto extent = constEval.toInt(value, range, "an extent of '" + owner + "'");
  if (!extent || *extent > 0)
    return extent;
  diags.emit<DiagKind::BadExtent>(range, *extent);
  return std::nullopt;
}

/// Extents of a declaration; `shape(x)...` stands for several.
std::optional<Shape> Elaborator::evaluateExtents(llvm::ArrayRef<Extent> extents,
                                                 StringRef owner) {
  Shape shape;
  bool ok = true;
  for (const Extent &extent : extents) {
    SourceRange range = extent.value->range;
    Value value = evaluate(*extent.value);
    if (extent.spread && !value.isError() && !value.isList()) {
      diags.emit<DiagKind::NeedsType>(range, "what '...' takes apart", "a list",
                                      value.describe());
      value = Value::error();
    }
    std::vector<Value> values{value};
    if (value.isList() && extent.spread)
      values = value.elements();
    for (const Value &v : values) {
      auto number = toExtent(v, range, owner);
      ok &= number.has_value();
      shape.push_back(number.value_or(1));
    }
  }
  if (!ok)
    return std::nullopt;
  return shape;
}

void Elaborator::runInput(const InputStmt &s) {
  if (!mayStandInMode(s.range, "an input"))
    return;
  if (frame->scope->parent) {
    diags.emit<DiagKind::MisplacedStatement>(s.range, "an input");
    return;
  }
  if (!s.type.empty() && s.type.name != "real") {
    diags
        .emit<DiagKind::NotUsableHere>(s.type.range,
                                       "an input of type '" + s.type.name + "'",
                                       "in this version")
        .hint("inputs are real numbers");
    declare(s.name, Value::error(), Binding::Kind::Input);
    return;
  }
  if (frame->makeInput)
    return runTopInput(s);
  // An input in a block of an `if` is none of the layer's.
  if (frame->nextInput >= frame->inputs.size()) {
    diags.emit<DiagKind::MisplacedStatement>(s.range, "an input");
    return;
  }
  TensorRef tensor = frame->inputs[frame->nextInput++];
  bool ok = bindDims(s, tensor);
  Value value =
      ok ? named(Value::ofTensor(tensor), tensor->origin,
                 tensor->what.empty() ? "'" + s.name.name + "'" : tensor->what)
         : Value::error();
  declare(s.name, value, Binding::Kind::Input);
}

static std::string patternText(const InputStmt &s) {
  std::string text = "[";
  for (std::size_t i = 0; i < s.dims.size(); ++i)
    text += (i ? ", " : "") + toString(*s.dims[i]);
  return text + "]";
}

/// Checks the shape of an input and binds the dimension names that are new.
bool Elaborator::bindDims(const InputStmt &s, const TensorRef &tensor) {
  if (!s.hasDims)
    return true;
  StringRef callee = frame->decl->name.name;
  auto report = [&](Diagnostic &d) {
    d.note(s.range, "the input '" + s.name.name + "' is declared as " +
                        patternText(s) + " here");
    d.note(tensor->origin,
           (tensor->what.empty() ? "the argument" : tensor->what) +
               " has shape " + shapeText(tensor->shape));
    return false;
  };
  // The dimensions that could not be bound are not reported again.
  auto poison = [&] {
    for (const ExprPtr &dim : s.dims)
      if (const auto *name = dyn_cast<NameExpr>(dim.get());
          name && !lookup(name->name))
        frame->scope->names[name->name] =
            Binding{Value::error(), Binding::Kind::Dimension, dim->range};
  };
  if (s.dims.size() != tensor->shape.size()) {
    Diagnostic &d = diags.emit<DiagKind::RankMismatch>(
        frame->call, callee, patternText(s), shapeText(tensor->shape));
    report(d);
    if (s.dims.size() == 1)
      d.hint("flatten it first: '|> flatten |> " + callee + "(...)'");
    poison();
    return false;
  }
  bool ok = true;
  for (auto [dim, extent] : llvm::zip(s.dims, tensor->shape)) {
    const auto *name = dyn_cast<NameExpr>(dim.get());
    if (name && !lookup(name->name) &&
        !program.findConst(name->name, inStd())) {
      frame->scope->names[name->name] =
          Binding{Value::ofInt(extent), Binding::Kind::Dimension, dim->range};
      continue;
    }
    auto wanted = constEval.toInt(evaluate(*dim), dim->range, "an extent");
    if (!wanted) {
      ok = false;
    } else if (*wanted != extent) {
      Diagnostic &d = diags.emit<DiagKind::ShapeMismatch>(
          frame->call, callee, patternText(s), shapeText(tensor->shape));
      report(d);
      d.hint("'" + toString(*dim) + "' is " + llvm::Twine(*wanted) +
             " here, the tensor has " + llvm::Twine(extent));
      poison();
      return false;
    }
  }
  return ok;
}

void Elaborator::runTopInput(const InputStmt &s) {
  bool ok = true;
  if (!s.hasDims) {
    diags.emit<DiagKind::OpenShape>(s.range, s.name.name)
        .hint("write them in brackets, as in 'input image[28, 28]'");
    ok = false;
  }
  for (const ExprPtr &dim : s.dims)
    if (const auto *name = dyn_cast<NameExpr>(dim.get());
        name && !lookup(name->name) && !program.findConst(name->name, false)) {
      auto given = defines.find(name->name);
      definesAsked.insert(name->name);
      if (given == defines.end()) {
        diags.emit<DiagKind::OpenExtent>(dim->range, name->name, s.name.name)
            .hint("write a number, make it an argument of the network, or give "
                  "-D " +
                  name->name + "=NUMBER");
        ok = false;
      }
      frame->scope->names[name->name] =
          Binding{given == defines.end() ? Value::error() : given->second,
                  Binding::Kind::Dimension, dim->range};
    }
  std::optional<Shape> shape;
  if (ok)
    shape = evaluateDims(s.dims, s.name.name);
  constexpr std::int64_t MostNumbers = std::int64_t(1) << 31;
  if (shape && elementCount(*shape) >= MostNumbers) {
    diags.emit<DiagKind::NotUsableHere>(
        s.range, "an input of shape " + shapeText(*shape),
        "in a network: a sample has at most 2147483647 numbers");
    shape.reset();
  }
  if (!shape) {
    declare(s.name, Value::error(), Binding::Kind::Input);
    return;
  }
  TensorRef tensor = (*frame->makeInput)(s, *shape);
  if (!batchSource)
    batchSource = tensor;
  declare(s.name,
          tensor ? named(Value::ofTensor(tensor), s.name.range,
                         "input '" + s.name.name + "'")
                 : Value::error(),
          Binding::Kind::Input);
}

void Elaborator::runConst(const ConstStmt &s) {
  Value value = evaluate(*s.value);
  if (value.isTensor()) {
    diags.emit<DiagKind::NotConstant>(s.value->range)
        .note(value.tensor().origin, value.describe() + " is not known before "
                                                        "the network runs")
        .hint("leave out 'const' to name a tensor");
    value = Value::error();
  }
  auto converted = convert(value, s.type, s.value->range,
                           "'" + s.name.name + "'", s.name.name, "");
  declare(s.name, converted.value_or(Value::error()), Binding::Kind::Const);
}

//===----------------------------------------------------------------------===//
// Assignments and outputs
//===----------------------------------------------------------------------===//

Value Elaborator::evaluateTarget(const Target &target, const Expr &expr) {
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

void Elaborator::bindTargets(llvm::ArrayRef<Target> targets, const Value &value,
                             SourceRange range) {
  if (!value.isError() && !value.isTuple() && !value.isList()) {
    diags.emit<DiagKind::ResultCount>(range, countText(targets.size(), "name"),
                                      value.describe());
  } else if (!value.isError() && value.elements().size() != targets.size()) {
    diags.emit<DiagKind::ResultCount>(range, countText(targets.size(), "name"),
                                      value.describe());
  } else if (!value.isError()) {
    for (auto [target, element] : llvm::zip(targets, value.elements()))
      assign(target.name, element);
    return;
  }
  for (const Target &target : targets)
    assign(target.name, Value::error());
}

void Elaborator::runAssign(const AssignStmt &s) {
  if (s.targets.size() > 1) {
    Value value = evaluate(*s.value, hintFor(s.targets[0]));
    return bindTargets(s.targets, value, s.value->range);
  }
  const Target &target = s.targets[0];
  Value value;
  if (s.append) {
    const Binding *old = lookup(target.name.name);
    if (!old) {
      NameExpr name(target.name.range);
      name.name = target.name.name;
      reportUnknownName(name);
      value = Value::error();
    } else {
      Value before = old->value;
      Hint hint;
      hint.name = target.name.name;
      value = evaluate(*s.value, hint);
      BinaryExpr sum(s.range);
      sum.op = BinaryOp::Add;
      sum.opRange = target.range;
      auto left = std::make_unique<NameExpr>(target.range);
      left->name = target.name.name;
      sum.lhs = std::move(left);
      sum.rhs = std::make_unique<NameExpr>(s.value->range);
      if (before.isList() && value.isList() &&
          !step(s.range, before.elements().size() + value.elements().size()))
        return;
      value = math.arithmetic(sum, before, value);
    }
  } else {
    value = evaluateTarget(target, *s.value);
  }
  if (value.isTuple()) {
    diags
        .emit<DiagKind::ResultCount>(s.value->range, "1 name", value.describe())
        .hint("name each result, as in 'a, b = f(x)'");
    value = Value::error();
  }
  assign(target.name, std::move(value));
}

void Elaborator::addOutput(const Ident &name, const Value &value,
                           SourceRange range) {
  NamedTensor output{name.name, nullptr, range};
  if (!value.isError())
    output.tensor = toTensor(value, range);
  for (const NamedTensor &other : frame->outputs)
    if (!name.empty() && other.name == name.name) {
      diags.emit<DiagKind::Redefinition>(range, name.name)
          .note(other.range, "the first output of this name is here");
      return;
    }
  frame->outputs.push_back(std::move(output));
}

void Elaborator::runOutput(const OutputStmt &s) {
  if (!mayStandInMode(s.range, "an output"))
    return;
  // A plain name gives a bare output its name.
  if (s.targets.empty()) {
    Value value = evaluate(*s.value);
    Ident name;
    if (const auto *plain = dyn_cast<NameExpr>(s.value.get()))
      name.name = plain->name;
    else
      name.name = frame->outputs.empty()
                      ? "output"
                      : "output_" + std::to_string(frame->outputs.size() + 1);
    if (value.isTuple() || value.isList()) {
      for (const Value &v : value.elements()) {
        Ident each;
        each.name = frame->outputs.empty()
                        ? "output"
                        : "output_" + std::to_string(frame->outputs.size() + 1);
        addOutput(each, v, s.value->range);
      }
      return;
    }
    return addOutput(name, value, s.value->range);
  }
  if (s.targets.size() > 1) {
    Value value = evaluate(*s.value, hintFor(s.targets[0]));
    bindTargets(s.targets, value, s.value->range);
    for (const Target &target : s.targets)
      if (const Binding *binding = lookup(target.name.name))
        addOutput(target.name, binding->value, target.range);
    return;
  }
  const Target &target = s.targets[0];
  Value value = evaluateTarget(target, *s.value);
  if (value.isTuple()) {
    diags.emit<DiagKind::ResultCount>(s.value->range, "1 name",
                                      value.describe());
    value = Value::error();
  }
  assign(target.name, value);
  markUsed(target.name.range);
  addOutput(target.name, value, target.range);
}

//===----------------------------------------------------------------------===//
// Control
//===----------------------------------------------------------------------===//

bool Elaborator::runFor(const ForStmt &s) {
  struct Turn {
    Value value;
    std::int64_t index;
  };
  std::int64_t low = 0, high = 0;
  Value list;
  if (const auto *range = dyn_cast<RangeExpr>(s.domain.get())) {
    auto end = [&](const ExprPtr &e) -> std::optional<std::int64_t> {
      if (!e)
        return std::nullopt;
      return constEval.toInt(evaluate(*e), e->range, "the range of 'for'");
    };
    auto first = end(range->low), last = end(range->high);
    if (!first || !last)
      return false;
    low = *first;
    high = *last;
  } else {
    list = evaluate(*s.domain);
    if (list.isError())
      return false;
    if (!list.isList()) {
      diags.emit<DiagKind::NeedsType>(s.domain->range, "the range of 'for'",
                                      "a range or a list", list.describe());
      return false;
    }
    high = list.elements().size();
  }
  std::shared_ptr<NameScope> names = frame->names;
  bool ok = true;
  for (std::int64_t i = low; i < high && ok; ++i) {
    if (!step(s.range)) {
      ok = false;
      break;
    }
    Scope scope;
    scope.parent = frame->scope;
    scope.isLoop = true;
    Value value = list.isList() ? list.elements()[i] : Value::ofInt(i);
    scope.names[s.variable.name] =
        Binding{value, Binding::Kind::Loop, s.variable.range};
    frame->scope = &scope;
    std::string label = std::to_string(i);
    if (i < 0)
      label = "m" + label.substr(1);
    frame->names = std::make_shared<NameScope>(names, s.variable.name + label);
    // One turn with a mistake is enough.
    ok = runBlock(s.body);
    frame->scope = scope.parent;
  }
  frame->names = names;
  return ok;
}

bool Elaborator::runIf(const IfStmt &s, std::size_t firstArm) {
  for (std::size_t i = firstArm; i < s.arms.size(); ++i) {
    const IfStmt::Arm &arm = s.arms[i];
    Value value = evaluate(*arm.condition);
    if (std::optional<bool> mode = settledMode(value))
      value = Value::ofBool(*mode);
    if (value.isMode())
      return runIfByMode(s, i, value.asBool());
    if (value.isTensor()) {
      diags.emit<DiagKind::NotConstant>(arm.condition->range)
          .hint("choose between tensors with 'if c then a else b'");
      return false;
    }
    auto condition =
        constEval.toBool(value, arm.condition->range, "a condition");
    if (!condition)
      return false;
    if (*condition)
      return runBlock(arm.body);
  }
  return !s.elseBody || runBlock(*s.elseBody);
}
