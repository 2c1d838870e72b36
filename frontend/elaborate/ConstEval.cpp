//===- ConstEval.cpp - Arithmetic of compile-time values ------------------===//
//
// Integer arithmetic is checked for overflow, division for zero and remainder.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/ConstEval.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace dnd::frontend;
using namespace dnd::frontend::ast;

using Int = std::int64_t;

bool dnd::frontend::equal(const Value &a, const Value &b) {
  if (a.isNumber() && b.isNumber())
    return a.isInt() && b.isInt() ? a.asInt() == b.asInt()
                                  : a.asReal() == b.asReal();
  if (a.kind() != b.kind())
    return false;
  if (a.isBool() || a.isMode())
    return a.asBool() == b.asBool();
  if (a.isString())
    return a.asString() == b.asString();
  if (a.isList() || a.isTuple())
    return std::equal(a.elements().begin(), a.elements().end(),
                      b.elements().begin(), b.elements().end(), equal);
  if (a.isLayer())
    return a.layer() == b.layer();
  return false;
}

Value ConstEval::unary(const UnaryExpr &e, const Value &operand) {
  if (operand.isError())
    return operand;
  if (e.op == UnaryOp::Not && operand.isBool())
    return Value::ofBool(!operand.asBool());
  if (e.op == UnaryOp::Not && operand.isMode())
    return Value::ofMode(!operand.asBool());
  if (e.op == UnaryOp::Neg && operand.isInt()) {
    Int result;
    if (!llvm::SubOverflow<Int>(0, operand.asInt(), result))
      return Value::ofInt(result);
    diags.emit<DiagKind::IntegerOverflow>(e.opRange, "-");
    return Value::error();
  }
  if (e.op == UnaryOp::Neg && operand.isReal()) {
    if (const InexactDivision *d = operand.inexact()) {
      InexactDivision negated = *d;
      negated.dividend = -negated.dividend;
      return Value::ofInexact(negated);
    }
    return Value::ofReal(-operand.asReal());
  }
  // The word `inf` means a number only where one may be infinite.
  if (e.op == UnaryOp::Neg && operand.isString() && operand.asString() == "inf")
    return Value::ofString("-inf");
  diags.emit<DiagKind::OperandType>(e.range, spelling(e.op),
                                    operand.describe());
  return Value::error();
}

Value ConstEval::overflow(const BinaryExpr &e) {
  diags.emit<DiagKind::IntegerOverflow>(e.range, spelling(e.op));
  return Value::error();
}

Value ConstEval::badOperands(const BinaryExpr &e, const Value &l,
                             const Value &r) {
  diags.emit<DiagKind::OperandType>(e.range, spelling(e.op),
                                    l.describe() + " and " + r.describe());
  return Value::error();
}

static std::optional<Int> integerPower(Int base, Int exponent) {
  if (base == 1 || exponent == 0)
    return 1;
  if (base == -1)
    return exponent % 2 ? -1 : 1;
  if (base == 0)
    return 0;
  Int result = 1;
  for (Int i = 0; i < exponent; ++i)
    if (llvm::MulOverflow(result, base, result))
      return std::nullopt;
  return result;
}

Value ConstEval::integerBinary(const BinaryExpr &e, Int l, Int r) {
  Int result = 0;
  switch (e.op) {
  case BinaryOp::Add:
    return llvm::AddOverflow(l, r, result) ? overflow(e) : Value::ofInt(result);
  case BinaryOp::Sub:
    return llvm::SubOverflow(l, r, result) ? overflow(e) : Value::ofInt(result);
  case BinaryOp::Mul:
    return llvm::MulOverflow(l, r, result) ? overflow(e) : Value::ofInt(result);
  case BinaryOp::Div:
  case BinaryOp::Mod:
    if (r == 0) {
      diags.emit<DiagKind::DivisionByZero>(e.rhs->range);
      return Value::error();
    }
    if (r == -1) {
      if (e.op == BinaryOp::Mod)
        return Value::ofInt(0);
      return llvm::SubOverflow<Int>(0, l, result) ? overflow(e)
                                                  : Value::ofInt(result);
    }
    // The remainder has the sign of the divisor, so that `i % n` is an index.
    if (e.op == BinaryOp::Mod) {
      result = l % r;
      return Value::ofInt(result != 0 && (result < 0) != (r < 0) ? result + r
                                                                 : result);
    }
    if (l % r == 0)
      return Value::ofInt(l / r);
    return Value::ofInexact(
        {l, r, toString(*e.lhs), toString(*e.rhs), e.range});
  case BinaryOp::Pow: {
    if (r < 0)
      return realBinary(e, double(l), double(r));
    std::optional<Int> power = integerPower(l, r);
    return power ? Value::ofInt(*power) : overflow(e);
  }
  case BinaryOp::Shl:
    if (r < 0 || r > 62 || llvm::MulOverflow(l, Int(1) << r, result))
      return overflow(e);
    return Value::ofInt(result);
  case BinaryOp::Shr:
    if (r < 0)
      return overflow(e);
    return Value::ofInt(l >> std::min<Int>(r, 63));
  default:
    return badOperands(e, Value::ofInt(l), Value::ofInt(r));
  }
}

Value ConstEval::realBinary(const BinaryExpr &e, double l, double r) {
  double result = 0;
  switch (e.op) {
  case BinaryOp::Add:
    result = l + r;
    break;
  case BinaryOp::Sub:
    result = l - r;
    break;
  case BinaryOp::Mul:
    result = l * r;
    break;
  case BinaryOp::Div:
    if (r == 0) {
      diags.emit<DiagKind::DivisionByZero>(e.rhs->range);
      return Value::error();
    }
    result = l / r;
    break;
  case BinaryOp::Pow:
    result = std::pow(l, r);
    break;
  default:
    return badOperands(e, Value::ofReal(l), Value::ofReal(r));
  }
  if (std::isfinite(result))
    return Value::ofReal(result);
  diags.emit<DiagKind::NotFinite>(e.range, spelling(e.op),
                                  detail::realText(l) + ", " +
                                      detail::realText(r));
  return Value::error();
}

Value ConstEval::compare(const BinaryExpr &e, const Value &l, const Value &r) {
  if (l.isMode() || r.isMode())
    return badOperands(e, l, r);
  if (e.op == BinaryOp::Eq)
    return Value::ofBool(equal(l, r));
  if (e.op == BinaryOp::Ne)
    return Value::ofBool(!equal(l, r));
  int order;
  if (l.isInt() && r.isInt())
    order = l.asInt() < r.asInt() ? -1 : l.asInt() > r.asInt();
  else if (l.isNumber() && r.isNumber())
    order = l.asReal() < r.asReal() ? -1 : l.asReal() > r.asReal();
  else if (l.isString() && r.isString())
    order = l.asString().compare(r.asString());
  else
    return badOperands(e, l, r);
  switch (e.op) {
  case BinaryOp::Lt:
    return Value::ofBool(order < 0);
  case BinaryOp::Le:
    return Value::ofBool(order <= 0);
  case BinaryOp::Gt:
    return Value::ofBool(order > 0);
  default:
    return Value::ofBool(order >= 0);
  }
}

/// `and` and `or` of truth values of which one or both depend on the mode.
static Value connectModes(BinaryOp op, const Value &l, const Value &r) {
  bool isAnd = op == BinaryOp::And;
  auto both = [&](bool a, bool b) { return isAnd ? a && b : a || b; };
  // The value in a mode; what does not depend on it is the same in each.
  auto in = [](const Value &v, bool training) {
    return v.isMode() && !training ? !v.asBool() : v.asBool();
  };
  bool training = both(in(l, true), in(r, true));
  bool otherwise = both(in(l, false), in(r, false));
  return training == otherwise ? Value::ofBool(training)
                               : Value::ofMode(training);
}

Value ConstEval::binary(const BinaryExpr &e, const Value &l, const Value &r) {
  if (l.isError() || r.isError())
    return Value::error();
  auto isTruth = [](const Value &v) { return v.isBool() || v.isMode(); };
  switch (e.op) {
  case BinaryOp::And:
  case BinaryOp::Or:
    if (!isTruth(l) || !isTruth(r))
      return badOperands(e, l, r);
    return connectModes(e.op, l, r);
  case BinaryOp::Eq:
  case BinaryOp::Ne:
  case BinaryOp::Lt:
  case BinaryOp::Le:
  case BinaryOp::Gt:
  case BinaryOp::Ge:
    return compare(e, l, r);
  default:
    break;
  }
  if (l.isInt() && r.isInt())
    return integerBinary(e, l.asInt(), r.asInt());
  if (l.isNumber() && r.isNumber()) {
    // A shift or remainder needs integers; say which division was not one.
    if (e.op == BinaryOp::Mod || e.op == BinaryOp::Shl ||
        e.op == BinaryOp::Shr) {
      toInt(l, e.lhs->range, "the left side of '" + spelling(e.op) + "'");
      toInt(r, e.rhs->range, "the right side of '" + spelling(e.op) + "'");
      return Value::error();
    }
    return realBinary(e, l.asReal(), r.asReal());
  }
  if (e.op == BinaryOp::Add && l.isString() && r.isString()) {
    if (l.asString().size() + r.asString().size() > MaxString) {
      diags.emit<DiagKind::StringTooLong>(e.range, std::uint64_t(MaxString));
      return Value::error();
    }
    return Value::ofString(l.asString() + r.asString());
  }
  if (e.op == BinaryOp::Add && l.isList() && r.isList()) {
    std::vector<Value> all = l.elements();
    all.insert(all.end(), r.elements().begin(), r.elements().end());
    return checkedList(e.range, std::move(all));
  }
  return badOperands(e, l, r);
}

Value ConstEval::checkedList(SourceRange range, std::vector<Value> elements) {
  Value list = Value::ofList(std::move(elements));
  if (list.totalElements() <= MaxList)
    return list;
  diags.emit<DiagKind::ListTooLong>(range, MaxList);
  return Value::error();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

static constexpr llvm::StringLiteral Functions[] = {
    "abs", "ceil",   "cos",  "exp",  "floor", "int",  "len", "log",  "max",
    "min", "one_of", "pair", "real", "round", "sign", "sin", "sqrt", "tanh",
};

llvm::ArrayRef<llvm::StringLiteral> ConstEval::functionNames() {
  return Functions;
}

bool ConstEval::isFunction(llvm::StringRef name) {
  return llvm::is_contained(Functions, name);
}

/// A whole real as an integer.
static Value wholeNumber(double v) {
  if (std::abs(v) < 9e18)
    return Value::ofInt(Int(v));
  return Value::ofReal(v);
}

static std::optional<double> realFunction(llvm::StringRef name, double v) {
  if (name == "cos")
    return std::cos(v);
  if (name == "exp")
    return std::exp(v);
  if (name == "log")
    return std::log(v);
  if (name == "sin")
    return std::sin(v);
  if (name == "sqrt")
    return std::sqrt(v);
  if (name == "tanh")
    return std::tanh(v);
  return std::nullopt;
}

/// one_of(word, [words]): the word, which must be among them. For layers whose
/// argument chooses by name: a wrong word is told where it is given.
Value ConstEval::oneOf(llvm::ArrayRef<Value> args, SourceRange range) {
  if (args.size() != 2) {
    diags.emit<DiagKind::TooManyArguments>(range, "one_of", "2 arguments",
                                           std::to_string(args.size()));
    return Value::error();
  }
  const Value &word = args[0], &list = args[1];
  if (!list.isList() || !llvm::all_of(list.elements(), [](const Value &v) {
        return v.isString();
      })) {
    diags.emit<DiagKind::NeedsType>(range, "the second argument of 'one_of'",
                                    "a list of strings", list.describe());
    return Value::error();
  }
  std::vector<std::string> names;
  for (const Value &v : list.elements())
    names.push_back(v.asString());
  if (word.isString() && llvm::is_contained(names, word.asString()))
    return word;
  Diagnostic &d = diags.emit<DiagKind::NeedsType>(
      range, "this argument", "one of " + list.text(),
      word.isString() ? word.text() : word.describe());
  if (word.isString())
    d.didYouMean(word.asString(), names);
  return Value::error();
}

std::optional<Value> ConstEval::function(llvm::StringRef name,
                                         llvm::ArrayRef<Value> args,
                                         SourceRange range) {
  if (!isFunction(name))
    return std::nullopt;
  for (const Value &v : args)
    if (v.isError())
      return v;
  if (name == "one_of")
    return oneOf(args, range);
  bool many = name == "min" || name == "max";
  llvm::SmallVector<Value> spread(args.begin(), args.end());
  // min([a, b, c]) is min(a, b, c).
  if (many && args.size() == 1 && args[0].isList())
    spread.assign(args[0].elements().begin(), args[0].elements().end());
  if (many ? spread.empty() : spread.size() != 1) {
    diags.emit<DiagKind::TooManyArguments>(
        range, name, many ? "one argument or more" : "1 argument",
        std::to_string(spread.size()));
    return Value::error();
  }
  const Value &first = spread[0];
  if (name == "pair") {
    if (first.isList() && first.elements().size() == 2)
      return first;
    if (first.isNumber())
      return Value::ofList({first, first});
    diags.emit<DiagKind::NeedsType>(range, "the argument of 'pair'",
                                    "a number or a list of two",
                                    first.describe());
    return Value::error();
  }
  if (name == "len") {
    if (first.isList())
      return Value::ofInt(Int(first.elements().size()));
    if (first.isString())
      return Value::ofInt(Int(first.asString().size()));
  }
  for (const Value &v : spread)
    if (!v.isNumber() || name == "len") {
      diags.emit<DiagKind::OperandType>(range, name, v.describe());
      return Value::error();
    }
  if (many) {
    Value best = first;
    for (const Value &v : llvm::drop_begin(spread)) {
      bool less = v.isInt() && best.isInt() ? v.asInt() < best.asInt()
                                            : v.asReal() < best.asReal();
      bool greater = v.isInt() && best.isInt() ? v.asInt() > best.asInt()
                                               : v.asReal() > best.asReal();
      if (name == "min" ? less : greater)
        best = v;
    }
    return best;
  }
  if (name == "real")
    return Value::ofReal(first.asReal());
  if (name == "sign")
    return Value::ofInt(first.asReal() > 0 ? 1 : first.asReal() < 0 ? -1 : 0);
  if (first.isInt()) {
    if (name == "abs") {
      if (first.asInt() == std::numeric_limits<Int>::min()) {
        diags.emit<DiagKind::IntegerOverflow>(range, name);
        return Value::error();
      }
      return Value::ofInt(std::abs(first.asInt()));
    }
    if (name == "floor" || name == "ceil" || name == "round" || name == "int")
      return first;
  }
  double v = first.asReal();
  if (name == "abs")
    return Value::ofReal(std::abs(v));
  if (name == "floor")
    return wholeNumber(std::floor(v));
  if (name == "ceil")
    return wholeNumber(std::ceil(v));
  if (name == "round")
    return wholeNumber(std::round(v));
  if (name == "int")
    return wholeNumber(std::trunc(v));
  double result = *realFunction(name, v);
  if (!std::isfinite(result)) {
    diags.emit<DiagKind::NotFinite>(range, name, first.text());
    return Value::error();
  }
  return Value::ofReal(result);
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

/// "S = 3", or "3" when it is written so.
static std::string withNumber(llvm::StringRef text, Int value) {
  std::string number = std::to_string(value);
  return text == number ? number : (text + " = " + number).str();
}

std::optional<Int> ConstEval::toInt(const Value &value, SourceRange range,
                                    const llvm::Twine &what) {
  if (value.isError())
    return std::nullopt;
  if (value.isInt())
    return value.asInt();
  if (const InexactDivision *d = value.inexact()) {
    diags
        .emit<DiagKind::NotDivisible>(d->range,
                                      withNumber(d->divisorText, d->divisor),
                                      withNumber(d->dividendText, d->dividend))
        .note(range, what + " must be an integer")
        .hint("choose " + d->divisorText + " so that it divides " +
              std::to_string(d->dividend) + ", or use floor(...)");
    return std::nullopt;
  }
  diags.emit<DiagKind::NeedsType>(range, what.str(), "an integer",
                                  value.describe());
  return std::nullopt;
}

std::optional<double> ConstEval::toReal(const Value &value, SourceRange range,
                                        const llvm::Twine &what) {
  if (value.isError())
    return std::nullopt;
  if (value.isNumber())
    return value.asReal();
  diags.emit<DiagKind::NeedsType>(range, what.str(), "a number",
                                  value.describe());
  return std::nullopt;
}

std::optional<bool> ConstEval::toBool(const Value &value, SourceRange range,
                                      const llvm::Twine &what) {
  if (value.isError())
    return std::nullopt;
  if (value.isBool())
    return value.asBool();
  diags.emit<DiagKind::NeedsType>(range, what.str(), "true or false",
                                  value.describe());
  return std::nullopt;
}
