//===- Settings.cpp - What the command line changes of a recipe -----------===//
//
// Every spelling is brought to one name first; names are compared, not
// spellings.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Settings.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt {
namespace {

struct Setting {
  std::string name;   ///< "optimizer.lr", "batch", "data.train", "lambda"
  std::string option; ///< the option of its own, or empty: --set
  std::string word;   ///< the name as it stands in --set
  std::string text;   ///< the value

  std::string spelling() const {
    return option.empty() ? fmt::format("--set {}", word)
                          : fmt::format("--{}", option);
  }
};

/// Options of `train` that set a number of the recipe.
constexpr std::pair<const char *, const char *> ownOptions[] = {
    {"lr", "optimizer.lr"},       {"momentum", "optimizer.momentum"},
    {"beta1", "optimizer.beta1"}, {"beta2", "optimizer.beta2"},
    {"eps", "optimizer.eps"},     {"weight-decay", "optimizer.weight_decay"},
    {"epochs", "epochs"},         {"batch", "batch"},
    {"accumulate", "accumulate"}, {"ema", "ema.decay"}};

bool isOwnOption(std::string_view name) {
  return std::any_of(std::begin(ownOptions), std::end(ownOptions),
                     [&](const auto &o) { return name == o.first; });
}

/// Throws where the program has no room for what a setting asks for.
void requireCompiled(const Setting &setting, bool isCompiled,
                     const std::string &what, const std::string &line) {
  if (!isCompiled)
    throw Error(
        Exit::Usage,
        fmt::format("{}: this model was compiled without {}",
                    setting.spelling(), what),
        fmt::format("write '{}' in the train block and compile again", line));
}

constexpr std::string_view augmentPrefix = "augment.";

/// The call that "data.", "schedule." or "normalize." names, or null.
RecipeCall *callOf(std::string_view name, Recipe &recipe) {
  return name.starts_with("schedule.")    ? &recipe.schedule
         : name.starts_with("data.")      ? &recipe.data
         : name.starts_with("normalize.") ? &recipe.normalize
                                          : nullptr;
}

/// The one name of what stands behind --set.
std::string nameOf(const std::string &word, Recipe &recipe) {
  if (RecipeCall *call = callOf(word, recipe)) {
    size_t dot = word.find('.') + 1;
    const recipe::Argument *argument =
        call->empty() ? nullptr : call->function().find(word.substr(dot));
    return argument ? fmt::format("{}{}", word.substr(0, dot), argument->name)
                    : word;
  }
  if (word == "batch" || word == "epochs" ||
      (word == "accumulate" && recipe.accumulate > 0) ||
      word.starts_with("optimizer.") || word.starts_with(augmentPrefix))
    return word;
  for (const auto &constant : recipe.constants)
    if (constant.first == word)
      return word;
  return fmt::format("optimizer.{}", word);
}

/// All settings; an option of its own stands behind --set, and holds.
std::vector<Setting> settingsOf(const Options &options, Recipe &recipe) {
  std::vector<Setting> list;
  for (const std::string &item : options.list("set")) {
    size_t equal = item.find('=');
    if (equal == std::string::npos || equal == 0)
      throw Error(Exit::Usage,
                  fmt::format("--set wants NAME=VALUE, not '{}'", item));
    std::string word = item.substr(0, equal);
    list.push_back({nameOf(word, recipe), "", word, item.substr(equal + 1)});
  }
  // Elsewhere --batch is how many samples go at a time.
  if (options.verb == "train")
    for (auto [option, name] : ownOptions)
      if (options.has(option))
        list.push_back({name, option, "", options.text(option)});
  return list;
}

const Setting *findSetting(const std::vector<Setting> &list,
                           const std::string &name) {
  auto found = std::find_if(list.rbegin(), list.rend(),
                            [&](const Setting &s) { return s.name == name; });
  return found == list.rend() ? nullptr : &*found;
}

void requireOnce(const std::vector<Setting> &list) {
  for (const Setting &s : list) {
    const Setting &last = *findSetting(list, s.name);
    if (&last == &s)
      continue;
    throw Error(Exit::Usage,
                s.spelling() == last.spelling()
                    ? fmt::format("'{}' stands twice", s.spelling())
                    : fmt::format("'{}' and '{}' set the same number",
                                  s.spelling(), last.spelling()),
                "say it once");
  }
}

void setInCall(const Setting &setting, Value value, Recipe &recipe) {
  RecipeCall &call = *callOf(setting.name, recipe);
  size_t dot = setting.word.find('.');
  if (call.empty())
    throw Error(Exit::Usage,
                fmt::format("{}: the recipe has no '{}' that it could change",
                            setting.spelling(), setting.word.substr(0, dot)));
  call.set(setting.word.substr(dot + 1), std::move(value), setting.spelling());
}

/// `augment.flip.p`: of every augmentation of that name.
void setAugmentation(const Setting &setting, const Value &value,
                     Recipe &recipe) {
  std::string_view rest =
      std::string_view(setting.word).substr(augmentPrefix.size());
  size_t dot = rest.find('.');
  std::string_view wanted = rest.substr(0, dot);
  bool found = false;
  for (RecipeCall &step : recipe.augment)
    if (step.name() == wanted && dot != std::string_view::npos) {
      step.set(rest.substr(dot + 1), value, setting.spelling());
      found = true;
    }
  if (found)
    return;
  std::string list;
  for (const RecipeCall &step : recipe.augment)
    list += (list.empty() ? "" : ", ") + step.name();
  throw Error(Exit::Usage,
              fmt::format("{}: the recipe has no such augmentation",
                          setting.spelling()),
              list.empty() ? ""
                           : fmt::format("it has {}: write --set "
                                         "augment.NAME.ARGUMENT=VALUE",
                                         list));
}

bool isOptimizerNumber(std::string_view name) {
  constexpr std::string_view prefix = "optimizer.";
  if (!name.starts_with(prefix))
    return false;
  name.remove_prefix(prefix.size());
  auto functions = recipe::functionsOf(recipe::Kind::Optimizer);
  return std::any_of(functions.begin(), functions.end(),
                     [&](const recipe::Function &f) { return f.find(name); });
}

/// Only a training has steps, an optimiser, and augmented samples; `forward`
/// has no data set either. Names that nobody knows are left to others.
void requireEffect(const Setting &setting, const std::string &verb) {
  const std::string &name = setting.name;
  bool ofTraining = name == "batch" || name == "epochs" ||
                    isOptimizerNumber(name) || name.starts_with("schedule.") ||
                    name.starts_with(augmentPrefix) ||
                    name.starts_with("clip.");
  bool ofData = name.starts_with("data.") || name.starts_with("normalize.");
  if (verb == "train" || (!ofTraining && !(ofData && verb == "forward")))
    return;
  throw Error(
      Exit::Usage,
      fmt::format("{} changes nothing of '{}'", setting.spelling(), verb),
      setting.name == "batch" && verb == "eval"
          ? "--batch N says how many samples go at a time"
          : "leave it out");
}

} // namespace

std::vector<std::pair<std::string, double>>
applySettings(const Options &options, Recipe &recipe) {
  std::vector<Setting> settings = settingsOf(options, recipe);
  requireOnce(settings);
  std::vector<std::pair<std::string, double>> numbers;
  for (const Setting &s : settings) {
    requireEffect(s, options.verb);
    if (s.option == "epochs") {
      recipe.epochs = options.whole(s.option, 0, 0, 1 << 30);
      continue;
    }
    if (s.option == "batch") {
      recipe.batch = options.whole(s.option, 0, 1, 1 << 30);
      continue;
    }
    if (s.option == "accumulate") {
      requireCompiled(s, recipe.accumulate > 0, "a sum of gradients",
                      "accumulate N");
      recipe.accumulate = options.whole(s.option, 0, 1, 1 << 30);
      continue;
    }
    if (s.option == "ema")
      requireCompiled(s, recipe.averages(), "an average of the weights",
                      "ema 0.999");
    if (!s.option.empty()) {
      numbers.emplace_back(s.name, options.real(s.option, 0));
      continue;
    }
    Value value;
    std::string error;
    if (!parseJson(s.text, value, error))
      value = Value(s.text);
    if (callOf(s.name, recipe)) {
      setInCall(s, std::move(value), recipe);
      continue;
    }
    if (s.name.starts_with(augmentPrefix)) {
      setAugmentation(s, value, recipe);
      continue;
    }
    if (!value.isNumber())
      throw Error(Exit::Usage, fmt::format("{}=... wants a number, not '{}'",
                                           s.spelling(), s.text));
    if (s.name == "batch" || s.name == "epochs" || s.name == "accumulate") {
      int64_t least = s.name == "epochs" ? 0 : 1, most = 1 << 30;
      if (!value.isInteger() || value.integer < least || value.integer > most)
        throw Error(Exit::Usage,
                    fmt::format("{}=... wants a whole number from {} to {}",
                                s.spelling(), least, most));
      (s.name == "batch"    ? recipe.batch
       : s.name == "epochs" ? recipe.epochs
                            : recipe.accumulate) = value.integer;
      continue;
    }
    numbers.emplace_back(s.name, value.number());
  }
  return numbers;
}

Options mergeOptions(const Options &now, const Options &then,
                     const Recipe &recipe) {
  Recipe names = recipe;
  std::vector<Setting> said = settingsOf(now, names);
  std::vector<Setting> before = settingsOf(then, names);
  Options merged = now;
  for (const auto &[name, values] : then.values)
    if (name != "set" && !isOwnOption(name))
      merged.values.try_emplace(name, values);
  for (const Setting &s : before) {
    // Of runs of older programs the last spelling holds, as it did there.
    if (findSetting(said, s.name) || findSetting(before, s.name) != &s)
      continue;
    if (s.option.empty())
      merged.values["set"].push_back(fmt::format("{}={}", s.word, s.text));
    else
      merged.values[s.option] = {s.text};
  }
  return merged;
}

} // namespace dnd::rt
