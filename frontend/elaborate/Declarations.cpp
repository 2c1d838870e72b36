//===- Declarations.cpp - What a model keeps and draws ------------------===//
//
// Parameters, tables, states with their updates, and noise.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Declarations.h"
#include "frontend/elaborate/Expressions.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

/// Recipes may call layers, but not make parameters: the network is complete.
bool Declarations::mayStore(SourceRange range, StringRef what) {
  for (const Frame *f = ctx.frame; f; f = f->caller)
    if (f->isRecipe) {
      ctx.diags.emit<DiagKind::NotUsableHere>(
          f->call.isValid() ? f->call : range, what, "in a recipe");
      return false;
    }
  return true;
}

/// What a name stands for that has a path; `declared` says what to call it.
/// Null after an error, or when another use of its layer made it before: that
/// is declared then.
std::optional<Declarations::Place> Declarations::place(const StoredStmt &s,
                                                       Binding::Kind kind) {
  std::optional<Shape> shape =
      expressions.evaluateExtents(s.extents, s.name.name);
  std::string path = ctx.frame->names->claim(s.name.name);
  Value rule;
  if (s.rule)
    rule = expressions.evaluate(*s.rule);
  if (!shape) {
    ctx.declare(s.name, Value::error(), kind);
    return std::nullopt;
  }
  const Storage *shared = ctx.storage.find(path);
  if (!shared)
    return Place{std::move(path), *shape, std::move(rule)};
  bool fits = shared->tensor && shared->tensor->shape == *shape;
  if (shared->tensor && !fits)
    ctx.diags
        .emit<DiagKind::SharedShape>(ctx.frame->call, path,
                                     shapeText(shared->tensor->shape),
                                     shapeText(*shape))
        .note(shared->range, "the parameter is declared here");
  ctx.declare(s.name, fits ? Value::ofTensor(shared->tensor) : Value::error(),
              kind);
  return std::nullopt;
}

/// Keeps a tensor under its path and declares its name; null after an error.
void Declarations::keep(const StoredStmt &s, Binding::Kind kind, Storage kept,
                        TensorRef tensor, StringRef what) {
  kept.range = s.name.range;
  if (tensor) {
    Tensor described = *tensor;
    described.origin = s.name.range;
    described.what = (what + " '" + s.name.name + "'").str();
    kept.tensor = std::make_shared<const Tensor>(std::move(described));
  }
  ctx.storage.add(kept);
  ctx.declare(s.name,
              kept.tensor ? Value::ofTensor(kept.tensor) : Value::error(),
              kind);
}

//===----------------------------------------------------------------------===//
// Parameters and tables
//===----------------------------------------------------------------------===//

void Declarations::runParam(const ParamStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::Param;
  if (!ctx.mayStandInMode(s.range, "a parameter") ||
      !mayStore(s.range, "a layer with parameters"))
    return ctx.declare(s.name, Value::error(), Kind);
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
  if (ctx.storage.mayHold(ctx.diags, at->path, at->shape,
                          ctx.inStd() ? ctx.frame->call : s.range, s.range))
    rule = rules.initialiser(at->rule, at->shape,
                             s.rule ? s.rule->range : s.range);
  TensorRef tensor;
  if (rule) {
    ctx.emitter.setLocation(ctx.authorRange(s.range), at->path);
    tensor = ctx.emitter.param(at->path, *rule, at->shape);
    kept.live = rule->live;
    kept.frozen = rule->frozen;
    if (ctx.frame->record)
      ctx.frame->record->params.push_back(at->path);
  }
  keep(s, Kind, kept, tensor, "parameter");
}

void Declarations::runTable(const TableStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::Table;
  if (!ctx.mayStandInMode(s.range, "a table") ||
      !mayStore(s.range, "a layer with tables"))
    return ctx.declare(s.name, Value::error(), Kind);
  std::optional<Place> at = place(s, Kind);
  if (!at)
    return;
  if (!s.rule) {
    ctx.diags.emit<DiagKind::NeedsType>(
        s.range, "a table", "followed by '~' and a generator", "nothing");
    return ctx.declare(s.name, Value::error(), Kind);
  }
  Storage kept;
  kept.path = at->path;
  kept.kind = Storage::Kind::Table;
  std::optional<TableRule> rule;
  if (elementCount(at->shape) > std::numeric_limits<std::int32_t>::max())
    ctx.diags.emit<DiagKind::ParameterTooLarge>(
        s.range, at->path, shapeText(at->shape),
        bytesText(4.0 * double(elementCount(at->shape))));
  else
    rule = rules.generator(at->rule, at->shape, s.rule->range);
  TensorRef tensor;
  if (rule) {
    ctx.emitter.setLocation(ctx.authorRange(s.range), at->path);
    tensor = ctx.emitter.table(at->path, *rule, at->shape);
    kept.live = rule->live;
  }
  keep(s, Kind, kept, tensor, "table");
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

void Declarations::runState(const StateStmt &s) {
  constexpr Binding::Kind Kind = Binding::Kind::State;
  if (!ctx.mayStandInMode(s.range, "a state") ||
      !mayStore(s.range, "a layer with state"))
    return ctx.declare(s.name, Value::error(), Kind);
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
  if (ctx.storage.mayHold(ctx.diags, at->path, at->shape,
                          ctx.inStd() ? ctx.frame->call : s.range, s.range))
    rule = rules.initialiser(at->rule, at->shape, ruleRange);
  if (rule && (rule->symmetric || rule->frozen || !rule->mask.empty())) {
    ctx.diags.emit<DiagKind::NotUsableHere>(
        ruleRange, at->rule.describe(),
        "for a state, which training does not "
        "change by gradient");
    rule.reset();
  }
  TensorRef tensor;
  if (rule) {
    ctx.emitter.setLocation(ctx.authorRange(s.range), at->path);
    tensor = ctx.emitter.state(at->path, rule->rule, at->shape);
  }
  keep(s, Kind, kept, tensor, "state");
}

/// The new value as a tensor of the state's shape; null after an error.
TensorRef Declarations::updateValue(const UpdateStmt &s, const Tensor &state) {
  Value value = ctx.inMode(
      true, [&] { return expressions.evaluateTarget(s.target, *s.value); });
  if (value.isError())
    return nullptr;
  TensorRef tensor = ctx.toTensor(value, s.value->range);
  if (!tensor)
    return nullptr;
  StringRef name = s.target.name.name;
  if (tensor->batched) {
    ctx.diags.emit<DiagKind::UpdatePerSample>(s.value->range, name)
        .hint("reduce over the batch, as in 'mean(batch) ...'");
    return nullptr;
  }
  if (tensor->shape == state.shape)
    return tensor;
  if (tensor->shape.empty() && !s.target.hasIndices)
    return ctx.emitter.broadcast(tensor, state.shape);
  ctx.diags
      .emit<DiagKind::OperandShapes>(s.value->range, "update",
                                     shapeText(state.shape),
                                     shapeText(tensor->shape))
      .note(state.origin, "the state is declared here");
  return nullptr;
}

void Declarations::runUpdate(const UpdateStmt &s) {
  const std::string &name = s.target.name.name;
  const Binding *binding = ctx.lookup(name);
  if (!binding || binding->kind != Binding::Kind::State) {
    Diagnostic &d =
        ctx.diags.emit<DiagKind::NotAState>(s.target.name.range, name);
    if (binding)
      d.note(binding->range, "it is defined here");
    d.hint("declare it in this layer, as in 'state " + name + "[n] ~ zeros'");
    return;
  }
  // In the branch that does not train there is nothing to do.
  if (binding->value.isError() || ctx.knownMode == false)
    return;
  TensorRef state = binding->value.tensorShared();
  TensorRef value = updateValue(s, *state);
  if (!value)
    return;
  const std::string &path = ctx.storage.of(*state)->path;
  auto [first, isNew] = updates.try_emplace(path, s.range);
  if (!isNew) {
    Diagnostic &d = ctx.diags.emit<DiagKind::UpdatedTwice>(s.range, path);
    if (first->second == s.range)
      d.hint("the layer is used twice with one state: make a layer for each "
             "use");
    else
      d.note(first->second, "the first update is here");
    return;
  }
  ctx.emitter.setLocation(ctx.authorRange(s.range), path);
  ctx.emitter.update(path, value);
}

//===----------------------------------------------------------------------===//
// Noise
//===----------------------------------------------------------------------===//

void Declarations::runNoise(const NoiseStmt &s) {
  auto fail = [&] {
    ctx.declare(s.name, Value::error(), Binding::Kind::Noise);
  };
  if (!mayStore(s.range, "a layer with noise"))
    return fail();
  std::optional<Shape> shape =
      expressions.evaluateExtents(s.extents, s.name.name);
  std::string path = ctx.frame->names->claim(s.name.name);
  if (!s.rule) {
    ctx.diags
        .emit<DiagKind::NeedsType>(
            s.range, "a noise", "followed by '~' and a distribution", "nothing")
        .hint("distributions are bernoulli(p), normal(mean, std) and "
              "uniform(lo, hi)");
    return fail();
  }
  std::optional<Rule> rule =
      rules.distribution(expressions.evaluate(*s.rule), s.rule->range);
  if (!rule || !shape)
    return fail();
  if (!ctx.batchSource) {
    ctx.diags.emit<DiagKind::NotUsableHere>(s.range, "noise",
                                            "in front of the first input");
    return fail();
  }
  // Two uses of one layer are two noises.
  if (unsigned uses = noises[path]++)
    path += "#" + std::to_string(uses + 1);
  ctx.emitter.setLocation(ctx.authorRange(s.range), path);
  llvm::SmallVector<TensorRef> params;
  for (const auto &[name, number] : rule->named)
    params.push_back(number.isTensor() ? number.tensorShared()
                                       : ctx.emitter.splat(number.asReal()));
  Tensor tensor =
      *ctx.emitter.noise(path, rule->fn, params, *shape, ctx.batchSource);
  tensor.origin = s.name.range;
  tensor.what = "noise '" + s.name.name + "'";
  ctx.declare(s.name, Value::ofTensor(std::move(tensor)), Binding::Kind::Noise);
}
