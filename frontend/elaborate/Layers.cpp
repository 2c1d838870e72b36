//===- Layers.cpp - Layers: arguments, instances, application -----------===//
//
// Binds arguments to formals, names instances, and runs a layer's text on its
// inputs.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Layers.h"
#include "frontend/elaborate/Calls.h"
#include "frontend/elaborate/Expressions.h"
#include "frontend/elaborate/Statements.h"
#include "frontend/elaborate/Types.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

/// Layers that call each other deeper than this are taken for a recursion
/// without end.
static constexpr unsigned CallDepth = 200;

static unsigned inputCount(const LayerDecl &decl) {
  return llvm::count_if(decl.body.statements, [](const StmtPtr &s) {
    return s->kind == Stmt::Kind::Input;
  });
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

bool Layers::bindFormals(const LayerDecl &decl, CallArguments &args,
                         SourceRange range, std::vector<Value> &values,
                         bool isNetwork) {
  const std::vector<Formal> &formals = decl.formals;
  std::vector<std::optional<Value>> given(formals.size());
  std::vector<SourceRange> places(formals.size(), range);
  std::vector<Value> rest;
  bool ok = !args.failed;
  std::size_t next = 0, positional = 0;
  for (std::size_t i = 0; i < args.values.size(); ++i) {
    if (args.names[i].empty()) {
      ++positional;
      if (next < formals.size() && formals[next].variadic) {
        rest.push_back(args.values[i]);
        places[next] = args.ranges[i];
      } else if (next < formals.size()) {
        places[next] = args.ranges[i];
        given[next++] = args.values[i];
      }
      continue;
    }
    auto formal = llvm::find_if(
        formals, [&](const Formal &f) { return f.name.name == args.names[i]; });
    if (formal == formals.end()) {
      std::vector<std::string> names;
      for (const Formal &f : formals)
        names.push_back(f.name.name);
      Diagnostic &d = ctx.diags.emit<DiagKind::UnknownArgument>(
          args.ranges[i], decl.name.name, args.names[i]);
      d.note(decl.name.range, "'" + decl.name.name + "' is declared here");
      d.didYouMean(args.names[i], names);
      ok = false;
      continue;
    }
    std::size_t at = formal - formals.begin();
    if (given[at]) {
      ctx.diags
          .emit<DiagKind::DuplicateArgument>(args.ranges[i], args.names[i],
                                             decl.name.name)
          .note(places[at], "the first value is here");
      ok = false;
      continue;
    }
    places[at] = args.ranges[i];
    given[at] = args.values[i];
  }
  bool variadic =
      llvm::any_of(formals, [](const Formal &f) { return f.variadic; });
  if (positional > formals.size() && !variadic) {
    ctx.diags
        .emit<DiagKind::TooManyArguments>(range, decl.name.name,
                                          countText(formals.size(), "argument"),
                                          std::to_string(positional))
        .note(decl.name.range, "'" + decl.name.name + "' is declared here");
    return false;
  }

  // Defaults see the formals before them.
  Scope scope;
  Frame inner;
  inner.scope = &scope;
  inner.decl = &decl;
  inner.isStd = ctx.program.isStd(decl.name.range.file);
  inner.call = range;
  inner.caller = ctx.frame;
  inner.names = ctx.frame ? ctx.frame->names : std::make_shared<NameScope>("");
  for (std::size_t i = 0; i < formals.size(); ++i) {
    const Formal &f = formals[i];
    Value value;
    SourceRange place = places[i];
    const Value *defined = isNetwork ? ctx.defines.find(f.name.name) : nullptr;
    if (defined) {
      value = *defined;
      place = f.name.range;
    } else if (f.variadic) {
      value = Value::ofList(rest);
    } else if (given[i]) {
      value = *given[i];
    } else if (f.defaultValue) {
      Frame *saved = std::exchange(ctx.frame, &inner);
      value = expressions.evaluate(*f.defaultValue);
      ctx.frame = saved;
      place = f.defaultValue->range;
    } else {
      if (ok) {
        Diagnostic &d = ctx.diags.emit<DiagKind::MissingArgument>(
            range, decl.name.name, f.name.name);
        d.note(f.range, "the argument is declared here");
        if (isNetwork)
          d.hint("give it with -D " + f.name.name + "=VALUE");
      }
      ok = false;
      values.push_back(Value::error());
      continue;
    }
    std::optional<Value> converted =
        convert(ctx, value, f.type, place,
                "argument '" + f.name.name + "' of '" + decl.name.name + "'",
                f.name.name, decl.name.name);
    ok &= converted.has_value();
    values.push_back(converted.value_or(Value::error()));
    scope.names[f.name.name] =
        Binding{values.back(), Binding::Kind::Formal, f.name.range};
  }
  return ok;
}

//===----------------------------------------------------------------------===//
// Instances
//===----------------------------------------------------------------------===//

void Layers::nameInstance(LayerValue &layer, Hint hint) {
  NameScope &scope = *ctx.frame->names;
  if (hint.elide && scope.takeElision()) {
    layer.names = ctx.frame->names;
    layer.path = scope.path();
    return;
  }
  StringRef base =
      hint.name.empty() ? StringRef(layer.decl->name.name) : hint.name;
  layer.path = scope.claim(base);
  layer.names = std::make_shared<NameScope>(layer.path);
}

std::shared_ptr<LayerValue> Layers::instantiate(const LayerDecl &decl,
                                                CallArguments &args,
                                                SourceRange range, Hint hint) {
  auto layer = std::make_shared<LayerValue>();
  layer->decl = &decl;
  layer->bound = true;
  layer->created = range;
  if (!bindFormals(decl, args, range, layer->arguments, false))
    return nullptr;
  if (!ctx.frame) {
    ctx.diags.emit<DiagKind::NotUsableHere>(range, "a layer with its arguments",
                                            "outside of a layer or network");
    return nullptr;
  }
  nameInstance(*layer, hint);
  return layer;
}

/// The first tensors among the arguments are the inputs, everything else
/// belongs to the formals: dense(10) is a layer, relu(x) and leaky_relu(x, 0.1)
/// are results.
Value Layers::callLayer(const LayerDecl &decl, CallArguments &args,
                        SourceRange range, Hint hint) {
  CallArguments own;
  own.failed = args.failed;
  unsigned wanted = inputCount(decl);
  std::vector<TensorRef> inputs;
  for (std::size_t i = 0; i < args.values.size(); ++i) {
    const Value &value = args.values[i];
    // By name, or because the layer has all of its inputs: join(taps...).
    bool isFormal = !(args.piped && i == 0) &&
                    (inputs.size() >= wanted ||
                     llvm::any_of(decl.formals, [&](const Formal &f) {
                       return f.name.name == args.names[i];
                     }));
    if (value.isTensor() && !isFormal) {
      inputs.push_back(value.tensorShared());
    } else if (value.isTuple() && !isFormal) {
      for (const Value &v : value.elements())
        inputs.push_back(v.tensorShared());
    } else {
      own.values.push_back(value);
      own.names.push_back(args.names[i]);
      own.ranges.push_back(args.ranges[i]);
    }
  }
  std::shared_ptr<LayerValue> layer = instantiate(decl, own, range, hint);
  if (!layer)
    return Value::error();
  if (inputs.empty() && wanted > 0)
    return Value::ofLayer(std::move(layer));
  return apply(*layer, inputs, range);
}

/// Tells where the layer was called that the messages since `first` are about.
/// A message about text of the standard library moves to the author's call.
void Layers::explainSince(std::size_t first, const Frame &called,
                          StringRef path) {
  constexpr std::size_t MostNotes = 4;
  for (std::size_t i = first; i < ctx.diags.size(); ++i) {
    Diagnostic &d = ctx.diags.at(i);
    bool isLibrary = d.range.isValid() && ctx.program.isStd(d.range.file);
    if (isLibrary && !ctx.program.isStd(called.call.file)) {
      d.note(d.range, "in the text of '" + called.decl->name.name + "'");
      d.range = called.call;
    } else if (!isLibrary && d.notes.size() < MostNotes) {
      d.note(called.call, "in layer '" + path + "' (" + called.decl->name.name +
                              "), which is called here");
    }
  }
}

/// The formals of a text as names of its outermost scope.
void Layers::bindValues(const LayerDecl &decl, llvm::ArrayRef<Value> values,
                        StringRef path, Scope &scope) {
  for (auto [formal, value] : llvm::zip(decl.formals, values)) {
    Binding binding{value, Binding::Kind::Formal, formal.name.range};
    if (ctx.listener)
      ctx.listener->defined(formal.name, binding, path);
    scope.names[formal.name.name] = std::move(binding);
  }
}

Value Layers::apply(LayerValue &layer, llvm::ArrayRef<TensorRef> inputs,
                    SourceRange range) {
  const LayerDecl &decl = *layer.decl;
  unsigned wanted = inputCount(decl);
  if (inputs.size() != wanted) {
    ctx.diags
        .emit<DiagKind::InputCount>(range, decl.name.name,
                                    countText(wanted, "input"),
                                    std::to_string(inputs.size()))
        .note(decl.name.range, "'" + decl.name.name + "' is declared here");
    return Value::error();
  }
  if (depth >= CallDepth) {
    if (!ctx.stopped) {
      ctx.stopped = true;
      ctx.diags.emit<DiagKind::RecursionLimit>(range, CallDepth)
          .note(decl.name.range, "'" + decl.name.name + "' is declared here")
          .hint("a layer that calls itself needs an 'if' that ends it");
    }
    return Value::error();
  }
  Scope scope;
  bindValues(decl, layer.arguments, layer.path, scope);
  // Its place in the list comes before the layers inside of it.
  bool first = !layer.applied;
  std::size_t place = records.size();
  if (first)
    records.emplace_back();
  LayerRecord &record = recordStore.emplace_back();
  record.path = layer.path;
  record.kind = decl.name.name;
  record.range = range;
  Frame inner;
  inner.decl = &decl;
  inner.isStd = ctx.program.isStd(decl.name.range.file);
  inner.scope = &scope;
  inner.path = layer.path;
  inner.inputs.assign(inputs.begin(), inputs.end());
  inner.call = range;
  inner.caller = ctx.frame;
  inner.record = &record;
  if (first) {
    layer.namesBefore = layer.names->counts();
    layer.applied = true;
    inner.names = layer.names;
  } else {
    inner.names = std::make_shared<NameScope>(layer.path, layer.namesBefore);
  }
  for (const TensorRef &x : inputs)
    record.inputs.push_back(x->shape);

  ++depth;
  Frame *saved = std::exchange(ctx.frame, &inner);
  std::size_t messages = ctx.diags.size();
  bool ok = statements.runBlock(decl.body);
  explainSince(messages, inner, layer.path);
  ctx.frame = saved;
  --depth;
  if (!ok || inner.lostOutput)
    return Value::error();
  if (inner.outputs.empty()) {
    ctx.diags.emit<DiagKind::NoOutput>(range, decl.name.name)
        .note(decl.name.range, "'" + decl.name.name + "' is declared here");
    return Value::error();
  }
  std::vector<Value> results;
  for (const NamedTensor &output : inner.outputs) {
    if (!output.tensor)
      return Value::error();
    record.outputs.push_back(output.tensor->shape);
    results.push_back(named(Value::ofTensor(output.tensor), range,
                            "the result of layer '" + layer.path + "' (" +
                                decl.name.name + ")"));
  }
  if (first)
    records[place] = record;
  return results.size() == 1 ? results[0] : Value::ofTuple(std::move(results));
}

//===----------------------------------------------------------------------===//
// Networks
//===----------------------------------------------------------------------===//

bool Layers::elaborateNetwork(
    const LayerDecl &network, llvm::ArrayRef<Argument> arguments,
    llvm::function_ref<TensorRef(const InputStmt &, const Shape &)> makeInput,
    std::vector<NamedTensor> &outputs) {
  Scope outer;
  Frame global;
  global.scope = &outer;
  global.names = std::make_shared<NameScope>("");
  ctx.frame = &global;
  CallArguments args = calls.evaluateArguments(arguments, Hint());
  std::vector<Value> values;
  bool ok = bindFormals(network, args, network.name.range, values, true);
  Scope scope;
  bindValues(network, values, "", scope);
  LayerRecord record;
  Frame inner;
  inner.decl = &network;
  inner.scope = &scope;
  inner.names = std::make_shared<NameScope>("");
  inner.record = &record;
  inner.call = network.name.range;
  inner.makeInput = &makeInput;
  ctx.frame = &inner;
  ok &= statements.runBlock(network.body);
  ctx.frame = nullptr;
  if (inner.lostOutput)
    ok = false;
  if (inner.outputs.empty() && ok) {
    ctx.diags.emit<DiagKind::NoOutput>(network.name.range, network.name.name)
        .hint("name the result with 'output', as in 'output logits = ...'");
    ok = false;
  }
  for (NamedTensor &output : inner.outputs)
    if (output.tensor)
      outputs.push_back(output);
    else
      ok = false;
  return ok;
}
