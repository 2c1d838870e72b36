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

Schedule::Schedule(const Rule &rule, int64_t epochs, int64_t stepsPerEpoch)
    : epochs(epochs), stepsPerEpoch(std::max<int64_t>(1, stepsPerEpoch)) {
  const std::string &fn = rule.fn;
  warmup = rule.number("warmup", fn == "cosine" ? 0 : 99, 0);
  if (fn.empty() || fn == "constant") {
    kind = Kind::Constant;
  } else if (fn == "step") {
    kind = Kind::Step;
    every = rule.number("every", 0, 30);
    gamma = rule.number("factor", 1, 0.1);
  } else if (fn == "multi_step") {
    kind = Kind::MultiStep;
    if (const Value *at = rule.find("at", 0)) {
      if (at->isNumber())
        milestones.push_back(at->number());
      for (const Value &v : at->items)
        milestones.push_back(v.number());
    }
    gamma = rule.number("factor", 1, 0.1);
  } else if (fn == "exponential") {
    kind = Kind::Exponential;
    gamma = rule.number("factor", 0, 0.95);
  } else if (fn == "linear") {
    kind = Kind::Linear;
    minimum = rule.number("min", 0, 0);
  } else if (fn == "cosine") {
    kind = Kind::Cosine;
    minimum = rule.number("min", 1, 0);
  } else {
    throw Error(
        Exit::Data,
        fmt::format("there is no schedule '{}'{}", fn,
                    didYouMean(fn, {"constant", "step", "multi_step",
                                    "exponential", "linear", "cosine"})));
  }
  bool known = std::isfinite(every + warmup + gamma + minimum);
  if (!known || !(every > 0) || !(warmup >= 0) || gamma < 0 || minimum < 0)
    throw Error(Exit::Usage,
                fmt::format("schedule {}: 'every' must be positive, the other "
                            "numbers not negative",
                            rule.toText()));
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
    double p =
        end > start ? (static_cast<double>(step) - start) / (end - start) : 1;
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

HyperNumbers::HyperNumbers(const Model &model)
    : model(model), base{{"lr", 0.01},   {"momentum", 0},  {"weight_decay", 0},
                         {"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}} {
  for (const Value::Member &m : model.recipe.optimizerNumbers)
    base[m.first] = m.second.number();
  for (const GroupNumber &n : model.groups[0].numbers)
    if (!n.relative)
      base[n.name] = n.value;
  for (const auto &[name, value] : model.recipe.constants)
    consts[name] = value;
}

bool HyperNumbers::knows(const std::string &name) const {
  if (consts.count(name))
    return true;
  for (const HyperInfo &h : model.hyper)
    if (h.name == name)
      return true;
  return false;
}

void HyperNumbers::set(const std::string &name, double value) {
  if (!std::isfinite(value))
    throw Error(Exit::Usage, fmt::format("'{}' must be a finite number", name));
  if (auto found = consts.find(name); found != consts.end()) {
    const std::vector<std::string> &fixed = model.recipe.fixedConstants;
    if (std::find(fixed.begin(), fixed.end(), name) != fixed.end())
      throw Error(Exit::Usage,
                  fmt::format("lines of the recipe other than the loss read "
                              "'{}'; their numbers are compiled in",
                              name),
                  "set the numbers of those lines themselves (lr, "
                  "schedule.every, ...), or change the file and compile again");
    found->second = value;
    return;
  }
  if (!knows(name)) {
    std::vector<std::string> names;
    for (const auto &entry : consts)
      names.push_back(entry.first);
    for (const HyperInfo &h : model.hyper)
      if (!h.name.starts_with("const.") && !h.name.starts_with("bias"))
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
  if (name == "lr" && value < 0)
    throw Error(Exit::Usage, "the learning rate must not be negative");
  if ((name == "weight_decay" || name == "eps") && value < 0)
    throw Error(Exit::Usage, fmt::format("'{}' must not be negative", name));
  if ((name == "momentum" || name == "beta1" || name == "beta2") &&
      !(value >= 0 && value < 1))
    throw Error(Exit::Usage,
                fmt::format("'{}' wants a number from 0 to below 1", name));
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

void HyperNumbers::fill(Session &session, int64_t t,
                        double scheduleFactor) const {
  for (size_t i = 0; i < model.hyper.size(); ++i) {
    const HyperInfo &h = model.hyper[i];
    double value;
    if (h.name == "bias1" || h.name == "bias2")
      value =
          1 - std::pow(number(h.name == "bias1" ? "beta1" : "beta2", h.group),
                       static_cast<double>(t));
    else if (h.name.starts_with("const."))
      value = consts.count(h.name.substr(6)) ? consts.at(h.name.substr(6)) : 0;
    else
      value = number(h.name, h.group) * (h.name == "lr" ? scheduleFactor : 1);
    session.setReal(session.hyper, static_cast<int64_t>(i), value);
  }
}

} // namespace dnd::rt
