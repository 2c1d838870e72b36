//===- States.cpp - State, its updates, and noise -------------------------===//
//
// Builds dnd.state, dnd.update and dnd.noise.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/RuleHelpers.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using namespace dnd::frontend::rules;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

void Elaborator::runState(const StateStmt &s) {
  auto fail = [&] { declare(s.name, Value::error(), Binding::Kind::State); };
  if (!mayStandInMode(s.range, "a state") ||
      !mayStore(s.range, "a layer with state"))
    return fail();
  std::optional<Shape> shape = evaluateExtents(s.extents, s.name.name);
  std::string path = frame->names->claim(s.name.name);
  Value value = s.rule ? evaluate(*s.rule) : Value::ofInt(0);
  if (!shape)
    return fail();
  if (Storage *shared = reuse(path, s, *shape)) {
    bool fits = shared->tensor && shared->tensor->shape == *shape;
    return declare(s.name,
                   fits ? Value::ofTensor(shared->tensor) : Value::error(),
                   Binding::Kind::State);
  }
  Storage storage;
  storage.path = path;
  storage.kind = Storage::Kind::State;
  storage.declaration = &s;
  storage.range = s.name.range;
  std::optional<ParamRule> rule;
  SourceRange ruleRange = s.rule ? s.rule->range : s.range;
  if (checkSize(s, path, *shape))
    rule = resolveInit(value, *shape, ruleRange);
  if (rule && (rule->symmetric || rule->frozen || !rule->mask.empty())) {
    diags.emit<DiagKind::NotUsableHere>(ruleRange, value.describe(),
                                        "for a state, which training does not "
                                        "change by gradient");
    rule.reset();
  }
  if (!rule) {
    stored[path] = storage;
    return fail();
  }
  emitter.setLocation(authorRange(s.range), path);
  Tensor tensor = *emitter.state(path, rule->rule, *shape);
  tensor.origin = s.name.range;
  tensor.what = "state '" + s.name.name + "'";
  storage.tensor = std::make_shared<const Tensor>(std::move(tensor));
  stored[path] = storage;
  declare(s.name, Value::ofTensor(storage.tensor), Binding::Kind::State);
}

/// The new value as a tensor of the state's shape; null after an error.
TensorRef Elaborator::updateValue(const UpdateStmt &s, const Tensor &state) {
  Value value =
      inMode(true, [&] { return evaluateTarget(s.target, *s.value); });
  if (value.isError())
    return nullptr;
  TensorRef tensor = toTensor(value, s.value->range);
  if (!tensor)
    return nullptr;
  StringRef name = s.target.name.name;
  if (tensor->batched) {
    diags.emit<DiagKind::UpdatePerSample>(s.value->range, name)
        .hint("reduce over the batch, as in 'mean(batch) ...'");
    return nullptr;
  }
  if (tensor->shape == state.shape)
    return tensor;
  if (tensor->shape.empty() && !s.target.hasIndices)
    return emitter.broadcast(tensor, state.shape);
  diags
      .emit<DiagKind::OperandShapes>(s.value->range, "update",
                                     shapeText(state.shape),
                                     shapeText(tensor->shape))
      .note(state.origin, "the state is declared here");
  return nullptr;
}

void Elaborator::runUpdate(const UpdateStmt &s) {
  const std::string &name = s.target.name.name;
  const Binding *binding = lookup(name);
  if (!binding || binding->kind != Binding::Kind::State) {
    Diagnostic &d = diags.emit<DiagKind::NotAState>(s.target.name.range, name);
    if (binding)
      d.note(binding->range, "it is defined here");
    d.hint("declare it in this layer, as in 'state " + name + "[n] ~ zeros'");
    return;
  }
  // In the branch that does not train there is nothing to do.
  if (binding->value.isError() || knownMode == false)
    return;
  TensorRef state = binding->value.tensorShared();
  TensorRef value = updateValue(s, *state);
  if (!value)
    return;
  const std::string *path = nullptr;
  for (const auto &[key, storage] : stored)
    if (storage.tensor && storage.tensor->ssa == state->ssa)
      path = &storage.path;
  auto [first, isNew] = updates.try_emplace(*path, s.range);
  if (!isNew) {
    Diagnostic &d = diags.emit<DiagKind::UpdatedTwice>(s.range, *path);
    if (first->second == s.range)
      d.hint("the layer is used twice with one state: make a layer for each "
             "use");
    else
      d.note(first->second, "the first update is here");
    return;
  }
  emitter.setLocation(authorRange(s.range), *path);
  emitter.update(*path, value);
}

//===----------------------------------------------------------------------===//
// Noise
//===----------------------------------------------------------------------===//

/// Checks what is known of the numbers of a distribution.
static bool checkNoise(DiagnosticEngine &diags, const Rule &rule,
                       SourceRange range) {
  auto number = [&](StringRef name) -> std::optional<double> {
    const Value *value = findNamed(rule, name);
    return value && value->isNumber() ? std::optional(value->asReal())
                                      : std::nullopt;
  };
  auto wrong = [&](StringRef name, StringRef must) {
    diags.emit<DiagKind::ArgumentType>(range, name, rule.fn, must,
                                       findNamed(rule, name)->describe());
    return false;
  };
  if (auto p = number("p"); p && !(*p >= 0 && *p <= 1))
    return wrong("p", "a number from 0 to 1");
  if (auto std = number("std"); std && !(*std >= 0))
    return wrong("std", "a number that is not negative");
  if (auto lo = number("lo"), hi = number("hi"); lo && hi && !(*lo <= *hi))
    return wrong("hi", "at least " + frontend::detail::realText(*lo));
  return true;
}

void Elaborator::runNoise(const NoiseStmt &s) {
  auto fail = [&] { declare(s.name, Value::error(), Binding::Kind::Noise); };
  if (!mayStore(s.range, "a layer with noise"))
    return fail();
  std::optional<Shape> shape = evaluateExtents(s.extents, s.name.name);
  std::string path = frame->names->claim(s.name.name);
  if (!s.rule) {
    diags
        .emit<DiagKind::NeedsType>(
            s.range, "a noise", "followed by '~' and a distribution", "nothing")
        .hint("distributions are bernoulli(p), normal(mean, std) and "
              "uniform(lo, hi)");
    return fail();
  }
  Value value = evaluate(*s.rule);
  if (value.isError() || !shape)
    return fail();
  if (!value.isRule()) {
    diags.emit<DiagKind::NeedsType>(s.rule->range, "what follows '~'",
                                    "a distribution of noise",
                                    value.describe());
    return fail();
  }
  std::optional<Rule> rule = checkRule(value.rule(), RuleFamily::Distribution);
  if (!rule || !checkNoise(diags, *rule, s.rule->range))
    return fail();
  if (!batchSource) {
    diags.emit<DiagKind::NotUsableHere>(s.range, "noise",
                                        "in front of the first input");
    return fail();
  }
  // Two uses of one layer are two noises.
  if (unsigned uses = noises[path]++)
    path += "#" + std::to_string(uses + 1);
  emitter.setLocation(authorRange(s.range), path);
  llvm::SmallVector<TensorRef> params;
  for (const auto &[name, number] : rule->named)
    params.push_back(number.isTensor() ? number.tensorShared()
                                       : emitter.splat(number.asReal()));
  Tensor tensor = *emitter.noise(path, rule->fn, params, *shape, batchSource);
  tensor.origin = s.name.range;
  tensor.what = "noise '" + s.name.name + "'";
  declare(s.name, Value::ofTensor(std::move(tensor)), Binding::Kind::Noise);
}
