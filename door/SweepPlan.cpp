//===- SweepPlan.cpp - Which trainings a sweep consists of ----------------===//
#include "door/SweepPlan.h"

#include "door/ModelVerb.h"
#include "runtime/core/Error.h"
#include "runtime/core/Random.h"
#include "runtime/core/Sha256.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace dnd::door {

using rt::Error;
using rt::Exit;

/// More trainings than anybody waits for: a slip of the keyboard.
static constexpr size_t mostRuns = 100000;

std::vector<std::string> splitList(const std::string &text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  char quote = 0;
  for (char c : text) {
    if (quote)
      quote = c == quote ? 0 : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else
      depth += (c == '[' || c == '(') - (c == ']' || c == ')');
    if (c == ',' && depth <= 0 && !quote)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

namespace {

class Planner {
public:
  Planner(const Call &call, const ModelText &model)
      : call(call), model(model) {}

  SweepPlan run() {
    readSeeds();
    readOptions();
    readUnknown();
    sortAsTyped();
    makeSettings();
    checkSum();
    return std::move(plan);
  }

private:
  void readSeeds() {
    std::string text = call.options.text("seeds", "1");
    std::vector<std::string> items = splitList(text);
    for (const std::string &item : items) {
      int64_t seed = 0;
      if (!rt::parseInteger(item, seed) || seed < 0)
        throw Error(Exit::Usage,
                    fmt::format("--seeds wants numbers like 1,2,3 or a count "
                                "like 5, not '{}'",
                                text));
      plan.seeds.push_back(static_cast<uint64_t>(seed));
    }
    if (items.size() == 1) {
      uint64_t count = plan.seeds[0];
      if (count < 1 || count > 10000)
        throw Error(Exit::Usage, "--seeds N wants from 1 to 10000 runs");
      plan.seeds.resize(count);
      std::iota(plan.seeds.begin(), plan.seeds.end(), uint64_t{1});
    }
    for (uint64_t seed : plan.seeds)
      if (std::count(plan.seeds.begin(), plan.seeds.end(), seed) > 1)
        throw Error(Exit::Usage, fmt::format("--seeds names {} twice", seed));
  }

  void readOptions() {
    for (const Option &option : call.command->options) {
      if (option.side == Side::Door || !call.options.has(option.key()))
        continue;
      const std::string &spelled = option.names.front();
      auto kind = option.side == Side::Compiler ? Axis::Kind::CompilerOption
                                                : Axis::Kind::ModelOption;
      if (option.form == Form::Flag)
        add({kind, option.key(), spelled, false, {}});
      for (const std::string &value : call.options.list(option.key())) {
        if (spelled == "-D" || spelled == "--set")
          addNamed(spelled == "-D" ? Axis::Kind::Define : Axis::Kind::Setting,
                   spelled, value);
        else
          add({kind, option.key(), spelled, option.form == Form::Joined,
               isPath(option) ? std::vector<std::string>{value}
                              : splitList(value)});
      }
    }
  }

  static bool isPath(const Option &option) {
    for (const char *word : {"FILE", "DIR", "PATH", "RUN"})
      if (option.value.find(word) != std::string::npos)
        return true;
    return option.names.front() == "-W";
  }

  /// NAME=VALUE,VALUE of -D and --set.
  void addNamed(Axis::Kind kind, const std::string &option,
                const std::string &text) {
    size_t equal = text.find('=');
    if (equal == std::string::npos || equal == 0)
      throw Error(Exit::Usage,
                  fmt::format("{} wants NAME=VALUE, not '{}'", option, text));
    add({kind, text.substr(0, equal), option, false,
         splitList(text.substr(equal + 1))});
  }

  void readUnknown() {
    // The place of each is found, and what is no name at all refused.
    Placed placed = placeUnknown(call, model);
    for (const auto &[name, value] : call.unknown)
      if (isModelArgument(model, call.options.text("network"), name))
        add({Axis::Kind::Define, name, "-D", false,
             splitList(value.empty() ? "true" : value)});
      else
        add({Axis::Kind::Setting, name, "--set", false, splitList(value)});
  }

  void add(Axis axis) {
    for (const std::vector<Axis> *list : {&plan.varying, &plan.fixed})
      for (const Axis &other : *list)
        if (other.name == axis.name)
          throw Error(Exit::Usage, fmt::format("'{}' is said twice", axis.name),
                      "write all its values in one list");
    for (const std::string &value : axis.values) {
      if (value.empty())
        throw Error(
            Exit::Usage,
            fmt::format("'{}' has an empty value in its list", axis.name));
      if (std::count(axis.values.begin(), axis.values.end(), value) > 1)
        throw Error(Exit::Usage, fmt::format("'{}' has the value {} twice",
                                             axis.name, value));
    }
    (axis.values.size() > 1 ? plan.varying : plan.fixed)
        .push_back(std::move(axis));
  }

  /// The axes in the order of the command line.
  void sortAsTyped() {
    auto place = [&](const Axis &axis) {
      for (size_t i = 0; i < call.words.size(); ++i) {
        const std::string &word = call.words[i];
        if (word == "--" + axis.name ||
            word.starts_with("--" + axis.name + "=") ||
            word.starts_with(axis.name + "=") ||
            word.starts_with("-D" + axis.name + "="))
          return i;
      }
      return call.words.size();
    };
    std::sort(
        plan.varying.begin(), plan.varying.end(),
        [&](const Axis &a, const Axis &b) { return place(a) < place(b); });
  }

  static void apply(const Axis &axis, const std::string *value,
                    Setting &setting) {
    std::vector<std::string> &words =
        axis.kind == Axis::Kind::Define ||
                axis.kind == Axis::Kind::CompilerOption
            ? setting.compilerWords
            : setting.modelWords;
    bool isNamed =
        axis.kind == Axis::Kind::Define || axis.kind == Axis::Kind::Setting;
    if (axis.isJoined) {
      words.push_back(axis.option + *value);
      return;
    }
    words.push_back(axis.option);
    if (value)
      words.push_back(isNamed ? fmt::format("{}={}", axis.name, *value)
                              : *value);
  }

  /// What a file system takes as a name.
  static std::string plain(const std::string &text) {
    std::string out;
    for (char c : text)
      out +=
          std::isalnum(static_cast<unsigned char>(c)) ||
                  std::string_view("=,.+-_[]").find(c) != std::string_view::npos
              ? c
              : '_';
    return out;
  }

  void makeSettings() {
    size_t count = 1;
    for (const Axis &axis : plan.varying) {
      count *= axis.values.size();
      if (count > mostRuns)
        break;
    }
    if (count > mostRuns)
      throw Error(Exit::Usage,
                  fmt::format("the grid has more than {} settings", mostRuns),
                  "name fewer values");
    std::vector<size_t> chosen(count);
    std::iota(chosen.begin(), chosen.end(), size_t{0});
    if (call.options.has("random")) {
      auto wanted = static_cast<size_t>(
          call.options.whole("random", 1, 1, static_cast<int64_t>(mostRuns)));
      rt::RandomSequence random(
          static_cast<uint64_t>(call.options.whole("sweep-seed", 0, 0)),
          rt::streamOf("sweep"));
      random.shuffle(chosen);
      chosen.resize(std::min(wanted, count));
      std::sort(chosen.begin(), chosen.end());
    }
    if (chosen.size() * plan.seeds.size() > mostRuns)
      throw Error(Exit::Usage,
                  fmt::format("the sweep has {} trainings; more than {} are "
                              "not begun",
                              chosen.size() * plan.seeds.size(), mostRuns),
                  "name fewer values or seeds, or draw some: --random N");
    for (size_t index : chosen)
      plan.settings.push_back(settingOf(index));
  }

  /// The last axis changes fastest.
  Setting settingOf(size_t index) const {
    Setting setting;
    for (const Axis &axis : plan.fixed)
      apply(axis, axis.values.empty() ? nullptr : &axis.values[0], setting);
    setting.values.resize(plan.varying.size());
    for (size_t i = plan.varying.size(); i-- > 0;) {
      const Axis &axis = plan.varying[i];
      setting.values[i] = axis.values[index % axis.values.size()];
      index /= axis.values.size();
    }
    for (size_t i = 0; i < plan.varying.size(); ++i) {
      apply(plan.varying[i], &setting.values[i], setting);
      setting.label += fmt::format("{}{}={}", setting.label.empty() ? "" : ",",
                                   plan.varying[i].name, setting.values[i]);
    }
    setting.label = plain(setting.label);
    if (setting.label.empty())
      setting.label = "only";
    if (setting.label.size() > 120)
      setting.label = setting.label.substr(0, 100) + "-" +
                      rt::sha256(setting.label).substr(0, 12);
    return setting;
  }

  void checkSum() {
    std::string all;
    for (const SourceText &source : model.sources)
      all += fmt::format("{}:{}\n", source.text.size(), source.text);
    for (const Setting &setting : plan.settings)
      for (const auto *words : {&setting.compilerWords, &setting.modelWords})
        for (const std::string &word : *words)
          all += word + "\n";
    for (uint64_t seed : plan.seeds)
      all += fmt::format("{} ", seed);
    plan.sum = rt::sha256(all);
  }

  const Call &call;
  const ModelText &model;
  SweepPlan plan;
};

} // namespace

SweepPlan makePlan(const Call &call, const ModelText &model) {
  return Planner(call, model).run();
}

} // namespace dnd::door
