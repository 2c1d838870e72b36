//===- RecipeChecks.cpp - What the values of a recipe may be --------------===//
//
// Types and ranges of the arguments of optimisers, schedules, readers, metrics.
//
//===----------------------------------------------------------------------===//

#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace dnd;
using namespace dnd::frontend;
using llvm::StringRef;

std::vector<std::string> dnd::frontend::recipeNames(recipe::Kind kind) {
  std::vector<std::string> names;
  for (const recipe::Function &fn : recipe::functionsOf(kind))
    names.emplace_back(fn.name);
  return names;
}

std::vector<std::string>
dnd::frontend::argumentNames(const recipe::Function &fn) {
  std::vector<std::string> names;
  for (const recipe::Argument &argument : fn.arguments)
    names.emplace_back(argument.name);
  return names;
}

static bool isWhole(const Value &v) {
  return v.isInt() || (v.isReal() && v.asReal() == std::floor(v.asReal()));
}

bool dnd::frontend::hasType(recipe::Type type, const Value &value) {
  auto each = [&](recipe::Type inner) {
    return value.isList() &&
           llvm::all_of(value.elements(),
                        [&](const Value &v) { return hasType(inner, v); });
  };
  switch (type) {
  case recipe::Type::Number:
    return value.isNumber();
  case recipe::Type::Whole:
    return isWhole(value);
  case recipe::Type::Flag:
    return value.isBool();
  case recipe::Type::Text:
    return value.isString();
  case recipe::Type::Column:
    return value.isString() || value.isInt();
  case recipe::Type::Texts:
    return value.isString() || each(recipe::Type::Text);
  case recipe::Type::Columns:
    return hasType(recipe::Type::Column, value) || each(recipe::Type::Column);
  case recipe::Type::NumberOrNumbers:
    return value.isNumber() || value.isList();
  case recipe::Type::Numbers:
  case recipe::Type::NumbersOrBalanced:
  case recipe::Type::Lists:
    return value.isList();
  case recipe::Type::Call:
  case recipe::Type::Calls:
  case recipe::Type::Expression:
  case recipe::Type::Group:
    // Lines of a recipe, which are read as text.
    return false;
  }
  return false;
}

std::string dnd::frontend::wantedText(const recipe::Argument &argument) {
  StringRef text = recipe::wanted(argument.range);
  if (argument.type == recipe::Type::Whole && text.consume_front("a number"))
    return "a whole number" + text.str();
  return text.str();
}

std::string dnd::frontend::wantedValue(const recipe::Argument &argument,
                                       const Value &value) {
  auto fits = [&](const Value &v) {
    return v.isNumber() && recipe::fits(argument.range, v.asReal());
  };
  std::string wanted = wantedText(argument);
  bool isNumbers = argument.type == recipe::Type::Numbers ||
                   argument.type == recipe::Type::NumbersOrBalanced ||
                   argument.type == recipe::Type::NumberOrNumbers;
  if (value.isList() && isNumbers)
    return llvm::all_of(value.elements(), fits) ? "" : "a list, each " + wanted;
  return !value.isNumber() || fits(value) ? "" : wanted;
}

void dnd::frontend::checkNesterov(DiagnosticEngine &diags,
                                  const Rule &optimizer,
                                  llvm::ArrayRef<mlir::Attribute> groups) {
  bool nesterov = false, momentum = false;
  for (const auto &[name, value] : optimizer.named) {
    nesterov |= name == "nesterov" && value.isBool() && value.asBool();
    momentum |= name == "momentum" && value.isNumber() && value.asReal() > 0;
  }
  for (mlir::Attribute group : groups)
    if (auto own =
            mlir::cast<mlir::DictionaryAttr>(group).getAs<mlir::FloatAttr>(
                "momentum"))
      momentum |= own.getValueAsDouble() > 0;
  if (nesterov && !momentum)
    diags
        .emit<DiagKind::RecipeValue>(optimizer.range, "nesterov",
                                     "a momentum above 0", "0")
        .hint("give one, as in sgd(lr = 0.01, momentum = 0.9, nesterov = "
              "true)");
}
