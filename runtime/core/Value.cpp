//===- Value.cpp - JSON reading and writing -------------------------------===//
//
// Reading goes through nlohmann's SAX interface, so that limits hold while the
// text is read and not after it has been stored.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Value.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dnd::rt {

const Value *Value::find(std::string_view name) const {
  for (const Member &m : members)
    if (m.first == name)
      return &m.second;
  return nullptr;
}

Value &Value::set(std::string_view name, Value value) {
  for (Member &m : members)
    if (m.first == name)
      return m.second = std::move(value);
  members.emplace_back(std::string(name), std::move(value));
  return members.back().second;
}

std::string exactText(double value) {
  char buffer[40];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

bool parseReal(std::string_view text, double &value) {
  if (!text.empty() && text.front() == '+')
    text.remove_prefix(1);
  auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc() && end == text.data() + text.size();
}

std::optional<int64_t> wholeNumber(double value) {
  if (!(std::abs(value) <= 0x1p53) || value != std::trunc(value))
    return std::nullopt;
  return static_cast<int64_t>(value);
}

bool parseInteger(std::string_view text, int64_t &value) {
  auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc() && end == text.data() + text.size();
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static void writeString(std::string &out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      const char *hex = "0123456789abcdef";
      out += "\\u00";
      out += hex[(c >> 4) & 15];
      out += hex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

static void newline(std::string &out, int indent, int depth) {
  if (indent < 0)
    return;
  out += '\n';
  out.append(static_cast<size_t>(indent) * depth, ' ');
}

static void write(std::string &out, const Value &v, int indent, int depth) {
  switch (v.kind) {
  case Value::Kind::Null:
    out += "null";
    return;
  case Value::Kind::Bool:
    out += v.integer ? "true" : "false";
    return;
  case Value::Kind::Integer:
    out += std::to_string(v.integer);
    return;
  case Value::Kind::Real:
    // JSON has no spelling for them.
    out += std::isfinite(v.real) ? exactText(v.real) : "null";
    return;
  case Value::Kind::String:
    writeString(out, v.text);
    return;
  case Value::Kind::List: {
    out += '[';
    // Lists of scalars read better on one line.
    bool nested =
        std::any_of(v.items.begin(), v.items.end(),
                    [](const Value &i) { return i.isList() || i.isObject(); });
    for (size_t i = 0; i < v.items.size(); ++i) {
      if (i)
        out += indent < 0 || nested ? "," : ", ";
      if (nested)
        newline(out, indent, depth + 1);
      write(out, v.items[i], indent, depth + 1);
    }
    if (nested)
      newline(out, indent, depth);
    out += ']';
    return;
  }
  case Value::Kind::Object:
    out += '{';
    for (size_t i = 0; i < v.members.size(); ++i) {
      if (i)
        out += indent < 0 ? ", " : ",";
      newline(out, indent, depth + 1);
      writeString(out, v.members[i].first);
      out += ": ";
      write(out, v.members[i].second, indent, depth + 1);
    }
    if (!v.members.empty())
      newline(out, indent, depth);
    out += '}';
    return;
  }
}

std::string Value::dump(int indent) const {
  std::string out;
  write(out, *this, indent, 0);
  return out;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
  Builder(Value &root, std::string &error) : root(root), error(error) {}

  bool null() override { return add({}); }
  bool boolean(bool b) override { return add(b); }
  bool number_integer(number_integer_t i) override { return add(int64_t{i}); }
  bool number_unsigned(number_unsigned_t u) override {
    if (u > static_cast<uint64_t>(INT64_MAX))
      return add(static_cast<double>(u));
    return add(static_cast<int64_t>(u));
  }
  bool number_float(number_float_t d, const string_t &) override {
    if (!std::isfinite(d))
      return stop("a number is too large");
    return add(d);
  }
  bool string(string_t &s) override { return add(std::move(s)); }
  bool binary(binary_t &) override { return stop("binary value"); }
  bool start_object(size_t) override { return open(Value::object()); }
  bool start_array(size_t) override { return open(Value::list()); }
  bool key(string_t &name) override {
    pendingKey = std::move(name);
    return true;
  }
  bool end_array() override {
    stack.pop_back();
    return true;
  }
  bool end_object() override {
    std::vector<std::string_view> names;
    for (const Value::Member &m : stack.back()->members)
      names.push_back(m.first);
    std::sort(names.begin(), names.end());
    auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end())
      return stop(fmt::format("the key '{}' stands twice", *twice));
    stack.pop_back();
    return true;
  }
  bool parse_error(size_t position, const std::string &,
                   const nlohmann::detail::exception &) override {
    return stop(fmt::format("invalid JSON at byte {}", position));
  }

private:
  bool stop(std::string why) {
    error = std::move(why);
    return false;
  }
  Value *place(Value value) {
    if (stack.empty()) {
      root = std::move(value);
      return &root;
    }
    Value &parent = *stack.back();
    if (parent.isList()) {
      parent.items.push_back(std::move(value));
      return &parent.items.back();
    }
    parent.members.emplace_back(std::move(pendingKey), std::move(value));
    return &parent.members.back().second;
  }
  bool add(Value value) {
    place(std::move(value));
    return true;
  }
  bool open(Value value) {
    if (stack.size() >= 100)
      return stop("nested deeper than 100 levels");
    // Only the innermost container grows, so pointers to the outer ones stay.
    stack.push_back(place(std::move(value)));
    return true;
  }

  Value &root;
  std::string &error;
  std::string pendingKey;
  std::vector<Value *> stack;
};
} // namespace

bool parseJson(std::string_view text, Value &result, std::string &error) {
  result = Value();
  error = "invalid JSON";
  Builder builder(result, error);
  return nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
}

} // namespace dnd::rt
