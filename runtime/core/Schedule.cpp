//===- Schedule.cpp - Numbers of the optimiser at each step ---------------===//
//
// Everything is computed in double and rounded once when it is stored.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Schedule.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dnd::rt {

Schedule::Schedule(const RecipeCall &rule, int64_t epochs,
                   int64_t stepsPerEpoch)
    : epochs(epochs), stepsPerEpoch(std::max<int64_t>(1, stepsPerEpoch)) {
  static constexpr std::pair<std::string_view, Kind> kinds[] = {
      {"constant", Kind::Constant},    {"step", Kind::Step},
      {"multi_step", Kind::MultiStep}, {"exponential", Kind::Exponential},
      {"linear", Kind::Linear},        {"cosine", Kind::Cosine}};
  static_assert(std::size(kinds) ==
                recipe::functionsOf(recipe::Kind::Schedule).size());
  if (rule.empty())
    return;
  kind = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto &k) {
           return k.first == rule.name();
         })->second;
  auto has = [&](std::string_view name) { return rule.function().find(name); };
  warmup = rule.number("warmup");
  if (has("every"))
    every = rule.number("every");
  if (has("factor"))
    gamma = rule.number("factor");
  if (has("min"))
    minimum = rule.number("min");
  if (has("at"))
    milestones = rule.numbers("at");
}

double Schedule::decay(int64_t step) const {
  double epoch = static_cast<double>(step / stepsPerEpoch);
  switch (kind) {
  case Kind::Constant:
    return 1;
  case Kind::Step:
    return std::pow(gamma, std::floor(epoch / every));
  case Kind::MultiStep:
    return std::pow(gamma, static_cast<double>(std::count_if(
                               milestones.begin(), milestones.end(),
                               [&](double at) { return at <= epoch; })));
  case Kind::Exponential:
    return std::pow(gamma, epoch);
  case Kind::Linear:
  case Kind::Cosine: {
    double start = warmup * static_cast<double>(stepsPerEpoch);
    double end = static_cast<double>(epochs * stepsPerEpoch);
    // A warm-up that fills the training leaves nothing to decay.
    if (end <= start)
      return 1;
    double p = (static_cast<double>(step) - start) / (end - start);
    p = std::clamp(p, 0.0, 1.0);
    double falling = kind == Kind::Linear
                         ? 1 - p
                         : 0.5 * (1 + std::cos(std::numbers::pi * p));
    return minimum + (1 - minimum) * falling;
  }
  }
  return 1;
}

double Schedule::factor(int64_t step) const {
  double warmupSteps = warmup * static_cast<double>(stepsPerEpoch);
  double rise = static_cast<double>(step + 1) / std::max(warmupSteps, 1.0);
  return decay(step) * std::min(1.0, rise);
}

//===----------------------------------------------------------------------===//
// HyperNumbers
//===----------------------------------------------------------------------===//

/// The numbers of the recipe's optimiser; of all when it does not say which.
static std::vector<const recipe::Argument *>
optimizerArguments(const Model &model) {
  std::vector<const recipe::Argument *> list;
  const std::string &kind = model.recipe.optimizer;
  for (const recipe::Function &f : recipe::functionsOf(recipe::Kind::Optimizer))
    for (const recipe::Argument &a : f.arguments)
      if ((kind.empty() || kind == f.name) && a.type == recipe::Type::Number)
        list.push_back(&a);
  return list;
}

HyperNumbers::HyperNumbers(const Model &model) : model(model) {
  for (const recipe::Argument *a : optimizerArguments(model))
    base[std::string(a->name)] = a->fallback.number;
  for (const Value::Member &m : model.recipe.optimizerNumbers)
    base[m.first] = m.second.number();
  for (const GroupNumber &n : model.groups[0].numbers)
    if (!n.relative)
      base[n.name] = n.value;
  for (const auto &[name, value] : model.recipe.constants)
    consts[name] = value;
}

bool HyperNumbers::knows(const std::string &name) const {
  return consts.count(name) || reads(name);
}

bool HyperNumbers::reads(const std::string &name) const {
  return std::any_of(model.hyper.begin(), model.hyper.end(),
                     [&](const HyperInfo &h) { return h.name == name; });
}

void HyperNumbers::set(const std::string &which, double value) {
  bool explicitly = which.starts_with("optimizer.");
  std::string name = explicitly ? which.substr(10) : which;
  if (!std::isfinite(value))
    throw Error(Exit::Usage, fmt::format("'{}' must be a finite number", name));
  if (auto found = consts.find(name); !explicitly && found != consts.end()) {
    const std::vector<std::string> &fixed = model.recipe.fixedConstants;
    if (std::find(fixed.begin(), fixed.end(), name) != fixed.end())
      throw Error(Exit::Usage,
                  fmt::format("lines of the recipe other than the loss read "
                              "'{}'; their numbers are compiled in",
                              name),
                  "set the numbers of those lines themselves (optimizer.lr, "
                  "schedule.every, ...), or change the file and compile again");
    if (name.starts_with("clip.") && !(value > 0))
      throw Error(
          Exit::Usage,
          fmt::format("'{}' wants a positive number, not {:.6g}", name, value));
    if (name == "ema.decay" && !recipe::fits(recipe::Range::Share, value))
      throw Error(Exit::Usage,
                  fmt::format("'{}' wants {}, not {:.6g}", name,
                              recipe::wanted(recipe::Range::Share), value));
    found->second = value;
    return;
  }
  if (explicitly ? !reads(name) : !knows(name)) {
    std::vector<std::string> names{"batch", "epochs"};
    for (const auto &entry : consts)
      names.push_back(entry.first);
    for (const HyperInfo &h : model.hyper)
      if (h.isOfUser())
        names.push_back(h.name);
    throw Error(Exit::Usage,
                fmt::format("this model was compiled without a number '{}'; "
                            "optimiser {} does not read it{}",
                            name,
                            model.recipe.optimizer.empty()
                                ? "of the recipe"
                                : model.recipe.optimizer,
                            didYouMean(name, names)),
                "write it in the train block and compile again; 'info' lists "
                "the numbers that can be set");
  }
  for (const recipe::Argument *a : optimizerArguments(model))
    if (a->name == name && !recipe::fits(a->range, value))
      throw Error(Exit::Usage, fmt::format("'{}' wants {}, not {:.6g}", name,
                                           recipe::wanted(a->range), value));
  base[name] = value;
}

double HyperNumbers::number(const std::string &name, int group) const {
  auto found = base.find(name);
  double value = found == base.end() ? 0 : found->second;
  if (group > 0)
    for (const GroupNumber &n :
         model.groups[static_cast<size_t>(group)].numbers)
      if (n.name == name)
        value = n.relative ? value * n.value : n.value;
  return value;
}

double HyperNumbers::ofStep(std::string_view name, int64_t t,
                            const StepPart &part) const {
  if (name == "accumulate.share")
    return part.share;
  if (name == "accumulate.keep")
    return part.isFirst ? 0 : 1;
  if (name == "accumulate.last")
    return part.isLast ? 1 : 0;
  auto decay = consts.find("ema.decay");
  if (!part.isLast || decay == consts.end())
    return 0;
  // The first steps count for more, so that the initial weights are forgotten
  // however short the training is.
  double steps = static_cast<double>(t);
  return 1 - std::min(decay->second, (1 + steps) / (10 + steps));
}

void HyperNumbers::fill(Session &session, int64_t t, double scheduleFactor,
                        const StepPart &part) const {
  for (size_t i = 0; i < model.hyper.size(); ++i) {
    const HyperInfo &h = model.hyper[i];
    double value;
    if (h.name == "bias1" || h.name == "bias2")
      value =
          1 - std::pow(number(h.name == "bias1" ? "beta1" : "beta2", h.group),
                       static_cast<double>(t));
    else if (h.name.starts_with("accumulate.") || h.name == "ema.rest")
      value = ofStep(h.name, t, part);
    else if (h.name.starts_with("const."))
      value = consts.count(h.name.substr(6)) ? consts.at(h.name.substr(6)) : 0;
    else
      value = number(h.name, h.group) * (h.name == "lr" ? scheduleFactor : 1);
    session.setReal(session.hyper, static_cast<int64_t>(i), value);
  }
}

} // namespace dnd::rt
