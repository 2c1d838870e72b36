//===- NpzKeys.cpp - Which array of an archive is which -------------------===//
//
// Usual names in the order in which they are tried.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/NpzKeys.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt {

static constexpr std::string_view firstPart = "train_";

NpzKeys::NpzKeys(const Model &model, const RecipeCall &rule, std::string path,
                 std::vector<std::string> names)
    : model(model), rule(rule), path(std::move(path)), names(std::move(names)) {
}

bool NpzKeys::has(const std::string &name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string NpzKeys::find(const std::string &argument, const std::string &part,
                          const std::vector<std::string> &usual) const {
  std::string given;
  if (rule.name() == "npz") {
    given = rule.text(part == firstPart ? argument : part + argument);
    if (given.empty() && part == firstPart)
      given = rule.text(part + argument);
  }
  if (!given.empty() && !has(given))
    throw Error(Exit::Data, fmt::format("'{}' has no array '{}'{}", path, given,
                                        didYouMean(given, names)));
  if (!given.empty())
    return given;
  for (const std::string &name : usual)
    if (has(name))
      return name;
  return {};
}

/// "train_x", "x_train", and in the first part "x".
static void addUsual(const std::string &part,
                     const std::vector<std::string> &stems,
                     std::vector<std::string> &usual) {
  std::string suffix = part.substr(0, part.size() - 1);
  for (const std::string &stem : stems) {
    usual.push_back(part + stem);
    usual.push_back(fmt::format("{}_{}", stem, suffix));
  }
  if (part == firstPart)
    usual.insert(usual.end(), stems.begin(), stems.end());
}

std::string NpzKeys::inputArgument(size_t i, const std::string &part) const {
  std::string name = model.inputs.size() == 1 ? "images" : model.inputs[i].name;
  return part == firstPart ? name : part + name;
}

std::string NpzKeys::targetArgument(const std::string &part) {
  return part == firstPart ? "labels" : part + "labels";
}

std::string NpzKeys::input(size_t i, const std::string &part) const {
  const std::string &name = model.inputs[i].name;
  std::vector<std::string> usual;
  addUsual(part, {name}, usual);
  bool single = model.inputs.size() == 1;
  if (single)
    addUsual(part, {"images", "x", "X"}, usual);
  return find(single ? "images" : name, part, usual);
}

std::string NpzKeys::target(const std::string &part) const {
  if (model.targets.empty())
    return {};
  std::vector<std::string> usual;
  addUsual(part, {model.targets.front().name}, usual);
  addUsual(part, {"labels", "targets", "y", "Y"}, usual);
  std::string name = find("labels", part, usual);
  for (size_t i = 0; i < model.inputs.size() && !name.empty(); ++i)
    if (name == input(i, part))
      throw Error(
          Exit::Data,
          fmt::format("the array '{}' of '{}' would be the input '{}' and the "
                      "{} at once",
                      name, path, model.inputs[i].name, targetArgument(part)),
          fmt::format("name both in the recipe: npz(\"FILE\", {} = \"KEY\", {} "
                      "= \"KEY\")",
                      inputArgument(i, part), targetArgument(part)));
  return name;
}

bool NpzKeys::namesTraining() const {
  return std::any_of(names.begin(), names.end(), [](const std::string &n) {
    return n.starts_with("train_") || n.ends_with("_train");
  });
}

void NpzKeys::lacks(const std::string &purpose) const {
  std::string list;
  for (const std::string &name : names)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", name);
  throw Error(Exit::Data,
              fmt::format("'{}' has no array for the {} (it has {})", path,
                          purpose, list.empty() ? "none" : list),
              fmt::format("name it in the recipe: npz(\"FILE\", {} = \"KEY\")",
                          purpose));
}

} // namespace dnd::rt
