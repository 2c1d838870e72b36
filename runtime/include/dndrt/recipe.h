//===- recipe.h - the words that recipes know -------------------*- C++ -*-===//
//
// recipe.def as C++ values, known when a program is compiled. Nothing but the
// C++ library stands behind it, so that the compiler and the runtime share it.
//
//   const recipe::Function *sgd = recipe::find(recipe::Kind::Optimizer, "sgd");
//   sgd->find("momentum")->fallback.number           0
//   recipe::fits(sgd->find("momentum")->range, 1.5)  false
//
//===----------------------------------------------------------------------===//
#ifndef DNDRT_RECIPE_H
#define DNDRT_RECIPE_H

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace dnd::recipe {

enum class Kind {
  Block, ///< the lines of a train block: one function, `train`
  Reader,
  Normalization,
  Augmentation,
  Optimizer,
  Clip,
  Schedule,
  Precision,
  Loss,
  Metric,
};

/// Of an argument.
enum class Type {
  Number,
  Whole, ///< a whole number
  Flag,  ///< true or false
  Text,
  Texts,             ///< a list of texts
  Column,            ///< of a text file: a heading or a whole number
  Columns,           ///< one, or a list of them
  Numbers,           ///< a list of numbers
  NumberOrNumbers,   ///< one for all, or a list with one for each channel
  NumbersOrBalanced, ///< a list of numbers, or the word `balanced`
  Lists,             ///< a list of lists (of lists) of numbers
  Call,              ///< a function of the kind that the name says
  Calls,             ///< several of them
  Expression,        ///< of the language
  Group,             ///< patterns of parameters with settings
};

/// What a number, or each number of a list, may be.
enum class Range {
  Any,
  FromZero, ///< x >= 0
  FromOne,  ///< x >= 1
  Positive, ///< x > 0
  NotZero,
  Share,       ///< 0 <= x < 1
  Probability, ///< 0 <= x <= 1
  Samples,     ///< 0 <= x <= 1e9
};

/// The targets that a reader gives, or that a loss or metric needs.
enum class Data {
  Any,
  Labels,         ///< a class for each sample
  LabelsOrValues, ///< as the network's output wants: a class, or a number
  Named,          ///< as the arguments say: classes of `label`, or values
  Images,         ///< needs inputs of rank 3, or of rank 2 without channels
};

/// The value of an argument that is left out.
struct Default {
  enum class Kind {
    None, ///< its being left out means something of its own
    Required,
    Number, ///< also of a flag: 0 or 1
    Text,
  };
  Kind kind = Kind::None;
  double number = 0;
  std::string_view text;

  constexpr Default() = default;
  constexpr Default(Kind kind) : kind(kind) {}
  constexpr Default(double number) : kind(Kind::Number), number(number) {}
  constexpr Default(int number) : Default(static_cast<double>(number)) {}
  constexpr Default(bool flag) : Default(flag ? 1.0 : 0.0) {}
  constexpr Default(const char *text) : kind(Kind::Text), text(text) {}
};

struct Argument {
  std::string_view name;
  std::string_view alias; ///< another spelling, or empty
  Type type = Type::Number;
  Default fallback;
  Range range = Range::Any;
  /// The texts that it may be, with | between them; empty for any.
  std::string_view words;

  /// Whether a text is one of the words.
  constexpr bool takesWord(std::string_view text) const {
    for (std::string_view rest = words;;) {
      size_t end = rest.find('|');
      if (rest.substr(0, end) == text)
        return true;
      if (end == std::string_view::npos)
        return words.empty();
      rest.remove_prefix(end + 1);
    }
  }
  constexpr bool isRequired() const {
    return fallback.kind == Default::Kind::Required;
  }
};

struct Function {
  Kind kind = Kind::Block;
  std::string_view name;
  Data data = Data::Any;
  std::span<const Argument> arguments; ///< in positional order
  /// Any other name may be given, too, with a value of that type.
  bool takesMore = false;
  Type moreType = Type::Text;

  /// Of an augmentation: it makes one sample of two, with shares of both
  /// targets.
  constexpr bool mixesSamples() const {
    return kind == Kind::Augmentation && (name == "mixup" || name == "cutmix");
  }

  /// The argument of that name or alias, or null.
  constexpr const Argument *find(std::string_view wanted) const {
    for (const Argument &a : arguments)
      if (a.name == wanted || (!a.alias.empty() && a.alias == wanted))
        return &a;
    return nullptr;
  }
};

//===----------------------------------------------------------------------===//
// The tables
//===----------------------------------------------------------------------===//

namespace detail {

inline constexpr Default none, required = Default::Kind::Required;

inline constexpr size_t functionCount = 0
#define RECIPE_FUNCTION(kind, name, data) +1
#define RECIPE_ARGUMENT(name, type, fallback, range)
#include "dndrt/recipe.def"
    ;
inline constexpr size_t argumentCount = 0
#define RECIPE_FUNCTION(kind, name, data)
#define RECIPE_ARGUMENT(name, type, fallback, range) +1
#include "dndrt/recipe.def"
    ;

consteval std::array<Argument, argumentCount> makeArguments() {
  std::array<Argument, argumentCount> list;
  size_t next = 0;
#define RECIPE_FUNCTION(kind, name, data)
#define RECIPE_ARGUMENT(name, type, fallback, range)                           \
  list[next++] = Argument{#name, {}, Type::type, fallback, Range::range, {}};
#define RECIPE_ALIAS(name) list[next - 1].alias = #name;
#define RECIPE_WORDS(text) list[next - 1].words = text;
#include "dndrt/recipe.def"
  return list;
}

inline constexpr std::array<Argument, argumentCount> arguments =
    makeArguments();

consteval std::array<Function, functionCount> makeFunctions() {
  std::array<Function, functionCount> list;
  size_t next = 0, argument = 0;
#define RECIPE_FUNCTION(kind, name, data)                                      \
  list[next++] =                                                               \
      Function{Kind::kind, #name,                                              \
               Data::data, std::span(arguments).subspan(argument, 0),          \
               false,      Type::Text};
#define RECIPE_ARGUMENT(name, type, fallback, range)                           \
  ++argument;                                                                  \
  list[next - 1].arguments = std::span(arguments).subspan(                     \
      argument - list[next - 1].arguments.size() - 1,                          \
      list[next - 1].arguments.size() + 1);
#define RECIPE_MORE(type)                                                      \
  list[next - 1].takesMore = true;                                             \
  list[next - 1].moreType = Type::type;
#include "dndrt/recipe.def"
  return list;
}

} // namespace detail

/// All functions, those of a kind one after the other.
inline constexpr std::array<Function, detail::functionCount> functions =
    detail::makeFunctions();

/// The functions of a kind; none for one that has no words yet.
constexpr std::span<const Function> functionsOf(Kind kind) {
  size_t begin = 0;
  while (begin < functions.size() && functions[begin].kind != kind)
    ++begin;
  size_t end = begin;
  while (end < functions.size() && functions[end].kind == kind)
    ++end;
  return std::span(functions).subspan(begin, end - begin);
}

/// The function of that name, or null.
constexpr const Function *find(Kind kind, std::string_view name) {
  for (const Function &f : functionsOf(kind))
    if (f.name == name)
      return &f;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Ranges and types
//===----------------------------------------------------------------------===//

/// Whether a number lies in a range; one that is not finite lies in none.
constexpr bool fits(Range range, double x) {
  if (!(x - x == 0))
    return false;
  switch (range) {
  case Range::Any:
    return true;
  case Range::FromZero:
    return x >= 0;
  case Range::FromOne:
    return x >= 1;
  case Range::Positive:
    return x > 0;
  case Range::NotZero:
    return x != 0;
  case Range::Share:
    return x >= 0 && x < 1;
  case Range::Probability:
    return x >= 0 && x <= 1;
  case Range::Samples:
    return x >= 0 && x <= 1e9;
  }
  return false;
}

/// What to write instead of a number that does not fit: "a number from 0".
constexpr std::string_view wanted(Range range) {
  switch (range) {
  case Range::Any:
    return "a finite number";
  case Range::FromZero:
    return "a number from 0";
  case Range::FromOne:
    return "a number from 1";
  case Range::Positive:
    return "a positive number";
  case Range::NotZero:
    return "a number that is not zero";
  case Range::Share:
    return "a number from 0 to below 1";
  case Range::Probability:
    return "a number from 0 to 1";
  case Range::Samples:
    return "a number of samples";
  }
  return "";
}

/// "a number", "a list", ...: what a value of the type is.
constexpr std::string_view wanted(Type type) {
  switch (type) {
  case Type::Number:
    return "a number";
  case Type::Whole:
    return "a whole number";
  case Type::Flag:
    return "true or false";
  case Type::Text:
  case Type::Column:
    return "a string";
  case Type::Texts:
  case Type::Columns:
    return "a string or a list of them";
  case Type::NumberOrNumbers:
    return "a number or a list of them";
  case Type::Numbers:
  case Type::Lists:
    return "a list";
  case Type::NumbersOrBalanced:
    return "balanced or a list of numbers";
  case Type::Call:
  case Type::Calls:
    return "a name";
  case Type::Expression:
    return "an expression";
  case Type::Group:
    return "patterns and settings";
  }
  return "";
}

} // namespace dnd::recipe

#endif // DNDRT_RECIPE_H
