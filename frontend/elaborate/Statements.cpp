//===- Statements.cpp - Statements of a body ----------------------------===//
//
// Blocks, constants, assignments, outputs, for and if.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Statements.h"
#include "frontend/elaborate/Declarations.h"
#include "frontend/elaborate/Expressions.h"
#include "frontend/elaborate/Types.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;

/// Runs every statement, also behind one with an error, so that several
/// mistakes show in one run. False when one failed.
bool Statements::runBlock(const Block &block) {
  unsigned before = ctx.diags.errorCount();
  for (const StmtPtr &stmt : block.statements) {
    if (!ctx.step(stmt->range))
      return false;
    run(*stmt);
  }
  return !ctx.stopped && ctx.diags.errorCount() == before;
}

bool Statements::run(const Stmt &stmt) {
  switch (stmt.kind) {
  case Stmt::Kind::Input:
    declarations.runInput(cast<InputStmt>(stmt));
    return true;
  case Stmt::Kind::Param:
    declarations.runParam(cast<ParamStmt>(stmt));
    return true;
  case Stmt::Kind::Table:
    declarations.runTable(cast<TableStmt>(stmt));
    return true;
  case Stmt::Kind::State:
    declarations.runState(cast<StateStmt>(stmt));
    return true;
  case Stmt::Kind::Update:
    declarations.runUpdate(cast<UpdateStmt>(stmt));
    return true;
  case Stmt::Kind::Noise:
    declarations.runNoise(cast<NoiseStmt>(stmt));
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
void Statements::runBroken(const BrokenStmt &s) {
  ctx.frame->lostOutput |= s.hasOutput;
  Scope *body = ctx.frame->scope;
  while (body->parent)
    body = body->parent;
  for (const Ident &name : s.names) {
    const Binding *binding = ctx.lookup(name.name);
    if (binding && binding->kind == Binding::Kind::Variable)
      ctx.assign(name, Value::error());
    else if (!binding)
      body->names[name.name] =
          Binding{Value::error(), Binding::Kind::Variable, name.range};
  }
}

//===----------------------------------------------------------------------===//
// Constants, assignments and outputs
//===----------------------------------------------------------------------===//

void Statements::runConst(const ConstStmt &s) {
  Value value = expressions.evaluate(*s.value);
  if (value.isTensor()) {
    ctx.diags.emit<DiagKind::NotConstant>(s.value->range)
        .note(value.tensor().origin, value.describe() + " is not known before "
                                                        "the network runs")
        .hint("leave out 'const' to name a tensor");
    value = Value::error();
  }
  auto converted = convert(ctx, value, s.type, s.value->range,
                           "'" + s.name.name + "'", s.name.name, "");
  ctx.declare(s.name, converted.value_or(Value::error()), Binding::Kind::Const);
}

void Statements::bindTargets(llvm::ArrayRef<Target> targets, const Value &value,
                             SourceRange range) {
  if (!value.isError() && !value.isTuple() && !value.isList()) {
    ctx.diags.emit<DiagKind::ResultCount>(
        range, countText(targets.size(), "name"), value.describe());
  } else if (!value.isError() && value.elements().size() != targets.size()) {
    ctx.diags.emit<DiagKind::ResultCount>(
        range, countText(targets.size(), "name"), value.describe());
  } else if (!value.isError()) {
    for (auto [target, element] : llvm::zip(targets, value.elements()))
      ctx.assign(target.name, element);
    return;
  }
  for (const Target &target : targets)
    ctx.assign(target.name, Value::error());
}

void Statements::runAssign(const AssignStmt &s) {
  if (s.targets.size() > 1) {
    Value value =
        expressions.evaluate(*s.value, expressions.hintFor(s.targets[0]));
    return bindTargets(s.targets, value, s.value->range);
  }
  const Target &target = s.targets[0];
  Value value;
  if (s.append) {
    const Binding *old = ctx.lookup(target.name.name);
    if (!old) {
      NameExpr name(target.name.range);
      name.name = target.name.name;
      ctx.reportUnknownName(name);
      value = Value::error();
    } else {
      Value before = old->value;
      Hint hint;
      hint.name = target.name.name;
      value = expressions.evaluate(*s.value, hint);
      BinaryExpr sum(s.range);
      sum.op = BinaryOp::Add;
      sum.opRange = target.range;
      auto left = std::make_unique<NameExpr>(target.range);
      left->name = target.name.name;
      sum.lhs = std::move(left);
      sum.rhs = std::make_unique<NameExpr>(s.value->range);
      if (before.isList() && value.isList() &&
          !ctx.step(s.range,
                    before.elements().size() + value.elements().size()))
        return;
      value = ctx.math.arithmetic(sum, before, value);
    }
  } else {
    value = expressions.evaluateTarget(target, *s.value);
  }
  if (value.isTuple()) {
    ctx.diags
        .emit<DiagKind::ResultCount>(s.value->range, "1 name", value.describe())
        .hint("name each result, as in 'a, b = f(x)'");
    value = Value::error();
  }
  ctx.assign(target.name, std::move(value));
}

void Statements::addOutput(const Ident &name, const Value &value,
                           SourceRange range) {
  NamedTensor output{name.name, nullptr, range};
  if (!value.isError())
    output.tensor = ctx.toTensor(value, range);
  for (const NamedTensor &other : ctx.frame->outputs)
    if (!name.empty() && other.name == name.name) {
      ctx.diags.emit<DiagKind::Redefinition>(range, name.name)
          .note(other.range, "the first output of this name is here");
      return;
    }
  ctx.frame->outputs.push_back(std::move(output));
}

void Statements::runOutput(const OutputStmt &s) {
  if (!ctx.mayStandInMode(s.range, "an output"))
    return;
  // A plain name gives a bare output its name.
  if (s.targets.empty()) {
    Value value = expressions.evaluate(*s.value);
    Ident name;
    if (const auto *plain = dyn_cast<NameExpr>(s.value.get()))
      name.name = plain->name;
    else
      name.name =
          ctx.frame->outputs.empty()
              ? "output"
              : "output_" + std::to_string(ctx.frame->outputs.size() + 1);
    if (value.isTuple() || value.isList()) {
      for (const Value &v : value.elements()) {
        Ident each;
        each.name =
            ctx.frame->outputs.empty()
                ? "output"
                : "output_" + std::to_string(ctx.frame->outputs.size() + 1);
        addOutput(each, v, s.value->range);
      }
      return;
    }
    return addOutput(name, value, s.value->range);
  }
  if (s.targets.size() > 1) {
    Value value =
        expressions.evaluate(*s.value, expressions.hintFor(s.targets[0]));
    bindTargets(s.targets, value, s.value->range);
    for (const Target &target : s.targets)
      if (const Binding *binding = ctx.lookup(target.name.name))
        addOutput(target.name, binding->value, target.range);
    return;
  }
  const Target &target = s.targets[0];
  Value value = expressions.evaluateTarget(target, *s.value);
  if (value.isTuple()) {
    ctx.diags.emit<DiagKind::ResultCount>(s.value->range, "1 name",
                                          value.describe());
    value = Value::error();
  }
  ctx.assign(target.name, value);
  ctx.markUsed(target.name.range);
  addOutput(target.name, value, target.range);
}

//===----------------------------------------------------------------------===//
// Control
//===----------------------------------------------------------------------===//

bool Statements::runFor(const ForStmt &s) {
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
      return ctx.constEval.toInt(expressions.evaluate(*e), e->range,
                                 "the range of 'for'");
    };
    auto first = end(range->low), last = end(range->high);
    if (!first || !last)
      return false;
    low = *first;
    high = *last;
  } else {
    list = expressions.evaluate(*s.domain);
    if (list.isError())
      return false;
    if (!list.isList()) {
      ctx.diags.emit<DiagKind::NeedsType>(s.domain->range, "the range of 'for'",
                                          "a range or a list", list.describe());
      return false;
    }
    high = list.elements().size();
  }
  std::shared_ptr<NameScope> names = ctx.frame->names;
  bool ok = true;
  for (std::int64_t i = low; i < high && ok; ++i) {
    if (!ctx.step(s.range)) {
      ok = false;
      break;
    }
    Scope scope;
    scope.parent = ctx.frame->scope;
    scope.isLoop = true;
    Value value = list.isList() ? list.elements()[i] : Value::ofInt(i);
    scope.names[s.variable.name] =
        Binding{value, Binding::Kind::Loop, s.variable.range};
    ctx.frame->scope = &scope;
    std::string label = std::to_string(i);
    if (i < 0)
      label = "m" + label.substr(1);
    ctx.frame->names =
        std::make_shared<NameScope>(names, s.variable.name + label);
    // One turn with a mistake is enough.
    ok = runBlock(s.body);
    ctx.frame->scope = scope.parent;
  }
  ctx.frame->names = names;
  return ok;
}

bool Statements::runIf(const IfStmt &s, std::size_t firstArm) {
  for (std::size_t i = firstArm; i < s.arms.size(); ++i) {
    const IfStmt::Arm &arm = s.arms[i];
    Value value = expressions.evaluate(*arm.condition);
    if (std::optional<bool> mode = ctx.settledMode(value))
      value = Value::ofBool(*mode);
    if (value.isMode())
      return runIfByMode(s, i, value.asBool());
    if (value.isTensor()) {
      ctx.diags.emit<DiagKind::NotConstant>(arm.condition->range)
          .hint("choose between tensors with 'if c then a else b'");
      return false;
    }
    auto condition =
        ctx.constEval.toBool(value, arm.condition->range, "a condition");
    if (!condition)
      return false;
    if (*condition)
      return runBlock(arm.body);
  }
  return !s.elseBody || runBlock(*s.elseBody);
}

bool Statements::runIfByMode(const IfStmt &s, std::size_t arm,
                             bool whileTraining) {
  std::vector<Scope::Names> before = ctx.saveNames();
  bool outer = std::exchange(ctx.frame->inModeBranch, true);
  auto branch = [&](bool training) {
    return ctx.inMode(training, [&] {
      return training == whileTraining ? runBlock(s.arms[arm].body)
                                       : runIf(s, arm + 1);
    });
  };
  bool ok = branch(true);
  std::vector<Scope::Names> training = ctx.saveNames();
  Scope *scope = ctx.frame->scope;
  for (const Scope::Names &names : before) {
    scope->names = names;
    scope = scope->parent;
  }
  ok &= branch(false);
  ctx.frame->inModeBranch = outer;
  scope = ctx.frame->scope;
  for (auto [old, names] : llvm::zip(before, training)) {
    ctx.mergeNames(*scope, old, names);
    scope = scope->parent;
  }
  return ok;
}
