//===- TensorMath.cpp - Operators on values of the network ----------------===//
//
// Arithmetic, comparisons and choices on tensors, which become pointwise ops.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/TensorMath.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;

Value dnd::frontend::named(const Value &value, SourceRange origin,
                           const llvm::Twine &what) {
  if (!value.isTensor())
    return value;
  Tensor tensor = value.tensor();
  tensor.origin = origin;
  tensor.what = what.str();
  return Value::ofTensor(std::move(tensor));
}

TensorRef TensorMath::toTensor(const Value &value, SourceRange range) {
  if (value.isTensor()) {
    if (!value.tensor().isIndex)
      return value.tensorShared();
    diags.emit<DiagKind::NotUsableHere>(range, "an index table", "as a number")
        .note(value.tensor().origin, "declared here");
    return nullptr;
  }
  if (value.isNumber() || value.isBool()) {
    locate(range);
    return emitter.splat(value.isBool() ? value.asBool() : value.asReal());
  }
  if (value.isError())
    return nullptr;
  Diagnostic &d = diags.emit<DiagKind::NeedsType>(
      range, "this", "a tensor or a number", value.describe());
  if (value.isLayer())
    d.hint("apply it to its input, as in 'x |> relu' or 'dense(10)(x)'");
  else if (value.isList())
    d.hint("'concat' and 'stack' make one tensor of a list");
  return nullptr;
}

static std::optional<MapFn> mapOf(BinaryOp op) {
  switch (op) {
  case BinaryOp::Add:
    return MapFn::add;
  case BinaryOp::Sub:
    return MapFn::sub;
  case BinaryOp::Mul:
  case BinaryOp::And:
    return MapFn::mul;
  case BinaryOp::Div:
    return MapFn::div;
  case BinaryOp::Pow:
    return MapFn::pow;
  case BinaryOp::Or:
    return MapFn::max;
  case BinaryOp::Eq:
    return MapFn::eq;
  case BinaryOp::Ne:
    return MapFn::ne;
  case BinaryOp::Lt:
    return MapFn::lt;
  case BinaryOp::Le:
    return MapFn::le;
  case BinaryOp::Gt:
    return MapFn::gt;
  case BinaryOp::Ge:
    return MapFn::ge;
  case BinaryOp::Mod:
  case BinaryOp::Shl:
  case BinaryOp::Shr:
    break;
  }
  return std::nullopt;
}

/// x op number where that is one cheap op; null when it is not.
static TensorRef withNumber(Emitter &emit, BinaryOp op, const TensorRef &x,
                            double number, bool numberFirst) {
  switch (op) {
  case BinaryOp::Add:
    return emit.affine(x, 1, number);
  case BinaryOp::Sub:
    return numberFirst ? emit.affine(x, -1, number)
                       : emit.affine(x, 1, -number);
  case BinaryOp::Mul:
    return emit.affine(x, number, 0);
  case BinaryOp::Div:
    return numberFirst || number == 0 ? nullptr : emit.affine(x, 1 / number, 0);
  case BinaryOp::Pow:
    if (numberFirst)
      return nullptr;
    if (number == 1)
      return x;
    if (number == 0.5)
      return emit.map(MapFn::sqrt, {x});
    if (number != std::floor(number) || std::abs(number) > 64 || number == 0)
      return emit.map(MapFn::powf, {x}, {number});
    if (number > 0)
      return emit.map(MapFn::powi, {x}, {number});
    return emit.map(MapFn::div,
                    {emit.splat(1),
                     number == -1 ? x : emit.map(MapFn::powi, {x}, {-number})});
  default:
    return nullptr;
  }
}

Value TensorMath::arithmetic(const BinaryExpr &e, const Value &l,
                             const Value &r) {
  if (l.isError() || r.isError())
    return Value::error();
  if (!l.isTensor() && !r.isTensor())
    return constants.binary(e, l, r);
  std::optional<MapFn> fn = mapOf(e.op);
  auto isOperand = [](const Value &v) {
    return v.isNumber() || (v.isTensor() && !v.tensor().isIndex);
  };
  if (!fn || !isOperand(l) || !isOperand(r)) {
    diags.emit<DiagKind::OperandType>(e.range, spelling(e.op),
                                      l.describe() + " and " + r.describe());
    return Value::error();
  }
  std::string what = "'" + toString(e) + "'";
  locate(e.range);
  if (l.isNumber() || r.isNumber()) {
    const Value &number = l.isNumber() ? l : r;
    const TensorRef &x = l.isNumber() ? r.tensorShared() : l.tensorShared();
    if (e.op == BinaryOp::Div && r.isNumber() && r.asReal() == 0) {
      diags.emit<DiagKind::DivisionByZero>(e.rhs->range);
      return Value::error();
    }
    if (TensorRef result =
            withNumber(emitter, e.op, x, number.asReal(), l.isNumber()))
      return named(Value::ofTensor(result), e.range, what);
  }
  TensorRef left = toTensor(l, e.lhs->range), right = toTensor(r, e.rhs->range);
  if (!left->shape.empty() && !right->shape.empty() &&
      left->shape != right->shape) {
    diags
        .emit<DiagKind::OperandShapes>(e.range, spelling(e.op),
                                       shapeText(left->shape),
                                       shapeText(right->shape))
        .note(left->origin, left->what + " has shape " + shapeText(left->shape))
        .note(right->origin,
              right->what + " has shape " + shapeText(right->shape));
    return Value::error();
  }
  locate(e.range);
  return named(Value::ofTensor(emitter.map(*fn, {left, right})), e.range, what);
}

Value TensorMath::negate(const UnaryExpr &e, const Value &operand) {
  if (!operand.isTensor() || operand.tensor().isIndex)
    return constants.unary(e, operand);
  locate(e.range);
  TensorRef x = operand.tensorShared();
  TensorRef result = e.op == UnaryOp::Neg ? emitter.affine(x, -1, 0)
                                          : emitter.affine(x, -1, 1);
  return named(Value::ofTensor(result), e.range, "'" + toString(e) + "'");
}

Value TensorMath::select(const IfExpr &e, const Value &c, const Value &a,
                         const Value &b) {
  if (c.isError() || a.isError() || b.isError())
    return Value::error();
  TensorRef parts[] = {toTensor(c, e.condition->range),
                       toTensor(a, e.thenValue->range),
                       toTensor(b, e.elseValue->range)};
  const TensorRef *shaped = nullptr;
  for (const TensorRef &part : parts) {
    if (!part)
      return Value::error();
    if (part->shape.empty())
      continue;
    if (shaped && (*shaped)->shape != part->shape) {
      diags.emit<DiagKind::OperandShapes>(
          e.range, "if", shapeText((*shaped)->shape), shapeText(part->shape));
      return Value::error();
    }
    shaped = &part;
  }
  locate(e.range);
  return named(Value::ofTensor(emitter.map(MapFn::select, parts)), e.range,
               "'if'");
}

//===----------------------------------------------------------------------===//
// Modes
//===----------------------------------------------------------------------===//

bool dnd::frontend::isSame(const Value &a, const Value &b) {
  if (a.isTensor() && b.isTensor())
    return a.tensor().ssa == b.tensor().ssa;
  if (a.isRule() && b.isRule())
    return a.ruleShared() == b.ruleShared();
  if (a.isError() || b.isError())
    return a.isError() && b.isError();
  bool aggregate = (a.isList() && b.isList()) || (a.isTuple() && b.isTuple());
  if (aggregate)
    return llvm::equal(a.elements(), b.elements(), isSame);
  return equal(a, b);
}

Value TensorMath::byMode(const Value &training, const Value &otherwise,
                         SourceRange range, const llvm::Twine &what) {
  if (training.isError() || otherwise.isError())
    return Value::error();
  if (isSame(training, otherwise))
    return training;
  bool aggregate = (training.isList() && otherwise.isList()) ||
                   (training.isTuple() && otherwise.isTuple());
  if (aggregate && training.elements().size() == otherwise.elements().size()) {
    std::vector<Value> merged;
    bool failed = false;
    for (auto [a, b] : llvm::zip(training.elements(), otherwise.elements())) {
      merged.push_back(byMode(a, b, range, what));
      failed |= merged.back().isError();
    }
    if (failed)
      return Value::error();
    return training.isList() ? Value::ofList(std::move(merged))
                             : Value::ofTuple(std::move(merged));
  }
  bool anyTensor = training.isTensor() || otherwise.isTensor();
  auto isTensorLike = [](const Value &v) {
    return v.isNumber() || (v.isTensor() && !v.tensor().isIndex);
  };
  if (!anyTensor || !isTensorLike(training) || !isTensorLike(otherwise)) {
    diags
        .emit<DiagKind::DependsOnMode>(range, what.str(), training.describe(),
                                       otherwise.describe())
        .hint("only tensors may depend on 'training'");
    return Value::error();
  }
  TensorRef a = toTensor(training, range), b = toTensor(otherwise, range);
  locate(range);
  // A number stands for a tensor full of it.
  if (training.isNumber())
    a = emitter.splat(training.asReal(), b->shape);
  else if (otherwise.isNumber())
    b = emitter.splat(otherwise.asReal(), a->shape);
  if (a->shape != b->shape) {
    diags
        .emit<DiagKind::OperandShapes>(range, "if training",
                                       shapeText(a->shape), shapeText(b->shape))
        .note(a->origin, a->what + " has shape " + shapeText(a->shape))
        .note(b->origin, b->what + " has shape " + shapeText(b->shape));
    return Value::error();
  }
  return named(Value::ofTensor(emitter.byMode(a, b)), range, what);
}
