//===- Sweep.cpp - dnd sweep: a grid of trainings -------------------------===//
//
// A training is a process of the compiled model with a run folder of its own;
// the folders alone say what is done, so that a sweep goes on after any stop.
//
//===----------------------------------------------------------------------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/Process.h"
#include "door/Runs.h"
#include "door/Statistics.h"
#include "door/SweepPlan.h"
#include "runtime/core/File.h"
#include "runtime/core/Signals.h"
#include "runtime/core/Verbs.h"
#include "runtime/report/Progress.h"
#include "runtime/report/RunDirectory.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

struct Training {
  size_t setting = 0;
  uint64_t seed = 0;
  std::string folder, log;
  pid_t process = 0;
  int code = -1; ///< less than 0: not run by this process
};

class Sweep {
public:
  explicit Sweep(const Call &call)
      : call(call), model(readModelText(onlyWord(call, "a model file"))),
        plan(makePlan(call, model)), begin(Clock::now()) {}

  Exit run() {
    rt::catchStopSignals();
    openFolder();
    holdBack();
    if (int code = compileAll())
      return static_cast<Exit>(code);
    listTrainings();
    trainAll();
    if (rt::stopRequested()) {
      rt::tell(fmt::format("stopped: {} of {} trainings are done; the same "
                           "command continues\n",
                           doneCount(), trainings.size()));
      return Exit::Stopped;
    }
    return summarise();
  }

private:
  using Clock = std::chrono::steady_clock;

  void openFolder() {
    std::string stem = fs::path(model.path).stem().string();
    folder = call.options.text(
        "out", fmt::format("sweeps/{}-{}", stem, plan.sum.substr(0, 8)));
    rt::makeDirectories(folder);
    lock.emplace(folder);
    std::string path = folder + "/sweep.json";
    Value record = Value::object();
    Value lines = Value::list();
    if (rt::fileExists(path)) {
      std::string error;
      Value before;
      if (!rt::parseJson(rt::readFile(path, 1 << 26), before, error) ||
          !before.find("plan"))
        throw Error(Exit::Data,
                    fmt::format("'{}' is damaged: {}", path, error));
      if (before.find("plan")->text != plan.sum)
        throw Error(Exit::Output,
                    fmt::format("'{}' holds another sweep (other text, "
                                "settings or seeds)",
                                folder),
                    "choose another --out; what is trained is never mixed");
      if (const Value *old = before.find("command_lines"))
        lines = *old;
    } else if (!fs::is_empty(folder) && !hasOnlyLock()) {
      throw Error(Exit::Output,
                  fmt::format("the folder '{}' is not empty and holds no "
                              "sweep",
                              folder),
                  "choose another --out");
    }
    std::string line = "dnd sweep";
    for (const std::string &word : call.words)
      line += " " + rt::shellWord(word);
    lines.push(line);
    record.set("model", model.path);
    record.set("plan", plan.sum);
    record.set("command_lines", std::move(lines));
    Value axes = Value::object();
    for (const Axis &axis : plan.varying)
      axes.set(axis.name, Value::listOf(axis.values));
    record.set("varying", std::move(axes));
    Value seeds = Value::list();
    for (uint64_t seed : plan.seeds)
      seeds.push(static_cast<int64_t>(seed));
    record.set("seeds", std::move(seeds));
    rt::writeFile(path, record.dump(2) + "\n");
    rt::makeDirectories(folder + "/logs");
  }

  bool hasOnlyLock() const {
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
      if (entry.path().filename() != rt::RunLock::fileName)
        return false;
    return true;
  }

  /// A choice needs samples that are neither trained on nor tested on.
  void holdBack() {
    for (const std::vector<Axis> *list : {&plan.varying, &plan.fixed})
      for (const Axis &axis : *list)
        if (axis.name == "val-split")
          return;
    std::string network = call.options.text("network");
    for (const ModelRecipe &recipe : model.recipes)
      if (network.empty() || recipe.network == network)
        for (const RecipeLine &line : recipe.lines)
          if (line.key == "validation")
            return;
    for (Setting &setting : plan.settings)
      setting.modelWords.insert(setting.modelWords.end(),
                                {"--val-split", "0.1"});
    rt::tell("the recipe has no validation part: a tenth of the training "
             "samples is held back (--val-split 0.1)\n");
  }

  /// The code of the compiler.
  int compileAll() {
    std::map<std::vector<std::string>, std::string> made;
    for (const Setting &setting : plan.settings) {
      std::string &program = made[setting.compilerWords];
      if (program.empty()) {
        Built built =
            build(model, setting.compilerWords, call.options.has("quiet"));
        if (built.code) {
          rt::tell(fmt::format("error: the setting {} does not compile; "
                               "nothing was trained\n",
                               setting.label));
          return built.code;
        }
        program = built.program;
      }
      programs.push_back(program);
      if (rt::stopRequested())
        return static_cast<int>(Exit::Stopped);
    }
    return 0;
  }

  void listTrainings() {
    for (size_t i = 0; i < plan.settings.size(); ++i)
      for (uint64_t seed : plan.seeds) {
        const std::string &label = plan.settings[i].label;
        trainings.push_back(
            {i, seed, fmt::format("{}/{}/s{}", folder, label, seed),
             fmt::format("{}/logs/{}-s{}.log", folder, label, seed), 0, -1});
      }
  }

  static bool isDone(const Training &training) {
    if (!rt::fileExists(training.folder + "/run.json"))
      return false;
    try {
      return readRun(training.folder).status() == "done";
    } catch (const Error &) {
      return false;
    }
  }

  size_t doneCount() const {
    return static_cast<size_t>(
        std::count_if(trainings.begin(), trainings.end(), isDone));
  }

  void trainAll() {
    auto processors =
        static_cast<int64_t>(std::max(1u, std::thread::hardware_concurrency()));
    int64_t threads = call.options.whole("threads", 0, 1, 4096);
    int64_t jobs =
        call.options.whole("jobs",
                           threads ? std::max<int64_t>(1, processors / threads)
                                   : std::min<int64_t>(2, processors),
                           1, 1024);
    if (!threads)
      threads = std::max<int64_t>(1, processors / jobs);
    std::vector<Training *> waiting, running;
    for (Training &training : trainings)
      if (!isDone(training))
        waiting.push_back(&training);
    finished = trainings.size() - waiting.size();
    if (finished && !call.options.has("quiet"))
      rt::tell(fmt::format("{} of {} trainings are done already\n", finished,
                           trainings.size()));
    std::reverse(waiting.begin(), waiting.end());
    bool isAskedToStop = false;
    while (!waiting.empty() || !running.empty()) {
      if (rt::stopRequested() && !isAskedToStop) {
        isAskedToStop = true;
        waiting.clear();
        for (Training *training : running)
          ::kill(training->process, SIGTERM);
      }
      while (static_cast<int64_t>(running.size()) < jobs && !waiting.empty()) {
        startOne(*waiting.back(), threads);
        running.push_back(waiting.back());
        waiting.pop_back();
      }
      collect(running);
      showTable(running);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    clearTable();
  }

  void startOne(Training &training, int64_t threads) {
    const Setting &setting = plan.settings[training.setting];
    std::vector<std::string> words{programs[training.setting], "train",
                                   "--quiet"};
    if (rt::fileExists(training.folder + "/run.json")) {
      words.insert(words.end(), {"--resume", training.folder});
    } else {
      words.insert(words.end(), setting.modelWords.begin(),
                   setting.modelWords.end());
      words.insert(words.end(), {"--seed", fmt::format("{}", training.seed),
                                 "--out", training.folder});
    }
    if (!call.options.has("threads"))
      words.insert(words.end(), {"--threads", fmt::format("{}", threads)});
    training.process = start({words, training.log, true});
  }

  void collect(std::vector<Training *> &running) {
    for (size_t i = 0; i < running.size();) {
      Training &training = *running[i];
      int status = 0;
      if (::waitpid(training.process, &status, WNOHANG) != training.process) {
        ++i;
        continue;
      }
      training.code = exitCodeOf(status);
      running.erase(running.begin() + static_cast<ptrdiff_t>(i));
      ++finished;
      if (training.code == static_cast<int>(Exit::Stopped))
        continue;
      if (training.code)
        say(fmt::format("FAILED {} seed {}: {}",
                        plan.settings[training.setting].label, training.seed,
                        lastError(training)));
      else
        say(fmt::format("[{}/{}] {} seed {}  {}", finished, trainings.size(),
                        plan.settings[training.setting].label, training.seed,
                        resultText(training)));
    }
  }

  static std::string lastError(const Training &training) {
    std::string text, found = fmt::format("code {}", training.code);
    try {
      text = rt::readFile(training.log, 1 << 26);
    } catch (const Error &) {
      return found;
    }
    size_t at = text.rfind("error: ");
    if (at != std::string::npos)
      found = text.substr(at + 7, text.find('\n', at) - at - 7);
    return found;
  }

  std::string resultText(const Training &training) const {
    Run run = readRun(training.folder);
    for (const char *name : {"val_accuracy", "val_loss", "train_loss"})
      if (std::optional<double> x = run.result(name))
        return fmt::format("{} {:.6g}", name, *x);
    return "";
  }

  void say(const std::string &line) {
    if (call.options.has("quiet") && !line.starts_with("FAILED"))
      return;
    clearTable();
    rt::tell(line + "\n");
  }

  /// One line for each training that runs, renewed on a terminal.
  void showTable(const std::vector<Training *> &running) {
    if (call.options.has("quiet") || !::isatty(STDERR_FILENO))
      return;
    Clock::time_point now = Clock::now();
    if (now - shownAt < std::chrono::milliseconds(500))
      return;
    shownAt = now;
    std::vector<std::vector<std::string>> rows;
    for (const Training *training : running) {
      std::string epoch = "starts", value;
      if (rt::fileExists(training->folder + "/run.json")) {
        try {
          Run run = readRun(training->folder);
          const Value *settings = run.record.find("settings");
          const Value *epochs = settings ? settings->find("epochs") : nullptr;
          epoch = fmt::format("epoch {}/{}", run.epochs.size(),
                              epochs ? epochs->integer : 0);
          for (const char *name : {"val_accuracy", "val_loss", "train_loss"}) {
            std::vector<double> curve = run.curve(name);
            if (!curve.empty() && std::isfinite(curve.back())) {
              value = fmt::format("{} {:.4f}", name, curve.back());
              break;
            }
          }
        } catch (const Error &) {
          epoch = "starts";
        }
      }
      rows.push_back({plan.settings[training->setting].label,
                      fmt::format("seed {}", training->seed), epoch, value});
    }
    double seconds = std::chrono::duration<double>(now - begin).count();
    std::string text = tableText(rows) + fmt::format("{} of {} done  {}\n",
                                                     finished, trainings.size(),
                                                     rt::durationText(seconds));
    clearTable();
    std::fwrite(text.data(), 1, text.size(), stderr);
    shownLines =
        static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  void clearTable() {
    for (; shownLines > 0; --shownLines)
      std::fputs("\033[A\033[2K", stderr);
  }

  struct Row {
    size_t setting = 0;
    std::map<std::string, Summary> metrics;
    double parameters = 0, arithmetic = 0;
    size_t failed = 0;
  };

  std::vector<Row> rowsOfSummary() const {
    std::vector<Row> rows;
    for (size_t i = 0; i < plan.settings.size(); ++i) {
      Row row;
      row.setting = i;
      std::map<std::string, std::vector<double>> numbers;
      for (const Training &training : trainings) {
        if (training.setting != i)
          continue;
        if (!isDone(training)) {
          ++row.failed;
          continue;
        }
        Run run = readRun(training.folder);
        double seconds = 0;
        for (double s : run.curve("seconds"))
          seconds += s;
        numbers["seconds"].push_back(seconds);
        if (const Value *result = run.record.find("result"))
          for (const Value::Member &m : result->members)
            if (m.second.isNumber() &&
                (m.first.starts_with("val_") || m.first.starts_with("train_") ||
                 m.first.starts_with("test_")))
              numbers[m.first].push_back(m.second.number());
        if (const Value *count = run.record.find("parameters"))
          row.parameters = count->number();
        if (const Value *count = run.record.find("multiply_adds"))
          row.arithmetic = count->number();
      }
      for (const auto &[name, list] : numbers)
        row.metrics[name] = dnd::door::summarise(list);
      rows.push_back(std::move(row));
    }
    return rows;
  }

  /// The metric of the choice, or empty when there is no validation part.
  static std::string choiceMetric(const std::vector<Row> &rows) {
    for (const char *name : {"val_accuracy", "val_loss"})
      for (const Row &row : rows)
        if (row.metrics.count(name))
          return name;
    return {};
  }

  Exit summarise() {
    std::vector<Row> rows = rowsOfSummary();
    std::string metric = choiceMetric(rows);
    bool isLoss = metric == "val_loss";
    size_t failed = 0;
    for (const Row &row : rows)
      failed += row.failed;
    auto score = [&](const Row &row) {
      auto found = row.metrics.find(metric);
      double x = found == row.metrics.end() || row.failed
                     ? (isLoss ? HUGE_VAL : -HUGE_VAL)
                     : found->second.mean;
      return isLoss ? -x : x;
    };
    if (!metric.empty())
      std::sort(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
        return std::make_pair(-score(a), a.setting) <
               std::make_pair(-score(b), b.setting);
      });
    bool isChosen = !metric.empty() && !rows.empty() && !rows[0].failed;
    writeCsv(rows, isChosen);
    Value out = summaryValue(rows, metric, isChosen);
    rt::writeFile(folder + "/summary.json", out.dump(2) + "\n");
    if (call.options.has("json"))
      rt::print(out.dump(2) + "\n");
    else
      rt::print(summaryText(rows, metric, isChosen));
    std::fflush(stdout);
    if (failed)
      rt::tell(fmt::format("error: {} of {} trainings failed; their messages "
                           "are in {}/logs\n",
                           failed, trainings.size(), folder));
    return failed ? Exit::Failed : Exit::Ok;
  }

  static std::vector<std::string> metricNames(const std::vector<Row> &rows) {
    std::vector<std::string> names;
    for (const Row &row : rows)
      for (const auto &[name, summary] : row.metrics)
        if (std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
  }

  static std::string cell(const std::string &text) {
    if (text.find_first_of(",\"\n") == std::string::npos)
      return text;
    std::string out = "\"";
    for (char c : text)
      out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
  }

  void writeCsv(const std::vector<Row> &rows, bool isChosen) const {
    std::vector<std::string> names = metricNames(rows);
    std::string text;
    for (const Axis &axis : plan.varying)
      text += cell(axis.name) + ",";
    text += "n,failed,chosen,parameters,multiply_adds";
    for (const std::string &name : names)
      text += fmt::format(",{0}_mean,{0}_std", name);
    text += "\n";
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row &row = rows[i];
      for (const std::string &value : plan.settings[row.setting].values)
        text += cell(value) + ",";
      bool chosen = isChosen && i == 0;
      text += fmt::format(
          "{},{},{},{:.0f},{}", plan.seeds.size() - row.failed, row.failed,
          chosen ? 1 : 0, row.parameters,
          row.arithmetic > 0 ? fmt::format("{:.0f}", row.arithmetic) : "");
      for (const std::string &name : names) {
        auto found = row.metrics.find(name);
        // The test part is for what was chosen without it.
        bool isHidden = name.starts_with("test_") && !chosen;
        if (found == row.metrics.end() || isHidden) {
          text += ",,";
          continue;
        }
        const Summary &s = found->second;
        text += fmt::format(",{},{}", rt::exactText(s.mean),
                            s.n > 1 ? rt::exactText(s.deviation) : "");
      }
      text += "\n";
    }
    rt::writeFile(folder + "/summary.csv", text);
  }

  Value summaryValue(const std::vector<Row> &rows, const std::string &metric,
                     bool isChosen) const {
    Value out = Value::object();
    out.set("folder", folder);
    out.set("choice_by", metric);
    Value list = Value::list();
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row &row = rows[i];
      Value one = Value::object();
      Value values = Value::object();
      for (size_t k = 0; k < plan.varying.size(); ++k)
        values.set(plan.varying[k].name, plan.settings[row.setting].values[k]);
      one.set("setting", std::move(values));
      one.set("runs",
              fmt::format("{}/{}", folder, plan.settings[row.setting].label));
      one.set("parameters", static_cast<int64_t>(row.parameters));
      one.set("failed", static_cast<int64_t>(row.failed));
      one.set("chosen", isChosen && i == 0);
      for (const auto &[name, s] : row.metrics) {
        if (name.starts_with("test_") && !(isChosen && i == 0))
          continue;
        Value numbers = Value::object();
        numbers.set("mean", s.mean);
        if (s.n > 1)
          numbers.set("std", s.deviation);
        numbers.set("n", static_cast<int64_t>(s.n));
        one.set(name, std::move(numbers));
      }
      list.push(std::move(one));
    }
    out.set("settings", std::move(list));
    return out;
  }

  static std::string spread(const Summary &s) {
    return s.n > 1 ? fmt::format("{:.6g} (std {:.2g}, n = {})", s.mean,
                                 s.deviation, s.n)
                   : fmt::format("{:.6g} (n = 1)", s.mean);
  }

  std::string summaryText(const std::vector<Row> &rows,
                          const std::string &metric, bool isChosen) const {
    constexpr size_t mostShown = 20;
    std::vector<std::vector<std::string>> table(1);
    for (const Axis &axis : plan.varying)
      table[0].push_back(axis.name);
    std::string shown = metric.empty() ? "train_loss" : metric;
    for (const std::string &name :
         {shown, std::string("parameters"), std::string("seconds")})
      table[0].push_back(name);
    for (size_t i = 0; i < std::min(rows.size(), mostShown); ++i) {
      const Row &row = rows[i];
      std::vector<std::string> cells = plan.settings[row.setting].values;
      auto found = row.metrics.find(shown);
      cells.push_back(row.failed ? fmt::format("{} failed", row.failed)
                      : found == row.metrics.end() ? "-"
                                                   : spread(found->second));
      cells.push_back(fmt::format("{:.0f}", row.parameters));
      auto seconds = row.metrics.find("seconds");
      cells.push_back(seconds == row.metrics.end()
                          ? "-"
                          : fmt::format("{:.2f}", seconds->second.mean));
      table.push_back(std::move(cells));
    }
    std::string text = tableText(table);
    if (rows.size() > mostShown)
      text += fmt::format("and {} more\n", rows.size() - mostShown);
    text += "\n";
    if (isChosen) {
      const Setting &best = plan.settings[rows[0].setting];
      text += fmt::format("chosen by {}: {}\n", metric, best.label);
      for (const auto &[name, s] : rows[0].metrics)
        if (name.starts_with("test_"))
          text += fmt::format("  {} {}\n", name, spread(s));
      text += fmt::format("  runs {}/{}\n", folder, best.label);
    } else if (metric.empty()) {
      text += "nothing is chosen: the runs have no validation part "
              "(--val-split 0.1)\n";
    }
    return text + fmt::format("summary {}/summary.csv\n", folder);
  }

  const Call &call;
  ModelText model;
  SweepPlan plan;
  Clock::time_point begin, shownAt{};
  std::string folder;
  std::optional<rt::RunLock> lock;
  std::vector<std::string> programs; ///< of each setting
  std::vector<Training> trainings;
  size_t finished = 0, shownLines = 0;
};

} // namespace

rt::Exit runSweep(const Call &call) { return Sweep(call).run(); }

} // namespace dnd::door
