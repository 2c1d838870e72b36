//===- Calls.cpp - Pipes and calls --------------------------------------===//
//
// What a call means: a tensor function, a function of numbers or a layer, with
// its arguments by position, name or pipe.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Calls.h"
#include "frontend/elaborate/Expressions.h"
#include "frontend/elaborate/Layers.h"
#include "frontend/elaborate/TensorFunctions.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;
using llvm::StringRef;

bool CallArguments::hasTensor() const {
  std::function<bool(const Value &)> contains = [&](const Value &v) {
    return v.isTensor() || (v.isList() && llvm::any_of(v.elements(), contains));
  };
  return llvm::any_of(values, contains);
}

/// Whether a call of `e` may make parameters. Here an argument that stands for
/// a kind of layer (`conv: layer`) is known; an instance has its name already.
bool Calls::mayOwnParameters(const Expr &e) {
  bool owns = ctx.program.mayOwnParameters(e, ctx.inStd());
  forEachName(e, [&](const NameExpr &name) {
    for (Scope *s = ctx.frame ? ctx.frame->scope : nullptr; s && !owns;
         s = s->parent) {
      auto it = s->names.find(name.name);
      if (it == s->names.end())
        continue;
      const Value &value = it->second.value;
      owns = value.isLayer() && !value.layer()->bound &&
             ctx.program.mayOwnParameters(*value.layer()->decl);
      break;
    }
  });
  return owns;
}

Value Calls::evaluatePipe(const PipeExpr &e, Hint hint) {
  // The name on the left goes to the last stage that can own parameters.
  bool here = hint.isSet() && mayOwnParameters(*e.stage);
  Value input = expressions.evaluate(*e.input, here ? Hint() : hint);
  if (input.isError()) {
    return input;
  }
  if (const auto *call = dyn_cast<CallExpr>(e.stage.get()))
    return evaluateCall(*call, here ? hint : Hint(), &input, e.input->range);
  CallExpr call(e.stage->range);
  call.argumentsRange = e.stage->range;
  CallArguments args;
  args.values.push_back(input);
  args.names.emplace_back();
  args.ranges.push_back(e.input->range);
  args.piped = true;
  if (const auto *name = dyn_cast<NameExpr>(e.stage.get()))
    return callNamed(call, *name, args, here ? hint : Hint());
  return callValue(call, expressions.evaluate(*e.stage, here ? hint : Hint()),
                   args, hint);
}

CallArguments Calls::evaluateArguments(llvm::ArrayRef<Argument> arguments,
                                       Hint hint) {
  CallArguments result;
  for (const Argument &a : arguments) {
    Value value = expressions.evaluate(*a.value, hint);
    hint = Hint();
    if (value.isError()) {
      result.failed = true;
      continue;
    }
    if (!a.spread) {
      result.values.push_back(std::move(value));
      result.names.push_back(a.name.name);
      result.ranges.push_back(a.range);
      continue;
    }
    if (!value.isList() && !value.isTuple()) {
      ctx.diags.emit<DiagKind::NeedsType>(a.range, "what '...' takes apart",
                                          "a list", value.describe());
      result.failed = true;
      continue;
    }
    for (const Value &v : value.elements()) {
      result.values.push_back(v);
      result.names.emplace_back();
      result.ranges.push_back(a.range);
    }
  }
  return result;
}

Value Calls::evaluateCall(const CallExpr &e, Hint hint, const Value *pipeInput,
                          SourceRange pipeRange) {
  const auto *name = dyn_cast<NameExpr>(e.callee.get());
  // relu(dense(10)(x)): the name goes through what owns no parameters.
  bool here = name ? hint.isSet() && mayOwnParameters(*e.callee) : true;
  bool pass = hint.isSet() && !here && !pipeInput;
  CallArguments args = evaluateArguments(e.arguments, pass ? hint : Hint());
  if (!name) {
    Value callee = expressions.evaluate(*e.callee, hint);
    if (callee.isError() || args.failed)
      return Value::error();
    if (pipeInput && callee.isLayer() && callee.layer()->bound) {
      args.values.insert(args.values.begin(), *pipeInput);
      args.names.insert(args.names.begin(), std::string());
      args.ranges.insert(args.ranges.begin(), pipeRange);
      args.piped = true;
    }
    return callValue(e, callee, args, hint);
  }
  if (pipeInput) {
    args.values.insert(args.values.begin(), *pipeInput);
    args.names.insert(args.names.begin(), std::string());
    args.ranges.insert(args.ranges.begin(), pipeRange);
    args.piped = true;
  }
  return callNamed(e, *name, args, here ? hint : Hint());
}

Value Calls::callNamed(const CallExpr &e, const NameExpr &callee,
                       CallArguments &args, Hint hint) {
  // A name for something else does not hide the function of that name: in a
  // layer with an argument 'pad', pad(x, ...) is still the function.
  const Binding *binding = ctx.lookup(callee.name);
  bool callable =
      binding && (binding->value.isLayer() || binding->value.isError() ||
                  !isTensorFunction(callee.name));
  if (callable) {
    Value value = binding->value;
    return args.failed ? Value::error() : callValue(e, value, args, hint);
  }
  const LayerDecl *layer = ctx.program.findLayer(callee.name, ctx.inStd());
  bool isUsers = layer && !ctx.program.isStd(layer->name.range.file);
  // Where a function of tensors has a layer of its name around it (relu,
  // softmax), only the layer's own text means the function: for the author the
  // two do the same, and the layer shows up by its path.
  if (!isUsers && !args.failed) {
    bool takesTensors =
        args.hasTensor() ||
        (!layer && isTensorFunction(callee.name) && !isPointwise(callee.name));
    if (takesTensors && (!layer || ctx.inStd()))
      if (auto result =
              tensorFunction(ctx, e, callee.name, args.values, args.names))
        return *result;
    bool ofNumbers = !args.hasTensor() || callee.name == "len";
    if (ofNumbers && (!layer || layer->formals.empty()))
      if (auto result =
              ctx.constEval.function(callee.name, args.values, e.range))
        return *result;
  }
  if (layer)
    return args.failed ? Value::error()
                       : layers.callLayer(*layer, args, e.range, hint);
  if (isRuleName(callee.name)) {
    Rule rule;
    rule.fn = callee.name;
    rule.range = e.range;
    for (std::size_t i = 0; i < args.values.size(); ++i) {
      if (args.names[i].empty())
        rule.args.push_back(args.values[i]);
      else
        rule.named.emplace_back(args.names[i], args.values[i]);
    }
    return args.failed ? Value::error() : Value::ofRule(std::move(rule));
  }
  if (ctx.program.findConst(callee.name, ctx.inStd()))
    return args.failed
               ? Value::error()
               : callValue(e, expressions.evaluateName(callee), args, hint);
  if (args.failed &&
      (ConstEval::isFunction(callee.name) || isTensorFunction(callee.name)))
    return Value::error();
  if (isPointwise(callee.name) && !args.failed) {
    ctx.diags.emit<DiagKind::OperandType>(
        e.range, callee.name,
        args.values.empty() ? "nothing" : args.values[0].describe());
    return Value::error();
  }
  reportUnknownLayer(callee);
  return Value::error();
}

void Calls::reportUnknownLayer(const NameExpr &e) {
  std::vector<std::string> names = ctx.program.layerNames();
  for (StringRef f : ConstEval::functionNames())
    names.push_back(f.str());
  for (RuleFamily family : {RuleFamily::Initialiser, RuleFamily::Generator,
                            RuleFamily::Distribution})
    llvm::append_range(names, ruleNames(family));
  for (Scope *s = ctx.frame ? ctx.frame->scope : nullptr; s; s = s->parent)
    for (const auto &entry : s->names)
      if (entry.second.value.isLayer())
        names.push_back(entry.first);
  Diagnostic &d = ctx.diags.emit<DiagKind::UnknownLayer>(e.range, e.name);
  if (e.name == "conv3d")
    d.hint("this version has no convolution of three axes; it can be written "
           "as an index equation");
  else if (e.name == "attention")
    d.hint("the layer is called 'multi_head_attention'");
  else
    d.didYouMean(e.name, names);
}

Value Calls::callValue(const CallExpr &e, const Value &callee,
                       CallArguments &args, Hint hint) {
  if (callee.isError() || args.failed)
    return Value::error();
  if (!callee.isLayer()) {
    ctx.diags.emit<DiagKind::NotCallable>(e.range, callee.describe());
    return Value::error();
  }
  std::shared_ptr<LayerValue> layer = callee.layer();
  if (!layer->bound)
    return layers.callLayer(*layer->decl, args, e.range, hint);
  std::vector<TensorRef> inputs;
  for (std::size_t i = 0; i < args.values.size(); ++i) {
    const Value &value = args.values[i];
    if (!value.isTensor() && !value.isNumber() && !value.isTuple()) {
      ctx.diags.emit<DiagKind::ArgumentType>(
          args.ranges[i], std::to_string(i + 1), layer->decl->name.name,
          "a tensor", value.describe());
      return Value::error();
    }
    if (value.isTuple()) {
      for (const Value &v : value.elements())
        inputs.push_back(v.tensorShared());
      continue;
    }
    TensorRef tensor = ctx.toTensor(value, args.ranges[i]);
    if (!tensor)
      return Value::error();
    inputs.push_back(tensor);
  }
  return layers.apply(*layer, inputs, e.range);
}
