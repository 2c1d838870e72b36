//===- Compare.cpp - dnd compare: runs side by side -----------------------===//
#include "door/Commands.h"
#include "door/Runs.h"
#include "door/Statistics.h"
#include "runtime/core/Verbs.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace dnd::door {

using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

std::string shown(const Value &value) {
  return value.isString() ? value.text : value.dump();
}

/// What was said about a run, by name, as texts.
std::map<std::string, std::string> settingsOf(const Run &run) {
  std::map<std::string, std::string> all;
  for (const char *name : {"network", "source", "source_sha256", "compiler",
                           "march", "parameters", "device"})
    if (const Value *value = run.record.find(name))
      all[name] = shown(*value);
  if (const Value *settings = run.record.find("settings"))
    for (const Value::Member &m : settings->members)
      all[m.first] = shown(m.second);
  if (const Value *defines = run.record.find("defines"))
    for (const Value::Member &m : defines->members)
      all["-D " + m.first] = shown(m.second);
  return all;
}

class Comparison {
public:
  explicit Comparison(const Call &call) : call(call) {
    if (call.positionals.size() < 2)
      throw Error(Exit::Usage, "'dnd compare' needs at least two runs",
                  "see 'dnd compare --help'");
    for (const std::string &path : call.positionals)
      groups.push_back(readGroup(path));
    level = call.options.real("level", 0.95);
    if (!(level > 0 && level < 1))
      throw Error(Exit::Usage,
                  fmt::format("--level wants a number between 0 and 1, not {}",
                              call.options.text("level")));
    metric = chooseMetric();
  }

  Exit run() {
    Value out = Value::object();
    out.set("metric", metric);
    std::string text = differences(out) + results(out) + curves() +
                       paired(out) + warnings(out);
    rt::print(call.options.has("json") ? out.dump(2) + "\n" : text);
    return Exit::Ok;
  }

private:
  std::string chooseMetric() const {
    std::vector<std::string> names;
    if (call.options.has("metric"))
      names = {call.options.text("metric")};
    else
      names = {"test_accuracy", "test_loss", "val_accuracy", "val_loss",
               "train_loss"};
    for (const std::string &name : names) {
      bool everywhere = true;
      for (const RunGroup &group : groups)
        for (const Run &run : group.runs)
          everywhere = everywhere && run.result(name);
      if (everywhere)
        return name;
    }
    for (const RunGroup &group : groups)
      for (const Run &run : group.runs)
        if (run.status() != "done" && !run.record.find("result"))
          throw Error(Exit::Data,
                      fmt::format("the run in '{}' is not finished ({})",
                                  run.path, run.status()),
                      fmt::format("finish it: dnd train --resume {}",
                                  rt::shellWord(run.path)));
    std::string known;
    if (const Value *result = groups[0].runs[0].record.find("result"))
      for (const Value::Member &m : result->members)
        known += (known.empty() ? "" : ", ") + m.first;
    throw Error(Exit::Usage,
                call.options.has("metric")
                    ? fmt::format("not all runs have the metric '{}'", names[0])
                    : "the runs have no metric in common",
                fmt::format("'{}' has {}", groups[0].runs[0].path, known));
  }

  bool isLess() const {
    return metric.find("loss") != std::string::npos ||
           metric.find("mse") != std::string::npos ||
           metric.find("mae") != std::string::npos;
  }

  std::string differences(Value &out) const {
    std::vector<std::map<std::string, std::string>> all;
    for (const RunGroup &group : groups)
      all.push_back(settingsOf(group.runs.front()));
    std::map<std::string, bool> names;
    for (const auto &settings : all)
      for (const auto &[name, value] : settings)
        names[name];
    std::vector<std::vector<std::string>> rows;
    Value list = Value::object();
    for (const auto &[name, unused] : names) {
      std::vector<std::string> row{name};
      for (const auto &settings : all) {
        auto found = settings.find(name);
        std::string value = found == settings.end() ? "-" : found->second;
        if (name == "source_sha256")
          value = value.substr(0, 12);
        row.push_back(value);
      }
      if (std::equal(row.begin() + 2, row.end(), row.begin() + 1))
        continue;
      list.set(name, Value::listOf(
                         std::vector<std::string>(row.begin() + 1, row.end())));
      rows.push_back(std::move(row));
    }
    out.set("differences", std::move(list));
    if (rows.empty())
      return "settings: all equal\n";
    std::vector<std::string> heading{"settings"};
    for (size_t i = 0; i < groups.size(); ++i)
      heading.push_back(letter(i));
    rows.insert(rows.begin(), heading);
    return tableText(rows);
  }

  static std::string letter(size_t i) {
    return i < 26 ? std::string(1, static_cast<char>('A' + i))
                  : fmt::format("R{}", i + 1);
  }

  std::vector<double> numbersOf(const RunGroup &group) const {
    std::vector<double> numbers;
    for (const Run &run : group.runs)
      numbers.push_back(*run.result(metric));
    return numbers;
  }

  std::string results(Value &out) const {
    std::vector<std::vector<std::string>> rows{
        {"", "runs", metric, "sample std", "n"}};
    Value list = Value::list();
    for (size_t i = 0; i < groups.size(); ++i) {
      Summary s = summarise(numbersOf(groups[i]));
      rows.push_back({letter(i), groups[i].path, fmt::format("{:.6g}", s.mean),
                      s.n > 1 ? fmt::format("{:.3g}", s.deviation) : "-",
                      fmt::format("{}", s.n)});
      Value one = Value::object();
      one.set("path", groups[i].path);
      one.set("mean", s.mean);
      if (s.n > 1)
        one.set("std", s.deviation);
      one.set("n", static_cast<int64_t>(s.n));
      list.push(std::move(one));
    }
    out.set("runs", std::move(list));
    return "\n" + tableText(rows);
  }

  /// The mean curve of each group, all on one scale.
  std::string curves() const {
    std::vector<std::vector<double>> means;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const RunGroup &group : groups) {
      std::vector<double> sum;
      size_t length = SIZE_MAX;
      for (const Run &run : group.runs)
        length = std::min(length, run.epochs.size());
      sum.assign(length, 0);
      for (const Run &run : group.runs) {
        std::vector<double> curve = run.curve(metric);
        for (size_t i = 0; i < length; ++i)
          sum[i] += curve[i] / static_cast<double>(group.runs.size());
      }
      for (double x : sum)
        if (std::isfinite(x)) {
          low = std::min(low, x);
          high = std::max(high, x);
        }
      means.push_back(std::move(sum));
    }
    if (!(low <= high))
      return "";
    std::string text = fmt::format("\n{} by epoch, from {:.4g} to {:.4g}\n",
                                   metric, low, high);
    for (size_t i = 0; i < means.size(); ++i)
      text += fmt::format("{}  {}  {} epochs\n", letter(i),
                          sparkline(means[i], low, high), means[i].size());
    return text;
  }

  std::string paired(Value &out) const {
    std::string text = fmt::format(
        "\n{} of pairs of the same seed, difference to A, with its {:g} % "
        "interval (bootstrap)\n",
        metric, 100 * level);
    std::vector<std::vector<std::string>> rows;
    Value list = Value::list();
    for (size_t i = 1; i < groups.size(); ++i) {
      std::vector<double> pairs;
      for (const Run &run : groups[i].runs)
        for (const Run &other : groups[0].runs)
          if (run.seed() == other.seed()) {
            pairs.push_back(*run.result(metric) - *other.result(metric));
            break;
          }
      Value one = Value::object();
      one.set("path", groups[i].path);
      one.set("pairs", static_cast<int64_t>(pairs.size()));
      std::string name = letter(i) + " - A";
      if (pairs.size() < 2) {
        rows.push_back({name,
                        pairs.empty() ? "no seed in common"
                                      : fmt::format("{:+.6g}", pairs[0]),
                        pairs.empty() ? "" : "one pair: no interval"});
        if (!pairs.empty())
          one.set("difference", pairs[0]);
      } else {
        Summary s = summarise(pairs);
        Interval ci = bootstrapMean(pairs, level);
        std::string verdict =
            ci.low <= 0 && ci.high >= 0 ? "no difference shown"
            : (s.mean > 0) == isLess()  ? "A is better"
                                        : letter(i) + " is better";
        rows.push_back({name, fmt::format("{:+.6g}", s.mean),
                        fmt::format("[{:+.4g}, {:+.4g}]", ci.low, ci.high),
                        fmt::format("n = {}", s.n), verdict});
        one.set("difference", s.mean);
        one.set("low", ci.low);
        one.set("high", ci.high);
      }
      list.push(std::move(one));
    }
    out.set("paired", std::move(list));
    return text + tableText(rows);
  }

  std::string warnings(Value &out) const {
    std::string text;
    Value list = Value::list();
    auto countOf = [](const RunGroup &group) {
      const Value *count = group.runs[0].record.find("parameters");
      return count ? count->number() : 0.0;
    };
    auto warn = [&](const std::string &sentence) {
      list.push(sentence);
      text += "note: " + sentence + "\n";
    };
    double first = countOf(groups[0]);
    for (size_t i = 1; i < groups.size(); ++i) {
      double count = countOf(groups[i]);
      if (first > 0 && std::abs(count - first) > 0.01 * first)
        warn(fmt::format("{} has {:+.1f} % of A's parameters ({} against {}); "
                         "'dnd baseline' makes networks of one size",
                         letter(i), 100 * (count - first) / first, count,
                         first));
    }
    for (size_t i = 0; i < groups.size(); ++i)
      for (const Run &run : groups[i].runs)
        if (run.status() != "done")
          warn(fmt::format("the run in '{}' is not finished ({})", run.path,
                           run.status()));
    out.set("notes", std::move(list));
    return text.empty() ? "" : "\n" + text;
  }

  const Call &call;
  std::vector<RunGroup> groups;
  std::string metric;
  double level = 0.95;
};

} // namespace

rt::Exit runCompare(const Call &call) { return Comparison(call).run(); }

} // namespace dnd::door
