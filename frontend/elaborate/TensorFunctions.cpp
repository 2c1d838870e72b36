//===- TensorFunctions.cpp - Functions of tensors -------------------------===//
//
// The functions that the language has without a layer around them: pointwise
// ones, softmax, reshape, concat, stack, transpose, stop_gradient.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/elaborate/Primitives.h"

#include "dialect/dnd/shapes/Concat.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <limits>

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
  FunctionCall(Context &ctx, const CallExpr &call, StringRef name,
               llvm::ArrayRef<Value> args, llvm::ArrayRef<std::string> names)
      : ctx(ctx), diags(ctx.diags), range(call.range), name(name) {
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
  Value primitive(const Primitive &row);
  bool takeParameter(const PrimitiveParameter &parameter, const Tensor &x,
                     PrimitiveArguments &arguments);
  std::optional<double> toNumber(const Value &value, StringRef what);
  bool toPairs(const Value &value, StringRef what, std::size_t rank,
               PrimitiveArguments &arguments);
  bool toIntegers(const Value &value, StringRef what, std::size_t rank,
                  PrimitiveArguments &arguments);

  Context &ctx;
  DiagnosticEngine &diags;
  SourceRange range;
  StringRef name;
  llvm::SmallVector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
};

constexpr llvm::StringLiteral Structural[] = {"concat", "flatten", "reshape",
                                              "shape",  "stack",   "transpose"};

} // namespace

bool dnd::frontend::isTensorFunction(StringRef name) {
  return isPointwise(name) || findPrimitive(name) ||
         llvm::is_contained(Structural, name);
}

std::vector<std::string> dnd::frontend::tensorFunctionNames() {
  std::vector<std::string> names;
  for (const Pointwise &p : Table)
    names.push_back(p.name.str());
  for (StringRef name : primitiveNames())
    names.push_back(name.str());
  for (StringRef name : Structural)
    names.push_back(name.str());
  return names;
}

bool dnd::frontend::isPointwise(StringRef name) {
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
  return ctx.toTensor(*value, range);
}

/// `axis`, counted from the end when negative. `extra` more are allowed.
std::optional<std::int64_t> FunctionCall::takeAxis(const Tensor &x,
                                                   std::int64_t standard,
                                                   std::int64_t extra) {
  std::int64_t rank = x.shape.size() + extra, axis = standard;
  if (std::optional<Value> value = take("axis")) {
    auto given = ctx.constEval.toInt(*value, range, "an axis");
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
    TensorRef tensor = ctx.toTensor(value, range);
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
    TensorRef tensor = ctx.toTensor(*value, range);
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
  ctx.locate(range);
  TensorRef result = tensors[0];
  for (const TensorRef &x : llvm::drop_begin(tensors)) {
    if (!result->shape.empty() && !x->shape.empty() &&
        result->shape != x->shape)
      return twoShapes(diags, range, name, *result, *x);
    result = ctx.emitter.map(p.fn, {result, x});
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
    auto number = value ? ctx.constEval.toReal(*value, range, p.parameter)
                        : std::optional<double>(p.standard);
    if (!number)
      return Value::error();
    params.push_back(*number);
  }
  ctx.locate(range);
  return Value::ofTensor(ctx.emitter.map(p.fn, {x}, params));
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
      auto extent = ctx.constEval.toInt(v, range, "an extent");
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
  ctx.locate(range);
  return Value::ofTensor(ctx.emitter.reshape(x, shape));
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
  ctx.locate(range);
  std::vector<TensorRef> parts;
  for (const TensorRef &x : *tensors) {
    Shape shape = x->shape;
    if (stacked)
      shape.insert(shape.begin() + std::min<std::size_t>(*axis, shape.size()),
                   1);
    mlir::RankedTensorType types[] = {
        ctx.emitter.type(parts.empty() ? shape : parts[0]->shape, false),
        ctx.emitter.type(shape, false)};
    if (!shapes::concat(types, *axis) || (stacked && x->shape != first.shape))
      return twoShapes(diags, range, name, first, *x);
    parts.push_back(ctx.emitter.reshape(x, shape));
  }
  return Value::ofTensor(parts.size() == 1 ? parts[0]
                                           : ctx.emitter.concat(parts, *axis));
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
      auto axis = ctx.constEval.toInt(v, range, "an axis");
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
    results[axis] = ctx.emitter.builder.getAffineDimExpr(i);
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
  ctx.locate(range);
  auto map =
      mlir::AffineMap::get(rank, 0, results, ctx.emitter.builder.getContext());
  return Value::ofTensor(ctx.emitter.map(MapFn::copy, {x}, {map}, shape));
}

/// A number, `inf` or `-inf`.
std::optional<double> FunctionCall::toNumber(const Value &value,
                                             StringRef what) {
  if (value.isString() &&
      (value.asString() == "inf" || value.asString() == "-inf")) {
    double infinite = std::numeric_limits<double>::infinity();
    return value.asString() == "inf" ? infinite : -infinite;
  }
  return ctx.constEval.toReal(value, range, what);
}

/// [[low, high], both, ...]
bool FunctionCall::toPairs(const Value &value, StringRef what, std::size_t rank,
                           PrimitiveArguments &arguments) {
  auto refuse = [&](const Value &found) {
    diags
        .emit<DiagKind::ArgumentType>(range, what, name,
                                      "a list of " + std::to_string(rank) +
                                          ", one for each dimension",
                                      found.describe())
        .hint("an entry is a number for both sides, or [low, high]");
    return false;
  };
  if (!value.isList() || value.elements().size() != rank)
    return refuse(value);
  for (const Value &entry : value.elements()) {
    if (entry.isList() && entry.elements().size() != 2)
      return refuse(entry);
    const Value &low = entry.isList() ? entry.elements()[0] : entry;
    const Value &high = entry.isList() ? entry.elements()[1] : entry;
    for (auto [side, list] :
         {std::pair(&low, &arguments.low), std::pair(&high, &arguments.high)}) {
      auto amount = ctx.constEval.toInt(*side, range, what);
      if (!amount)
        return false;
      list->push_back(*amount);
    }
  }
  return true;
}

/// [a, b, ...], or a for all.
bool FunctionCall::toIntegers(const Value &value, StringRef what,
                              std::size_t rank, PrimitiveArguments &arguments) {
  if (value.isList() && value.elements().size() != rank) {
    diags.emit<DiagKind::ArgumentType>(range, what, name,
                                       "a list of " + std::to_string(rank) +
                                           ", one for each dimension",
                                       value.describe());
    return false;
  }
  for (std::size_t d = 0; d < rank; ++d) {
    auto number = ctx.constEval.toInt(
        value.isList() ? value.elements()[d] : value, range, what);
    if (!number)
      return false;
    arguments.integers.push_back(*number);
  }
  return true;
}

bool FunctionCall::takeParameter(const PrimitiveParameter &parameter,
                                 const Tensor &x,
                                 PrimitiveArguments &arguments) {
  if (parameter.kind == ParameterKind::Axis) {
    auto axis = takeAxis(x, std::int64_t(*parameter.standard));
    arguments.axis = axis.value_or(0);
    return axis.has_value();
  }
  std::optional<Value> value = take(parameter.name);
  if (!value && !parameter.standard) {
    diags.emit<DiagKind::MissingArgument>(range, name, parameter.name);
    return false;
  }
  switch (parameter.kind) {
  case ParameterKind::Real: {
    auto number = value ? toNumber(*value, parameter.name)
                        : std::optional<double>(*parameter.standard);
    arguments.real = number.value_or(0);
    return number.has_value();
  }
  case ParameterKind::Pairs:
    return toPairs(*value, parameter.name, x.shape.size(), arguments);
  case ParameterKind::Integers:
    return toIntegers(value ? *value
                            : Value::ofInt(std::int64_t(*parameter.standard)),
                      parameter.name, x.shape.size(), arguments);
  case ParameterKind::Axis:
    break;
  }
  llvm_unreachable("taken before");
}

/// A function of the table Primitives.cpp: one op.
Value FunctionCall::primitive(const Primitive &row) {
  TensorRef x = takeTensor();
  if (!x)
    return Value::error();
  PrimitiveArguments arguments;
  for (const PrimitiveParameter &parameter : row.parameters)
    if (!takeParameter(parameter, *x, arguments))
      return Value::error();
  Emitter &ops = ctx.emitter;
  mlir::RankedTensorType plain = ops.type(x->shape, false);
  shapes::TypeOr type = row.type(plain, arguments);
  if (!type) {
    // The author knows shapes, not the types of the dialect.
    std::string why = type.message(), mlirType = shapes::say(plain);
    if (std::size_t at = why.find(mlirType); at != std::string::npos)
      why.replace(at, mlirType.size(), shapeText(x->shape));
    diags
        .emit<DiagKind::OperandType>(range, name,
                                     "a tensor of shape " + shapeText(x->shape))
        .note(x->origin, x->what + " is made here")
        .hint(why);
    return Value::error();
  }
  ctx.locate(range);
  mlir::RankedTensorType result = *type;
  if (x->batched) {
    arguments = arguments.withBatch();
    result = *row.type(ops.type(x->shape, true), arguments);
  }
  return Value::ofTensor(ops.wrap(
      row.build(ops.builder, ops.currentLocation(), result, x->ssa, arguments),
      (*type).getShape(), x->batched));
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
  } else if (const Primitive *row = findPrimitive(name)) {
    result = primitive(*row);
  } else {
    // The extents as a list, without the batch.
    TensorRef x = takeTensor();
    if (!x)
      return Value::error();
    std::vector<Value> extents;
    for (std::int64_t extent : x->shape)
      extents.push_back(Value::ofInt(extent));
    result = Value::ofList(std::move(extents));
  }
  if (result.isError())
    return result;
  if (!finish())
    return Value::error();
  return frontend::named(result, range, "the result of '" + name + "'");
}

std::optional<Value>
dnd::frontend::tensorFunction(Context &ctx, const CallExpr &call,
                              StringRef name, llvm::ArrayRef<Value> args,
                              llvm::ArrayRef<std::string> names) {
  if (!isTensorFunction(name))
    return std::nullopt;
  return FunctionCall(ctx, call, name, args, names).run();
}

Value dnd::frontend::evaluateFunction(Context &ctx, const CallExpr &call,
                                      StringRef name,
                                      llvm::ArrayRef<Value> values) {
  std::vector<std::string> names;
  for (const Argument &a : call.arguments)
    names.push_back(a.name.name);
  bool anyTensor =
      llvm::any_of(values, [](const Value &v) { return v.isTensor(); });
  if (!anyTensor)
    if (auto result = ctx.constEval.function(name, values, call.range))
      return *result;
  return *tensorFunction(ctx, call, name, values, names);
}
