//===- RecipeCall.cpp - A function that the recipe names ------------------===//
//
// The compiler checks recipes with the same table; what is checked here comes
// from --set and from descriptors that another compiler wrote.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/RecipeCall.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {

using recipe::Argument;
using recipe::Function;
using recipe::Kind;
using recipe::Type;

static const char *nounOf(Kind kind) {
  switch (kind) {
  case Kind::Reader:
    return "data reader";
  case Kind::Normalization:
    return "normalisation";
  case Kind::Augmentation:
    return "augmentation";
  case Kind::Optimizer:
    return "optimizer";
  case Kind::Clip:
    return "limit of gradients";
  case Kind::Schedule:
    return "schedule";
  case Kind::Precision:
    return "precision";
  case Kind::Loss:
    return "loss";
  case Kind::Metric:
    return "metric";
  case Kind::Block:
    break;
  }
  return "block";
}

std::string_view wantedInstead(Type type, recipe::Range range,
                               const Value &value) {
  auto number = [&](const Value &v, bool whole) -> std::string_view {
    if (!v.isNumber() || (whole && v.number() != std::floor(v.number())))
      return recipe::wanted(whole ? Type::Whole : Type::Number);
    return recipe::fits(range, v.number()) ? "" : recipe::wanted(range);
  };
  auto isText = [](const Value &v) { return v.isString() || v.isInteger(); };
  switch (type) {
  case Type::Number:
    return number(value, false);
  case Type::Whole:
    return number(value, true);
  case Type::Flag:
    return value.isBool() || value.isInteger() ? "" : recipe::wanted(type);
  case Type::Text:
  case Type::Column:
    return isText(value) ? "" : recipe::wanted(type);
  case Type::Texts:
  case Type::Columns:
    return isText(value) ||
                   (value.isList() &&
                    std::all_of(value.items.begin(), value.items.end(), isText))
               ? ""
               : recipe::wanted(type);
  case Type::Numbers:
  case Type::NumberOrNumbers:
    if (value.isNumber())
      return number(value, false);
    if (!value.isList() || value.items.empty())
      return recipe::wanted(type);
    for (const Value &item : value.items)
      if (std::string_view wanted = number(item, false); !wanted.empty())
        return wanted;
    return "";
  case Type::NumbersOrBalanced:
  case Type::Lists:
    return value.isList() ? "" : recipe::wanted(type);
  case Type::Call:
  case Type::Calls:
  case Type::Expression:
  case Type::Group:
    break;
  }
  return recipe::wanted(type);
}

RecipeCall::RecipeCall(Kind kind, std::string_view name,
                       const std::vector<Value::Member> &given)
    : row(recipe::find(kind, name)) {
  if (!row) {
    std::vector<std::string> names;
    for (const Function &f : recipe::functionsOf(kind))
      names.emplace_back(f.name);
    throw Error(Exit::Data, fmt::format("there is no {} '{}'{}", nounOf(kind),
                                        name, didYouMean(name, names)));
  }
  try {
    for (const Value::Member &m : given)
      set(m.first, m.second, fmt::format("{} {}", nounOf(kind), name));
  } catch (const Error &e) {
    throw Error(Exit::Data, e.message, e.hint);
  }
  for (const Argument &a : row->arguments)
    if (a.isRequired() && !this->given(a.name))
      throw Error(Exit::Data, fmt::format("{} {} lacks its argument '{}'",
                                          nounOf(kind), name, a.name));
}

const Value *RecipeCall::given(std::string_view name) const {
  for (const Value::Member &m : members)
    if (m.first == name)
      return &m.second;
  return nullptr;
}

/// "drop", "error" or "mean"
static std::string choicesOf(const Argument &argument) {
  std::string text;
  std::string_view rest = argument.words;
  for (size_t end = 0; end != std::string_view::npos;) {
    end = rest.find('|');
    std::string_view separator = text.empty()                    ? ""
                                 : end == std::string_view::npos ? " or "
                                                                 : ", ";
    text += fmt::format("{}\"{}\"", separator, rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end) + (end < rest.size()));
  }
  return text;
}

void RecipeCall::set(std::string_view name, Value value,
                     const std::string &where) {
  const Argument *a = row->find(name);
  if (!a && !row->takesMore) {
    std::vector<std::string> known;
    std::string all;
    for (const Argument &other : row->arguments) {
      known.emplace_back(other.name);
      all += fmt::format("{}{}", all.empty() ? "" : ", ", other.name);
    }
    std::string_view shown = row->name == "mean_std" ? "normalize" : row->name;
    throw Error(Exit::Usage,
                fmt::format("{}: '{}' has no argument '{}'{}", where, shown,
                            name, didYouMean(name, known)),
                all.empty() ? fmt::format("'{}' has no arguments", shown)
                            : fmt::format("it has {}", all));
  }
  if (std::string_view wanted =
          wantedInstead(a ? a->type : row->moreType,
                        a ? a->range : recipe::Range::Any, value);
      !wanted.empty())
    throw Error(Exit::Usage, fmt::format("{}: '{}' wants {}, not {}", where,
                                         name, wanted, value.dump()));
  if (a && value.isString() && !a->takesWord(value.text))
    throw Error(Exit::Usage, fmt::format("{}: '{}' wants {}, not {}", where,
                                         name, choicesOf(*a), value.dump()));
  std::string canonical(a ? a->name : name);
  for (Value::Member &m : members)
    if (m.first == canonical) {
      m.second = std::move(value);
      return;
    }
  members.emplace_back(std::move(canonical), std::move(value));
}

const Argument &RecipeCall::argument(std::string_view name) const {
  if (const Argument *a = row ? row->find(name) : nullptr)
    return *a;
  throw Error(Exit::Internal,
              fmt::format("'{}' has no argument '{}'", this->name(), name));
}

double RecipeCall::number(std::string_view name) const {
  const Value *v = given(name);
  return v ? v->number() : argument(name).fallback.number;
}

int64_t RecipeCall::whole(std::string_view name) const {
  const Value *v = given(name);
  return v && v->isInteger() ? v->integer : static_cast<int64_t>(number(name));
}

std::string RecipeCall::text(std::string_view name) const {
  const Value *v = given(name);
  if (!v)
    return row->takesMore && !row->find(name)
               ? std::string()
               : std::string(argument(name).fallback.text);
  return v->isString() ? v->text : v->dump();
}

std::vector<double> RecipeCall::numbers(std::string_view name) const {
  const Value *v = given(name);
  if (!v || v->isNumber())
    return {number(name)};
  std::vector<double> list;
  for (const Value &item : v->items)
    list.push_back(item.number());
  return list;
}

std::vector<std::string> RecipeCall::texts(std::string_view name) const {
  const Value *v = given(name);
  std::vector<std::string> list;
  if (v && v->isList())
    for (const Value &item : v->items)
      list.push_back(item.isString() ? item.text : item.dump());
  else if (v)
    list.push_back(text(name));
  return list;
}

std::string RecipeCall::toText() const {
  std::string out = name() + "(";
  for (const Value::Member &m : members)
    out += fmt::format("{}{} = {}", out.back() == '(' ? "" : ", ", m.first,
                       m.second.dump());
  return out + ")";
}

std::string textOf(const std::vector<RecipeCall> &calls) {
  std::string text;
  for (const RecipeCall &call : calls)
    text += (text.empty() ? "" : ", ") + call.toText();
  return text;
}

} // namespace dnd::rt
