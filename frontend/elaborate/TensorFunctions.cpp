//===- TensorFunctions.cpp - Functions of tensors -------------------------===//
//
// The functions that the language has without a layer around them: pointwise
// ones, softmax, reshape, concat, stack, transpose, stop_gradient.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Elaborate.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

namespace {

struct Pointwise {
  llvm::StringLiteral name;
  MapFn fn;
  /// Tensors it takes; a number behind them is a parameter.
  unsigned tensors;
  /// Name and default of the parameter; empty without one.
  llvm::StringLiteral parameter;
  double standard;
};

constexpr Pointwise Table[] = {
    {"abs", MapFn::abs, 1, "", 0},
    {"cos", MapFn::cos, 1, "", 0},
    {"erf", MapFn::erf, 1, "", 0},
    {"exp", MapFn::exp, 1, "", 0},
    {"expm1", MapFn::expm1, 1, "", 0},
    {"floor", MapFn::floor, 1, "", 0},
    {"leaky_relu", MapFn::leaky_relu, 1, "slope", 0.01},
    {"log", MapFn::log, 1, "", 0},
    {"log1p", MapFn::log1p, 1, "", 0},
    {"max", MapFn::max, 2, "", 0},
    {"min", MapFn::min, 2, "", 0},
    {"pow", MapFn::pow, 2, "", 0},
    {"relu", MapFn::relu, 1, "", 0},
    {"sigmoid", MapFn::sigmoid, 1, "", 0},
    {"sign", MapFn::sign, 1, "", 0},
    {"sin", MapFn::sin, 1, "", 0},
    {"softplus", MapFn::softplus, 1, "", 0},
    {"sqrt", MapFn::sqrt, 1, "", 0},
    {"step", MapFn::step, 1, "at0", 0},
    {"tanh", MapFn::tanh, 1, "", 0},
};

const Pointwise *findPointwise(StringRef name) {
  for (const Pointwise &p : Table)
    if (p.name == name)
      return &p;
  return nullptr;
}

/// The arguments of one call of a tensor function, by position or name.
class FunctionCall {
public:
  FunctionCall(Elaborator &elab, const CallExpr &call, StringRef name,
               llvm::ArrayRef<Value> args, llvm::ArrayRef<std::string> names)
      : elab(elab), diags(elab.diagnostics()), range(call.range), name(name) {
    for (std::size_t i = 0; i < args.size(); ++i) {
      if (i < names.size() && !names[i].empty())
        named.emplace_back(names[i], args[i]);
      else
        positional.push_back(args[i]);
    }
  }

  Value run();

private:
  std::optional<Value> take(StringRef argument);
  bool finish();
  TensorRef takeTensor();
  std::optional<std::int64_t> takeAxis(const Tensor &x, std::int64_t standard,
                                       std::int64_t extra = 0);
  std::optional<std::vector<TensorRef>> takeTensors();
  Value pointwise(const Pointwise &p);
  Value fold(const Pointwise &p);
  Value reshape();
  Value concat(bool stacked);
  Value transpose();
  Value softmax();

  Elaborator &elab;
  DiagnosticEngine &diags;
  SourceRange range;
  StringRef name;
  llvm::SmallVector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
};

constexpr llvm::StringLiteral Structural[] = {
    "concat", "detach",  "flatten", "log_softmax",   "reshape",
    "shape",  "softmax", "stack",   "stop_gradient", "transpose"};

} // namespace

bool Elaborator::isTensorFunction(StringRef name) {
  return isPointwise(name) || llvm::is_contained(Structural, name);
}

bool Elaborator::isPointwise(StringRef name) {
  return findPointwise(name) != nullptr;
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

std::optional<Value> FunctionCall::take(StringRef argument) {
  for (auto it = named.begin(); it != named.end(); ++it)
    if (it->first == argument) {
      Value value = it->second;
      named.erase(it);
      return value;
    }
  if (positional.empty())
    return std::nullopt;
  Value value = positional.front();
  positional.erase(positional.begin());
  return value;
}

/// Reports what is left over.
bool FunctionCall::finish() {
  for (const auto &[argument, value] : named)
    diags.emit<DiagKind::UnknownArgument>(range, name, argument);
  if (named.empty() && !positional.empty())
    diags.emit<DiagKind::TooManyArguments>(range, name, "fewer arguments",
                                           std::to_string(positional.size()) +
                                               " more");
  return named.empty() && positional.empty();
}

TensorRef FunctionCall::takeTensor() {
  std::optional<Value> value = take("x");
  if (!value) {
    diags.emit<DiagKind::MissingArgument>(range, name, "x");
    return nullptr;
  }
  if (!value->isTensor() && !value->isNumber()) {
    diags.emit<DiagKind::ArgumentType>(range, "x", name, "a tensor",
                                       value->describe());
    return nullptr;
  }
  return elab.toTensor(*value, range);
}

/// `axis`, counted from the end when negative. `extra` more are allowed.
std::optional<std::int64_t> FunctionCall::takeAxis(const Tensor &x,
                                                   std::int64_t standard,
                                                   std::int64_t extra) {
  std::int64_t rank = x.shape.size() + extra, axis = standard;
  if (std::optional<Value> value = take("axis")) {
    auto given = elab.constants().toInt(*value, range, "an axis");
    if (!given)
      return std::nullopt;
    axis = *given;
  }
  if (axis < -rank || axis >= rank) {
    diags.emit<DiagKind::BadAxis>(range, axis, shapeText(x.shape))
        .note(x.origin, x.what + " is made here")
        .hint("axes count from 0, without the batch; -1 is the last");
    return std::nullopt;
  }
  return axis < 0 ? axis + rank : axis;
}

/// f([a, b]) or f(a, b).
std::optional<std::vector<TensorRef>> FunctionCall::takeTensors() {
  std::vector<Value> values;
  while (!positional.empty() &&
         (positional.front().isTensor() || positional.front().isList())) {
    Value value = *take("");
    if (value.isList())
      values.insert(values.end(), value.elements().begin(),
                    value.elements().end());
    else
      values.push_back(value);
  }
  std::vector<TensorRef> tensors;
  for (const Value &value : values) {
    TensorRef tensor = elab.toTensor(value, range);
    if (!tensor)
      return std::nullopt;
    tensors.push_back(tensor);
  }
  return tensors;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

static Value twoShapes(DiagnosticEngine &diags, SourceRange range,
                       StringRef name, const Tensor &a, const Tensor &b) {
  diags
      .emit<DiagKind::OperandShapes>(range, name, shapeText(a.shape),
                                     shapeText(b.shape))
      .note(a.origin, a.what + " has shape " + shapeText(a.shape))
      .note(b.origin, b.what + " has shape " + shapeText(b.shape));
  return Value::error();
}

/// max(a, b, c): from left to right.
Value FunctionCall::fold(const Pointwise &p) {
  auto tensors = std::vector<TensorRef>();
  while (std::optional<Value> value = take("x")) {
    TensorRef tensor = elab.toTensor(*value, range);
    if (!tensor)
      return Value::error();
    tensors.push_back(tensor);
  }
  bool any = p.fn == MapFn::max || p.fn == MapFn::min;
  if (tensors.size() < 2 || (!any && tensors.size() > 2)) {
    diags.emit<DiagKind::TooManyArguments>(
        range, name, any ? "2 arguments or more" : "2 arguments",
        std::to_string(tensors.size()));
    return Value::error();
  }
  elab.locate(range);
  TensorRef result = tensors[0];
  for (const TensorRef &x : llvm::drop_begin(tensors)) {
    if (!result->shape.empty() && !x->shape.empty() &&
        result->shape != x->shape)
      return twoShapes(diags, range, name, *result, *x);
    result = elab.ops().map(p.fn, {result, x});
  }
  return Value::ofTensor(result);
}

Value FunctionCall::pointwise(const Pointwise &p) {
  if (p.tensors == 2)
    return fold(p);
  TensorRef x = takeTensor();
  if (!x)
    return Value::error();
  llvm::SmallVector<double> params;
  if (!p.parameter.empty()) {
    std::optional<Value> value = take(p.parameter);
    auto number = value ? elab.constants().toReal(*value, range, p.parameter)
                        : std::optional<double>(p.standard);
    if (!number)
      return Value::error();
    params.push_back(*number);
  }
  elab.locate(range);
  return Value::ofTensor(elab.ops().map(p.fn, {x}, params));
}

Value FunctionCall::reshape() {
  TensorRef x = takeTensor();
  if (!x)
    return Value::error();
  Shape shape;
  std::int64_t count = elementCount(x->shape);
  if (name == "flatten") {
    shape.push_back(count);
  } else {
    std::optional<Value> value = take("shape");
    if (!value || !value->isList()) {
      diags.emit<DiagKind::ArgumentType>(range, "shape", name,
                                         "a list of extents",
                                         value ? value->describe() : "nothing");
      return Value::error();
    }
    // -1 stands for what is left.
    std::int64_t known = 1, open = -1;
    for (const Value &v : value->elements()) {
      auto extent = elab.constants().toInt(v, range, "an extent");
      if (!extent)
        return Value::error();
      if (*extent == -1 && open < 0) {
        open = shape.size();
        shape.push_back(1);
        continue;
      }
      if (*extent <= 0) {
        diags.emit<DiagKind::BadExtent>(range, *extent);
        return Value::error();
      }
      shape.push_back(*extent);
    }
    known = elementCount(shape);
    if (open >= 0 && count % known == 0)
      shape[open] = count / known;
  }
  if (elementCount(shape) != count) {
    diags
        .emit<DiagKind::BadReshape>(range, shapeText(x->shape),
                                    shapeText(shape))
        .note(x->origin, x->what + " has " + countText(count, "element"))
        .hint("the new shape has " + countText(elementCount(shape), "element"));
    return Value::error();
  }
  elab.locate(range);
  return Value::ofTensor(elab.ops().reshape(x, shape));
}

Value FunctionCall::concat(bool stacked) {
  auto tensors = takeTensors();
  if (!tensors)
    return Value::error();
  if (tensors->empty()) {
    diags.emit<DiagKind::ArgumentType>(range, "1", name, "a list of tensors",
                                       "an empty list");
    return Value::error();
  }
  const Tensor &first = *tensors->front();
  auto axis = takeAxis(first, 0, stacked);
  if (!axis)
    return Value::error();
  elab.locate(range);
  std::vector<TensorRef> parts;
  for (const TensorRef &x : *tensors) {
    Shape a = first.shape, b = x->shape;
    if (!stacked && a.size() == b.size())
      a[*axis] = b[*axis];
    if (a != b)
      return twoShapes(diags, range, name, first, *x);
    Shape shape = x->shape;
    if (stacked)
      shape.insert(shape.begin() + *axis, 1);
    parts.push_back(elab.ops().reshape(x, shape));
  }
  return Value::ofTensor(parts.size() == 1 ? parts[0]
                                           : elab.ops().concat(parts, *axis));
}

Value FunctionCall::transpose() {
  TensorRef x = takeTensor();
  if (!x)
    return Value::error();
  std::size_t rank = x->shape.size();
  std::vector<std::int64_t> order;
  if (std::optional<Value> value = take("order")) {
    for (const Value &v :
         value->isList() ? value->elements() : std::vector<Value>{*value}) {
      auto axis = elab.constants().toInt(v, range, "an axis");
      if (!axis)
        return Value::error();
      order.push_back(*axis);
    }
  } else {
    for (std::size_t i = rank; i > 0; --i)
      order.push_back(std::int64_t(i) - 1);
  }
  llvm::SmallVector<mlir::AffineExpr> results(rank);
  Shape shape;
  for (auto [i, axis] : llvm::enumerate(order)) {
    if (axis < 0 || axis >= std::int64_t(rank) || results[axis]) {
      diags.emit<DiagKind::BadAxis>(range, axis, shapeText(x->shape))
          .hint("the order names each axis once, counted from 0");
      return Value::error();
    }
    results[axis] = elab.ops().builder.getAffineDimExpr(i);
    shape.push_back(x->shape[axis]);
  }
  if (order.size() == rank && llvm::is_sorted(order))
    return Value::ofTensor(x);
  if (order.size() != rank) {
    diags
        .emit<DiagKind::BadAxis>(range, std::int64_t(order.size()),
                                 shapeText(x->shape))
        .hint("the order names each axis once, counted from 0");
    return Value::error();
  }
  elab.locate(range);
  auto map =
      mlir::AffineMap::get(rank, 0, results, elab.ops().builder.getContext());
  return Value::ofTensor(elab.ops().map(MapFn::copy, {x}, {map}, shape));
}

Value FunctionCall::softmax() {
  TensorRef x = takeTensor();
  if (!x)
    return Value::error();
  auto axis = takeAxis(*x, -1);
  if (!axis)
    return Value::error();
  elab.locate(range);
  return Value::ofTensor(elab.ops().softmax(x, *axis, name == "log_softmax"));
}

Value FunctionCall::run() {
  Value result;
  if (const Pointwise *p = findPointwise(name)) {
    result = pointwise(*p);
  } else if (name == "reshape" || name == "flatten") {
    result = reshape();
  } else if (name == "concat" || name == "stack") {
    result = concat(name == "stack");
  } else if (name == "transpose") {
    result = transpose();
  } else if (name == "softmax" || name == "log_softmax") {
    result = softmax();
  } else if (name == "shape") {
    // The extents as a list, without the batch.
    TensorRef x = takeTensor();
    if (!x)
      return Value::error();
    std::vector<Value> extents;
    for (std::int64_t extent : x->shape)
      extents.push_back(Value::ofInt(extent));
    result = Value::ofList(std::move(extents));
  } else {
    TensorRef x = takeTensor();
    elab.locate(range);
    if (x)
      result = Value::ofTensor(elab.ops().stopGradient(x));
  }
  if (result.isError())
    return result;
  if (!finish())
    return Value::error();
  return elab.named(result, range, "the result of '" + name + "'");
}

std::optional<Value>
Elaborator::tensorFunction(const CallExpr &call, StringRef name,
                           llvm::ArrayRef<Value> args,
                           llvm::ArrayRef<std::string> names) {
  if (!isTensorFunction(name))
    return std::nullopt;
  return FunctionCall(*this, call, name, args, names).run();
}

Value Elaborator::evaluateFunction(const CallExpr &call, StringRef name,
                                   llvm::ArrayRef<Value> values) {
  std::vector<std::string> names;
  for (const Argument &a : call.arguments)
    names.push_back(a.name.name);
  bool anyTensor =
      llvm::any_of(values, [](const Value &v) { return v.isTensor(); });
  if (!anyTensor)
    if (auto result = constEval.function(name, values, call.range))
      return *result;
  return *tensorFunction(call, name, values, names);
}
