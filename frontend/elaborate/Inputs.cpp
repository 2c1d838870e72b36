//===- Inputs.cpp - Inputs of layers and networks -----------------------===//
//
// Binds an input's tensor and the names of its dimensions.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Declarations.h"
#include "frontend/elaborate/Expressions.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;
using llvm::StringRef;

void Declarations::runInput(const InputStmt &s) {
  if (!ctx.mayStandInMode(s.range, "an input"))
    return;
  if (ctx.frame->scope->parent) {
    ctx.diags.emit<DiagKind::MisplacedStatement>(s.range, "an input");
    return;
  }
  if (!s.type.empty() && s.type.name != "real") {
    ctx.diags
        .emit<DiagKind::NotUsableHere>(s.type.range,
                                       "an input of type '" + s.type.name + "'",
                                       "in this version")
        .hint("inputs are real numbers");
    ctx.declare(s.name, Value::error(), Binding::Kind::Input);
    return;
  }
  if (ctx.frame->makeInput)
    return runTopInput(s);
  // An input in a block of an `if` is none of the layer's.
  if (ctx.frame->nextInput >= ctx.frame->inputs.size()) {
    ctx.diags.emit<DiagKind::MisplacedStatement>(s.range, "an input");
    return;
  }
  TensorRef tensor = ctx.frame->inputs[ctx.frame->nextInput++];
  bool ok = bindDims(s, tensor);
  Value value =
      ok ? named(Value::ofTensor(tensor), tensor->origin,
                 tensor->what.empty() ? "'" + s.name.name + "'" : tensor->what)
         : Value::error();
  ctx.declare(s.name, value, Binding::Kind::Input);
}

static std::string patternText(const InputStmt &s) {
  std::string text = "[";
  for (std::size_t i = 0; i < s.dims.size(); ++i)
    text += (i ? ", " : "") + toString(*s.dims[i]);
  return text + "]";
}

/// Checks the shape of an input and binds the dimension names that are new.
bool Declarations::bindDims(const InputStmt &s, const TensorRef &tensor) {
  if (!s.hasDims)
    return true;
  StringRef callee = ctx.frame->decl->name.name;
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
          name && !ctx.lookup(name->name))
        ctx.frame->scope->names[name->name] =
            Binding{Value::error(), Binding::Kind::Dimension, dim->range};
  };
  if (s.dims.size() != tensor->shape.size()) {
    Diagnostic &d = ctx.diags.emit<DiagKind::RankMismatch>(
        ctx.frame->call, callee, patternText(s), shapeText(tensor->shape));
    report(d);
    if (s.dims.size() == 1)
      d.hint("flatten it first: '|> flatten |> " + callee + "(...)'");
    poison();
    return false;
  }
  bool ok = true;
  for (auto [dim, extent] : llvm::zip(s.dims, tensor->shape)) {
    const auto *name = dyn_cast<NameExpr>(dim.get());
    if (name && !ctx.lookup(name->name) &&
        !ctx.program.findConst(name->name, ctx.inStd())) {
      Binding binding{Value::ofInt(extent), Binding::Kind::Dimension,
                      dim->range};
      if (ctx.listener)
        ctx.listener->defined({name->name, name->range}, binding,
                              ctx.frame->path);
      ctx.frame->scope->names[name->name] = std::move(binding);
      continue;
    }
    auto wanted = ctx.constEval.toInt(expressions.evaluate(*dim), dim->range,
                                      "an extent");
    if (!wanted) {
      ok = false;
    } else if (*wanted != extent) {
      Diagnostic &d = ctx.diags.emit<DiagKind::ShapeMismatch>(
          ctx.frame->call, callee, patternText(s), shapeText(tensor->shape));
      report(d);
      d.hint("'" + toString(*dim) + "' is " + llvm::Twine(*wanted) +
             " here, the tensor has " + llvm::Twine(extent));
      poison();
      return false;
    }
  }
  return ok;
}

void Declarations::runTopInput(const InputStmt &s) {
  bool ok = true;
  if (!s.hasDims) {
    ctx.diags.emit<DiagKind::OpenShape>(s.range, s.name.name)
        .hint("write them in brackets, as in 'input image[28, 28]'");
    ok = false;
  }
  for (const ExprPtr &dim : s.dims)
    if (const auto *name = dyn_cast<NameExpr>(dim.get());
        name && !ctx.lookup(name->name) &&
        !ctx.program.findConst(name->name, false)) {
      const Value *given = ctx.defines.find(name->name);
      if (!given) {
        ctx.diags
            .emit<DiagKind::OpenExtent>(dim->range, name->name, s.name.name)
            .hint("write a number, make it an argument of the network, or give "
                  "-D " +
                  name->name + "=NUMBER");
        ok = false;
      }
      ctx.frame->scope->names[name->name] =
          Binding{given ? *given : Value::error(), Binding::Kind::Dimension,
                  dim->range};
    }
  std::optional<Shape> shape;
  if (ok)
    shape = expressions.evaluateDims(s.dims, s.name.name);
  constexpr std::int64_t MostNumbers = std::int64_t(1) << 31;
  if (shape && elementCount(*shape) >= MostNumbers) {
    ctx.diags.emit<DiagKind::NotUsableHere>(
        s.range, "an input of shape " + shapeText(*shape),
        "in a network: a sample has at most 2147483647 numbers");
    shape.reset();
  }
  if (!shape) {
    ctx.declare(s.name, Value::error(), Binding::Kind::Input);
    return;
  }
  TensorRef tensor = (*ctx.frame->makeInput)(s, *shape);
  if (!ctx.batchSource)
    ctx.batchSource = tensor;
  ctx.declare(s.name,
              tensor ? named(Value::ofTensor(tensor), s.name.range,
                             "input '" + s.name.name + "'")
                     : Value::error(),
              Binding::Kind::Input);
}
