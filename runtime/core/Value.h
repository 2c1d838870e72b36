//===- Value.h - JSON values, read strictly and written exactly -*- C++ -*-===//
//
// The descriptor, checkpoint headers and run files are JSON. Reading refuses
// duplicate keys and deep nesting; writing keeps the order of keys and gives
// the shortest text that reads back as the same number.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_VALUE_H
#define RUNTIME_CORE_VALUE_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dnd::rt {

/// One JSON value. Whole numbers that fit keep all 64 bits.
class Value {
public:
  enum class Kind { Null, Bool, Integer, Real, String, List, Object };
  using Member = std::pair<std::string, Value>;

  Value() = default;
  Value(bool b) : kind(Kind::Bool), integer(b) {}
  Value(int i) : kind(Kind::Integer), integer(i) {}
  Value(int64_t i) : kind(Kind::Integer), integer(i) {}
  Value(double d) : kind(Kind::Real), real(d) {}
  Value(std::string s) : kind(Kind::String), text(std::move(s)) {}
  Value(std::string_view s) : kind(Kind::String), text(s) {}
  Value(const char *s) : kind(Kind::String), text(s) {}
  static Value list() { return ofKind(Kind::List); }
  static Value object() { return ofKind(Kind::Object); }
  template <typename Range> static Value listOf(const Range &range) {
    Value v = list();
    for (const auto &item : range)
      v.items.emplace_back(item);
    return v;
  }

  bool isNull() const { return kind == Kind::Null; }
  bool isBool() const { return kind == Kind::Bool; }
  bool isInteger() const { return kind == Kind::Integer; }
  bool isNumber() const { return isInteger() || kind == Kind::Real; }
  bool isString() const { return kind == Kind::String; }
  bool isList() const { return kind == Kind::List; }
  bool isObject() const { return kind == Kind::Object; }

  /// The value as a real; 0 for what is no number.
  double number() const {
    return isInteger() || isBool() ? static_cast<double>(integer) : real;
  }
  /// The member of that name, or null.
  const Value *find(std::string_view name) const;
  /// Sets or replaces a member of an object.
  Value &set(std::string_view name, Value value);
  /// Adds a member under a name of the user's, behind `prefix` where the name
  /// is taken.
  void setApart(std::string_view name, std::string_view prefix, Value value) {
    bool isTaken = find(name) != nullptr;
    set(isTaken ? std::string(prefix) + std::string(name) : std::string(name),
        std::move(value));
  }
  /// Appends to a list.
  void push(Value value) { items.push_back(std::move(value)); }

  /// JSON text; one line when `indent` < 0.
  std::string dump(int indent = -1) const;

  Kind kind = Kind::Null;
  int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<Value> items;    ///< of a list
  std::vector<Member> members; ///< of an object, in order

private:
  static Value ofKind(Kind k) {
    Value v;
    v.kind = k;
    return v;
  }
};

/// Parses JSON text. On failure returns false and says why in `error`.
/// Refuses duplicate keys, nesting deeper than 100 and numbers that are not
/// finite.
bool parseJson(std::string_view text, Value &result, std::string &error);

/// The shortest text that reads back as exactly this number ("nan", "inf" for
/// the others).
std::string exactText(double value);

/// Reads a whole text as a real number; false when anything is left over.
bool parseReal(std::string_view text, double &value);

/// The whole number that `value` is; none for fractions, NaN, infinities and
/// where the doubles lie further apart than 1 (beyond 2^53).
std::optional<int64_t> wholeNumber(double value);

/// Reads a whole text as an integer; false on overflow or leftovers.
bool parseInteger(std::string_view text, int64_t &value);

} // namespace dnd::rt

#endif // RUNTIME_CORE_VALUE_H
