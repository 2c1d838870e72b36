//===- Declarations.cpp - What a model keeps and draws --------------------===//
//
// Parameters, tables, states with their updates, and noise.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Elaborate.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

/// Recipes may call layers, but not make parameters: the network is complete.
bool Elaborator::mayStore(SourceRange range, StringRef what) {
  for (const Frame *f = frame; f; f = f->caller)
    if (f->isRecipe) {
      diags.emit<DiagKind::NotUsableHere>(f->call.isValid() ? f->call : range,
                                          what, "in a recipe");
      return false;
    }
  return true;
}

/// What a name stands for that has a path; `declared` says what to call it.
/// Null after an error, or when another use of its layer made it before: that
/// is declared then.
std::optional<Elaborator::Place> Elaborator::place(const StoredStmt &s,
                                                   Binding::Kind kind) {
  std::optional<Shape> shape = evaluateExtents(s.extents, s.name.name);
  std::string path = frame->names->claim(s.name.name);
  Value rule;
  if (s.rule)
    rule = evaluate(*s.rule);
  if (!shape) {
    declare(s.name, Value::error(), kind);
    return std::nullopt;
  }
  const Storage *shared = storage.find(path);
  if (!shared)
    return Place{std::move(path), *shape, std::move(rule)};
  bool fits = shared->tensor && shared->tensor->shape == *shape;
  if (shared->tensor && !fits)
    diags
        .emit<DiagKind::SharedShape>(frame->call, path,
                                     shapeText(shared->tensor->shape),
                                     shapeText(*shape))
        .note(shared->range, "the parameter is declared here");
  declare(s.name, fits ? Value::ofTensor(shared->tensor) : Value::error(),
          kind);
  return std::nullopt;
}

/// Keeps a tensor under its path and declares its name; null after an error.
void Elaborator::keep(const StoredStmt &s, Binding::Kind kind, Storage kept,
                      TensorRef tensor, StringRef what) {
  kept.range = s.name.range;
  if (tensor) {
    Tensor described = *tensor;
    described.origin = s.name.range;
    described.what = (what + " '" + s.name.name + "'").str();
    kept.tensor = std::make_shared<const Tensor>(std::move(described));
  }
  storage.add(kept);
  declare(s.name, kept.tensor ? Value::ofTensor(kept.tensor) : Value::error(),
          kind);
}

//===----------------------------------------------------------------------===//
// Parameters and tables
//===----------------------------------------------------------------------===//

void Elaborator::runParam(const ParamStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::Param;
  if (!mayStandInMode(s.range, "a parameter") ||
      !mayStore(s.range, "a layer with parameters"))
    return declare(s.name, Value::error(), Kind);
  std::optional<Place> at = place(s, Kind);
  if (!at)
    return;
  if (!s.rule) {
    // Vectors and scalars start at zero, matrices like those of a dense layer.
    Rule rule;
    rule.fn = at->shape.size() > 1 ? "glorot" : "zeros";
    rule.range = s.range;
    at->rule = Value::ofRule(std::move(rule));
  }
  Storage kept;
  kept.path = at->path;
  std::optional<ParamRule> rule;
  if (storage.mayHold(diags, at->path, at->shape,
                      inStd() ? frame->call : s.range, s.range))
    rule = rules.initialiser(at->rule, at->shape,
                             s.rule ? s.rule->range : s.range);
  TensorRef tensor;
  if (rule) {
    emitter.setLocation(authorRange(s.range), at->path);
    tensor = emitter.param(at->path, *rule, at->shape);
    kept.live = rule->live;
    kept.frozen = rule->frozen;
    if (frame->record)
      frame->record->params.push_back(at->path);
  }
  keep(s, Kind, kept, tensor, "parameter");
}

void Elaborator::runTable(const TableStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::Table;
  if (!mayStandInMode(s.range, "a table") ||
      !mayStore(s.range, "a layer with tables"))
    return declare(s.name, Value::error(), Kind);
  std::optional<Place> at = place(s, Kind);
  if (!at)
    return;
  if (!s.rule) {
    diags.emit<DiagKind::NeedsType>(
        s.range, "a table", "followed by '~' and a generator", "nothing");
    return declare(s.name, Value::error(), Kind);
  }
  Storage kept;
  kept.path = at->path;
  kept.kind = Storage::Kind::Table;
  std::optional<TableRule> rule;
  if (elementCount(at->shape) > std::numeric_limits<std::int32_t>::max())
    diags.emit<DiagKind::ParameterTooLarge>(
        s.range, at->path, shapeText(at->shape),
        bytesText(4.0 * double(elementCount(at->shape))));
  else
    rule = rules.generator(at->rule, at->shape, s.rule->range);
  TensorRef tensor;
  if (rule) {
    emitter.setLocation(authorRange(s.range), at->path);
    tensor = emitter.table(at->path, *rule, at->shape);
    kept.live = rule->live;
  }
  keep(s, Kind, kept, tensor, "table");
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

void Elaborator::runState(const StateStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::State;
  if (!mayStandInMode(s.range, "a state") ||
      !mayStore(s.range, "a layer with state"))
    return declare(s.name, Value::error(), Kind);
  std::optional<Place> at = place(s, Kind);
  if (!at)
    return;
  if (!s.rule)
    at->rule = Value::ofInt(0);
  SourceRange ruleRange = s.rule ? s.rule->range : s.range;
  Storage kept;
  kept.path = at->path;
  kept.kind = Storage::Kind::State;
  std::optional<ParamRule> rule;
  if (storage.mayHold(diags, at->path, at->shape,
                      inStd() ? frame->call : s.range, s.range))
    rule = rules.initialiser(at->rule, at->shape, ruleRange);
  if (rule && (rule->symmetric || rule->frozen || !rule->mask.empty())) {
    diags.emit<DiagKind::NotUsableHere>(ruleRange, at->rule.describe(),
                                        "for a state, which training does not "
                                        "change by gradient");
    rule.reset();
  }
  TensorRef tensor;
  if (rule) {
    emitter.setLocation(authorRange(s.range), at->path);
    tensor = emitter.state(at->path, rule->rule, at->shape);
  }
  keep(s, Kind, kept, tensor, "state");
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
  const std::string &path = storage.of(*state)->path;
  auto [first, isNew] = updates.try_emplace(path, s.range);
  if (!isNew) {
    Diagnostic &d = diags.emit<DiagKind::UpdatedTwice>(s.range, path);
    if (first->second == s.range)
      d.hint("the layer is used twice with one state: make a layer for each "
             "use");
    else
      d.note(first->second, "the first update is here");
    return;
  }
  emitter.setLocation(authorRange(s.range), path);
  emitter.update(path, value);
}

//===----------------------------------------------------------------------===//
// Noise
//===----------------------------------------------------------------------===//

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
  std::optional<Rule> rule =
      rules.distribution(evaluate(*s.rule), s.rule->range);
  if (!rule || !shape)
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
