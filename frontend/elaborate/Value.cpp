//===- Value.cpp - What a name can stand for while elaborating ------------===//
//
// Constructors and descriptions of values.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <limits>

using namespace dnd::frontend;

Value Value::ofInt(std::int64_t v) {
  Value value;
  value.tag = ValueKind::Int;
  value.integer = v;
  return value;
}

Value Value::ofReal(double v) {
  Value value;
  value.tag = ValueKind::Real;
  value.real = v;
  return value;
}

Value Value::ofInexact(InexactDivision division) {
  Value value = ofReal(double(division.dividend) / double(division.divisor));
  value.division = std::make_shared<const InexactDivision>(std::move(division));
  return value;
}

Value Value::ofBool(bool v) {
  Value value;
  value.tag = ValueKind::Bool;
  value.integer = v;
  return value;
}

Value Value::ofString(llvm::StringRef v) {
  Value value;
  value.tag = ValueKind::String;
  value.string = std::make_shared<const std::string>(v.str());
  return value;
}

Value Value::ofList(std::vector<Value> elements) {
  Value value;
  value.tag = ValueKind::List;
  for (const Value &v : elements)
    if (v.isList() || v.isTuple()) {
      value.integer = std::max(value.integer, v.integer + 1);
      value.total = llvm::SaturatingAdd(value.total, v.total);
    }
  value.total =
      llvm::SaturatingAdd(value.total, std::uint64_t(elements.size()));
  value.list = std::make_shared<const std::vector<Value>>(std::move(elements));
  return value;
}

Value Value::ofTuple(std::vector<Value> elements) {
  Value value = ofList(std::move(elements));
  value.tag = ValueKind::Tuple;
  return value;
}

Value Value::ofLayer(std::shared_ptr<LayerValue> layer) {
  Value value;
  value.tag = ValueKind::Layer;
  value.layerValue = std::move(layer);
  return value;
}

Value Value::ofTensor(TensorRef tensor) {
  Value value;
  value.tag = ValueKind::Tensor;
  value.tensorRef = std::move(tensor);
  return value;
}

Value Value::ofTensor(Tensor tensor) {
  return ofTensor(std::make_shared<const Tensor>(std::move(tensor)));
}

Value Value::ofRule(const Rule &rule) {
  Value value;
  value.tag = ValueKind::Rule;
  value.ruleRef = std::make_shared<const Rule>(rule);
  return value;
}

Value Value::ofMultiple(double factor) {
  Value value;
  value.tag = ValueKind::Multiple;
  value.real = factor;
  return value;
}

Value Value::ofMode(bool whileTraining) {
  Value value = ofBool(whileTraining);
  value.tag = ValueKind::Mode;
  return value;
}

const std::string &Value::asString() const { return *string; }

std::string Value::describe() const {
  switch (tag) {
  case ValueKind::Error:
    return "an error";
  case ValueKind::Int:
    return "the integer " + text();
  case ValueKind::Real:
    return "the number " + text();
  case ValueKind::Bool:
    return text();
  case ValueKind::String:
    return "the string " + text();
  case ValueKind::List:
    return "a list of " + countText(elements().size(), "element");
  case ValueKind::Tuple:
    return countText(elements().size(), "result");
  case ValueKind::Layer:
    return "a layer";
  case ValueKind::Tensor:
    if (tensor().shape.empty())
      return "a scalar of the network";
    return "a tensor of shape " + shapeText(tensor().shape);
  case ValueKind::Rule:
    return "the rule '" + rule().fn + "'";
  case ValueKind::Multiple:
    return "the multiple " + text();
  case ValueKind::Mode:
    return asBool() ? "'training'" : "'not training'";
  }
  return "a value";
}

static void appendText(const Value &value, std::string &out, unsigned depth) {
  switch (value.kind()) {
  case ValueKind::Int:
    out += std::to_string(value.asInt());
    return;
  case ValueKind::Real:
    out += frontend::detail::realText(value.asReal());
    return;
  case ValueKind::Bool:
    out += value.asBool() ? "true" : "false";
    return;
  case ValueKind::String:
    out += '"' + value.asString() + '"';
    return;
  case ValueKind::Multiple:
    out += frontend::detail::realText(value.asReal()) + "x";
    return;
  case ValueKind::List: {
    if (depth > 3) {
      out += "[...]";
      return;
    }
    out += '[';
    for (std::size_t i = 0; i < value.elements().size(); ++i) {
      if (i)
        out += ", ";
      if (i == 8 || out.size() > 200) {
        out += "...";
        break;
      }
      appendText(value.elements()[i], out, depth + 1);
    }
    out += ']';
    return;
  }
  default:
    out += value.describe();
  }
}

std::string Value::text() const {
  std::string out;
  appendText(*this, out, 0);
  return out;
}

std::int64_t dnd::frontend::elementCount(llvm::ArrayRef<std::int64_t> shape) {
  std::int64_t count = 1;
  for (std::int64_t extent : shape)
    if (llvm::MulOverflow(count, extent, count))
      return std::numeric_limits<std::int64_t>::max();
  return count;
}
