//===- RecipeCall.h - A function that the recipe names ----------*- C++ -*-===//
//
// `csv(train = "a.csv")`, `step(every = 30)`: a word of dndrt/recipe.h with the
// arguments that were given. What is left out has the table's default; what is
// given has the table's type and lies in its range.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_RECIPECALL_H
#define RUNTIME_CORE_RECIPECALL_H

#include "dndrt/recipe.h"
#include "runtime/core/Value.h"

#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

class RecipeCall {
public:
  /// Names no function: the recipe lacks the line.
  RecipeCall() = default;
  /// Throws Error(Data) for words that the table does not have, missing
  /// arguments, wrong types and numbers out of their range.
  RecipeCall(recipe::Kind kind, std::string_view name,
             const std::vector<Value::Member> &given);

  bool empty() const { return !row; }
  /// The function's name, or an empty text.
  std::string name() const { return row ? std::string(row->name) : ""; }
  const recipe::Function &function() const { return *row; }

  bool hasArguments() const { return !members.empty(); }
  /// The argument as it was given, or null.
  const Value *given(std::string_view name) const;
  /// An argument as it was given or the default; the name must be one of the
  /// function's, and without a default it must have been given.
  double number(std::string_view name) const;
  int64_t whole(std::string_view name) const;
  /// An empty text when it was left out and has no default.
  std::string text(std::string_view name) const;
  /// One number makes a list of one.
  std::vector<double> numbers(std::string_view name) const;
  /// One text makes a list of one; none an empty list.
  std::vector<std::string> texts(std::string_view name) const;

  /// Changes an argument. Throws Error(Usage) that begins with `where`.
  void set(std::string_view name, Value value, const std::string &where);

  /// "step(every = 30)" for messages and run.json.
  std::string toText() const;

private:
  const recipe::Argument &argument(std::string_view name) const;

  const recipe::Function *row = nullptr;
  std::vector<Value::Member> members;
};

/// "flip, pad_crop(4)": several, one after the other.
std::string textOf(const std::vector<RecipeCall> &calls);

/// What `argument` wants instead of `value` ("a positive number"), or an empty
/// text when it takes it.
std::string_view wantedInstead(recipe::Type type, recipe::Range range,
                               const Value &value);

} // namespace dnd::rt

#endif // RUNTIME_CORE_RECIPECALL_H
