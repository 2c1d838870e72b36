//===- VerbTrain.cpp - train ----------------------------------------------===//
//
// From options to runs: settings, data, one run for each seed, statistics.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Evaluator.h"
#include "runtime/core/File.h"
#include "runtime/core/Repeat.h"
#include "runtime/core/Settings.h"
#include "runtime/core/Signals.h"
#include "runtime/core/Trainer.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"
#include "runtime/report/SeedSummary.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace dnd::rt {
namespace {

class TrainVerb {
public:
  explicit TrainVerb(const VerbContext &context)
      : context(context), model(context.model), options(context.options) {}

  Exit run() {
    model.require("train_step", "be trained");
    if (!model.recipe.present)
      throw Error(
          Exit::Usage,
          fmt::format("network '{}' has no recipe to train by", model.network));
    requireMetrics(model);
    catchStopSignals();
    if (double budget = 0; options.has("max-time")) {
      if (!parseDuration(options.text("max-time"), budget))
        throw Error(
            Exit::Usage,
            fmt::format(
                "--max-time wants a time like 90s, 20min or 3h50m, not '{}'",
                options.text("max-time")));
      deadline = Progress::Clock::now() +
                 std::chrono::duration_cast<Progress::Clock::duration>(
                     std::chrono::duration<double>(std::min(budget, 1e9)));
    }
    if (options.has("max-steps"))
      stepsLeft = options.whole("max-steps", 0, 0);
    if (options.has("repeat"))
      return repeat();
    if (options.has("resume"))
      return resume();
    std::vector<uint64_t> seeds = readSeeds();
    if (seeds.size() > 1)
      return runSeeds(seeds);
    prepareSeed(seeds[0]);
    TrainResult result = startSeed(seeds[0], options.text("out"));
    return result.stopped ? Exit::Stopped : Exit::Ok;
  }

private:
  std::vector<uint64_t> readSeeds() {
    if (!options.has("seeds"))
      return {static_cast<uint64_t>(options.whole("seed", 0, 0))};
    if (options.has("seed"))
      throw Error(Exit::Usage, "--seed and --seeds exclude each other");
    std::vector<uint64_t> seeds;
    std::istringstream list(options.text("seeds"));
    for (std::string item; std::getline(list, item, ',');) {
      int64_t seed;
      if (!parseInteger(item, seed) || seed < 0)
        throw Error(
            Exit::Usage,
            fmt::format(
                "--seeds wants numbers like 1,2,3 or a count like 5, not '{}'",
                options.text("seeds")));
      seeds.push_back(static_cast<uint64_t>(seed));
    }
    if (seeds.size() == 1 &&
        options.text("seeds").find(',') == std::string::npos) {
      uint64_t count = seeds[0];
      if (count < 1 || count > 10000)
        throw Error(Exit::Usage, "--seeds N wants from 1 to 10000 runs");
      seeds.clear();
      for (uint64_t s = 1; s <= count; ++s)
        seeds.push_back(s);
    }
    if (seeds.empty())
      throw Error(Exit::Usage, "--seeds names no seed");
    for (uint64_t seed : seeds)
      if (std::count(seeds.begin(), seeds.end(), seed) > 1)
        throw Error(Exit::Usage, fmt::format("--seeds names {} twice", seed));
    return seeds;
  }

  /// The options of a run, so that --resume needs nothing else.
  static Value settingsOf(const Options &o) {
    Value settings = Value::object();
    for (const auto &[name, list] : o.values) {
      if (name == "resume" || name == "repeat" || name == "out" ||
          name == "quiet" || name == "json" || name == "seeds" ||
          name == "seed" || name == "device" || name == "loaders" ||
          name == "verbose" || name == "max-time" || name == "save-every" ||
          name == "max-steps")
        continue;
      settings.set(name, Value::listOf(list));
    }
    return settings;
  }

  /// The options of a run that is recorded in `run`, of this same model;
  /// `folder` and `verb` ("resume") are for messages. Throws Error(Data).
  Options optionsOf(const Value &run, const std::string &folder,
                    const char *verb) const {
    const Value *network = run.find("network"),
                *hash = run.find("source_sha256"), *seed = run.find("seed"),
                *stored = run.find("options");
    if (!network || !seed || !seed->isInteger() || !stored)
      throw Error(
          Exit::Data,
          fmt::format("'{}/run.json' lacks network, seed or options", folder));
    if (network->text != model.network ||
        (hash && hash->text != model.sourceHash))
      throw Error(
          Exit::Data,
          fmt::format("the run in '{}' was made by another model than this one",
                      folder),
          fmt::format("{} it with the executable that started it", verb));
    if (options.whole("seed", seed->integer, 0) != seed->integer)
      throw Error(
          Exit::Usage,
          fmt::format("--seed cannot change in a {}d run",
                      std::string(verb) == "repeat" ? "repeate" : verb));
    Options then;
    then.verb = options.verb;
    for (const Value::Member &m : stored->members) {
      // Runs of before know the batch by its older name.
      std::string name = m.first == "batch-size" ? "batch" : m.first;
      for (then.values[name]; const Value &v : m.second.items)
        then.values[name].push_back(v.text);
    }
    return then;
  }

  Exit resume() {
    for (const char *name : {"seeds", "out", "weights", "map"})
      if (options.has(name))
        throw Error(Exit::Usage,
                    fmt::format("--{} cannot change in a resumed run", name));
    RunDirectory directory = RunDirectory::open(options.text("resume"));
    Value run = directory.readRun();
    Options then = optionsOf(run, directory.path(), "resume");
    requireSameProgram(run, directory.path(), "resume");
    Options merged = mergeOptions(options, then, model.recipe);
    requireSameOrder(mergeOptions(Options(), then, model.recipe), merged,
                     directory);
    TrainResult result = train(static_cast<uint64_t>(run.find("seed")->integer),
                               merged, directory, &run);
    return result.stopped ? Exit::Stopped : Exit::Ok;
  }

  /// One text gives several programs: -D and --precision tell them apart.
  void requireSameProgram(const Value &run, const std::string &folder,
                          const char *verb) const {
    auto refuse = [&](const std::string &was, const std::string &is) {
      throw Error(
          Exit::Data,
          fmt::format("the run in '{}' was begun by a program compiled "
                      "with {}; this one was compiled with {}",
                      folder, was, is),
          fmt::format("{} it with the executable that started it", verb));
    };
    auto definitions = [](const std::vector<std::string> &list) {
      std::string text;
      for (const std::string &item : list)
        text += fmt::format("{}-D {}", text.empty() ? "" : " ", item);
      return text.empty() ? "no -D" : text;
    };
    std::vector<std::string> then;
    if (const Value *list = run.find("definitions"))
      for (const Value &item : list->items)
        then.push_back(item.text);
    if (then != model.definitions)
      refuse(definitions(then), definitions(model.definitions));
    const Value *settings = run.find("settings");
    const Value *precision = settings ? settings->find("precision") : nullptr;
    if (precision && precision->text != model.precision)
      refuse("--precision=" + precision->text,
             "--precision=" + model.precision);
  }

  /// Trains a finished run once more and holds the weights against its own.
  Exit repeat() {
    std::string old = options.text("repeat");
    for (const auto &[name, value] : options.values)
      if (name != "repeat" && name != "out" && name != "data" &&
          name != "device" && name != "threads" && name != "loaders" &&
          name != "quiet" && name != "verbose" && name != "json" &&
          name != "save-every" && name != "tensorboard")
        throw Error(
            Exit::Usage,
            fmt::format("--{} cannot change in a repeated run", name),
            "what is repeated has the settings of the run; without --repeat "
            "another one is trained");
    Value run = readFinishedRun(old);
    Options then = optionsOf(run, old, "repeat");
    requireSameProgram(run, old, "repeat");
    Options merged = mergeOptions(options, then, model.recipe);
    merged.values.erase("repeat");
    if (!options.has("tensorboard"))
      merged.values.erase("tensorboard");
    auto seed = static_cast<uint64_t>(run.find("seed")->integer);
    prepareData(seed, merged, merged.has("weights") ? weightsPath(merged) : "");
    requireSameFiles(run, old, "");
    RunDirectory directory =
        RunDirectory::create(options.text("out"), model.network, seed);
    TrainResult result = train(seed, merged, directory, nullptr);
    if (result.stopped)
      return Exit::Stopped;
    Repetition found = compareRuns(old, directory.path());
    print(found.text + "\n");
    return found.isEqual ? Exit::Ok : Exit::Failed;
  }

  /// What decides which samples are trained on, and in which order, stays: a
  /// run that went on with others would be none of the two.
  void requireSameOrder(Options then, const Options &now,
                        const RunDirectory &directory) const {
    then.verb = now.verb;
    Recipe before = model.recipe, after = model.recipe;
    applySettings(then, before);
    applySettings(now, after);
    auto refuse = [&](const std::string &what, const std::string &was,
                      const std::string &wanted) {
      throw Error(
          Exit::Usage,
          fmt::format("{} cannot change in a resumed run: it was {}, "
                      "not {}",
                      what, was, wanted),
          fmt::format("begin a new run with these weights: --weights "
                      "{} --out DIR",
                      shellWord(directory.file("weights.safetensors"))));
    };
    if (before.batch != after.batch)
      refuse("the batch size", fmt::format("{}", before.batch),
             fmt::format("{}", after.batch));
    if (before.accumulate != after.accumulate)
      refuse("the number of batches of a step",
             fmt::format("{}", before.accumulate),
             fmt::format("{}", after.accumulate));
    if (before.data.toText() != after.data.toText())
      refuse("the data", before.data.toText(), after.data.toText());
    if (before.normalize.toText() != after.normalize.toText())
      refuse("the normalisation", before.normalize.toText(),
             after.normalize.toText());
    if (double was = then.real("val-split", before.validation),
        wanted = now.real("val-split", after.validation);
        was != wanted)
      refuse("--val-split", exactText(was), exactText(wanted));
    if (std::string was = then.text("monitor"), wanted = now.text("monitor");
        was != wanted)
      refuse("--monitor", was.empty() ? "not given" : was, wanted);
  }

  /// The files that were read must be those that the run was begun with.
  /// `weights` of the run are a way to go on with others, or empty.
  void requireSameFiles(const Value &run, const std::string &folder,
                        const std::string &weights) const {
    const Value *then = run.find("data_files");
    if (!then || !then->isList())
      return;
    auto refuse = [&](const std::string &what) {
      throw Error(
          Exit::Data,
          fmt::format("the data have changed since the run in '{}' was "
                      "begun: {}",
                      folder, what),
          weights.empty()
              ? std::string("bring back the old data (--data)")
              : fmt::format("bring back the old data (--data), or begin a "
                            "new run with these weights: --weights {} --out "
                            "DIR",
                            shellWord(weights)));
    };
    if (then->items.size() != data.files.size())
      refuse(fmt::format("there were {} files, now there are {}",
                         then->items.size(), data.files.size()));
    for (size_t i = 0; i < data.files.size(); ++i) {
      const Value *path = then->items[i].find("path"),
                  *sum = then->items[i].find("sha256"),
                  *bytes = then->items[i].find("bytes");
      const DataFile &now = data.files[i];
      if (path && sum && bytes && sum->text != now.sha256)
        refuse(fmt::format("'{}' of {} bytes is not '{}' of then, of {} bytes",
                           now.path, now.bytes, path->text, bytes->integer));
    }
  }

  /// Reads the data of a new run. It is a step of its own so that mistakes in
  /// settings and data are found before any folder is made.
  void prepareSeed(uint64_t seed) {
    prepareData(seed, options,
                options.has("weights") ? weightsPath(options) : "");
  }

  /// A new run in `out` (empty: a folder with a name of its own), of the data
  /// that prepareSeed read.
  TrainResult startSeed(uint64_t seed, const std::string &out) {
    RunDirectory directory = RunDirectory::create(out, model.network, seed);
    return train(seed, options, directory, nullptr);
  }

  /// What the weights in `source` say about their training data holds here,
  /// too; empty: it is found out.
  void prepareData(uint64_t seed, const Options &o, const std::string &source) {
    recipe = model.recipe;
    numbers = applySettings(o, recipe);
    HyperNumbers check(model);
    for (const auto &[name, value] : numbers)
      check.set(name, value);
    Schedule(recipe.schedule, recipe.epochs, 1);
    DataOptions how;
    how.data = o.text("data");
    how.roots = dataRoots(model, context.executable);
    how.validationSplit = o.share("val-split", recipe.validation);
    how.seed = seed;
    Fitted known;
    if (!source.empty()) {
      known = Fitted::read(model, readTensorFile(source).metadata, source);
      refuseChanges(known, o.list("set"));
      how.fitted = &known;
    }
    data = loadDataset(model, recipe, how);
    patience = o.whole("early-stop", 0, 1);
    monitorLoss = monitorsLoss(o);
  }

  /// The file that says what a run with --weights took over about its data.
  static std::string startOf(const Options &o, const RunDirectory &directory) {
    if (!o.has("weights"))
      return {};
    return directory.isFresh() ? weightsPath(o)
                               : directory.file("last.state.safetensors");
  }

  void startFrom(Trainer &trainer, const Options &o) {
    if (!o.has("weights") && o.has("map"))
      throw Error(Exit::Usage, "--map needs --weights");
    if (!o.has("weights"))
      return trainer.start();
    std::string path = weightsPath(o);
    TensorFile weights = readWeights(o, path, model);
    trainer.start(&weights, path);
  }

  /// `resumed` is the record of the run that goes on, or null.
  TrainResult train(uint64_t seed, const Options &o, RunDirectory &directory,
                    const Value *resumed) {
    if (resumed) {
      prepareData(seed, o, startOf(o, directory));
      requireSameFiles(*resumed, directory.path(),
                       directory.file("weights.safetensors"));
    }
    HyperNumbers hyper(model);
    for (const auto &[name, value] : numbers)
      hyper.set(name, value);
    TrainSettings settings;
    settings.epochs = recipe.epochs;
    settings.batch = recipe.batch;
    settings.accumulate = std::max<int64_t>(recipe.accumulate, 1);
    settings.seed = seed;
    settings.loaders = static_cast<int>(options.whole("loaders", -1, 0, 64));
    settings.quiet = options.has("quiet");
    settings.earlyStop = patience;
    settings.monitorLoss = monitorLoss;
    settings.deadline = deadline;
    settings.stepLimit = stepsLeft;
    settings.logSteps = o.has("log-steps");
    settings.saveEvery = saveEvery(options);
    Trainer trainer(context.device.makeEngine(), data, settings, hyper,
                    recipe.schedule, directory);
    Value record = describeRun(seed, o, hyper);
    if (resumed && !directory.isFresh())
      trainer.resume();
    else
      startFrom(trainer, o);
    if (resumed)
      requireSomethingLeft(*resumed, trainer, directory);
    if (o.has("tensorboard"))
      directory.mirrorTo(o.text("tensorboard"));
    recordOrigin(record, resumed);
    record.set("status", "running");
    // First of all: what is there with it can be resumed.
    directory.writeRun(record);
    writeSources(model.made, directory.path());
    announce(directory, resumed);
    TrainResult result = runRecorded(trainer, record, directory);
    if (stepsLeft)
      *stepsLeft -= trainer.stepsMade();
    record.set("status", result.stopped ? "stopped" : "done");
    record.set("finished", timeText());
    record.set("epochs_done", result.epochs);
    if (result.bestEpoch > 0)
      record.set("best_epoch", result.bestEpoch);
    record.set("stopped_early", result.early);
    record.set("result", result.last);
    directory.writeRun(record);
    finish(directory, seed, result);
    return result;
  }

  /// A run that is done is not touched; one that failed at its end, when all
  /// epochs were saved, has its end left.
  void requireSomethingLeft(const Value &run, const Trainer &trainer,
                            const RunDirectory &directory) const {
    const Value *status = run.find("status");
    if (!status || status->text != "done")
      return;
    if (trainer.finishedEpochs() >= recipe.epochs)
      throw Error(Exit::Usage,
                  fmt::format("the run in '{}' has finished its {} epochs",
                              directory.path(), trainer.finishedEpochs()),
                  "say how many it shall have in all: --epochs N");
    if (trainer.outOfPatience())
      throw Error(
          Exit::Usage,
          fmt::format(
              "the run in '{}' stopped early: nothing better since epoch {}",
              directory.path(), trainer.bestEpochSoFar()),
          "say for how many epochs it shall wait: --early-stop N");
  }

  /// Seconds of --save-every.
  static double saveEvery(const Options &o) {
    double seconds = TrainSettings().saveEvery;
    if (o.has("save-every") &&
        (!parseDuration(o.text("save-every"), seconds) || seconds <= 0))
      throw Error(Exit::Usage,
                  fmt::format("--save-every wants a time like 30s or 10min, "
                              "not '{}'",
                              o.text("save-every")));
    return seconds;
  }

  /// Runs; a failure is recorded, as far as the disk takes it.
  static TrainResult runRecorded(Trainer &trainer, Value record,
                                 RunDirectory &directory) {
    try {
      return trainer.run();
    } catch (const Error &e) {
      record.set("status", "failed");
      record.set("finished", timeText());
      record.set("error", e.message);
      try {
        directory.writeRun(record);
      } catch (const Error &) {
        // The first failure is the one to report.
      }
      throw;
    }
  }

  /// Whether the validation loss decides which weights are the best.
  bool monitorsLoss(const Options &o) {
    for (const char *name : {"early-stop", "monitor"})
      if (o.has(name) && !data.hasValidation)
        throw Error(Exit::Usage,
                    fmt::format("--{} needs a validation part", name),
                    "hold samples back with --val-split 0.1");
    std::string name = o.text("monitor", "val_accuracy");
    if (name != "val_accuracy" && name != "val_loss")
      throw Error(
          Exit::Usage,
          fmt::format("--monitor wants val_accuracy or val_loss, not '{}'",
                      name));
    if (o.has("monitor") && name == "val_accuracy" && !Counters(model).classes)
      throw Error(Exit::Usage,
                  "--monitor val_accuracy needs a network with class labels",
                  "use --monitor val_loss");
    return name == "val_loss";
  }

  Value describeRun(uint64_t seed, const Options &o,
                    const HyperNumbers &hyper) const {
    Value run = Value::object();
    run.set("network", model.network);
    run.set("source", model.source);
    run.set("source_sha256", model.sourceHash);
    if (!model.definitions.empty())
      run.set("definitions", Value::listOf(model.definitions));
    run.set("compiler", model.compiler);
    run.set("march", model.march);
    run.set("seed", static_cast<int64_t>(seed));
    run.set("started", timeText());
    Value settings = Value::object();
    settings.set("epochs", recipe.epochs);
    settings.set("batch", recipe.batch);
    if (recipe.accumulate > 0)
      settings.set("accumulate", recipe.accumulate);
    settings.set("loss", recipe.loss);
    settings.set("optimizer", recipe.optimizer);
    for (const HyperInfo &h : model.hyper)
      if (h.isOfUser() && h.group <= 0)
        settings.set(h.name, hyper.number(h.name, 0));
    settings.set("schedule", recipe.schedule.toText());
    settings.set("precision", model.precision);
    settings.set("data", recipe.data.toText());
    if (!recipe.normalize.empty())
      settings.set("normalize", recipe.normalize.toText());
    if (!recipe.augment.empty())
      settings.set("augment", textOf(recipe.augment));
    settings.set("validation_split", o.real("val-split", recipe.validation));
    for (const auto &[name, value] : hyper.constants())
      settings.setApart(name, "const.", value);
    run.set("settings", std::move(settings));
    run.set("options", settingsOf(o));
    run.set("parameters", model.parameterCount());
    if (model.multiplyAdds)
      run.set("multiply_adds", model.multiplyAdds);
    Value samples = Value::object();
    samples.set("train", data.train.count);
    samples.set("validation", data.validation.count);
    samples.set("test", data.test.count);
    run.set("samples", std::move(samples));
    Value files = Value::list();
    for (const DataFile &f : data.files) {
      Value file = Value::object();
      file.set("path", f.path);
      file.set("bytes", f.bytes);
      file.set("sha256", f.sha256);
      files.push(std::move(file));
    }
    run.set("data_files", std::move(files));
    run.set("host", hostDescription());
    run.set("device", context.device.name());
    return run;
  }

  /// How the run can be made again: texts and options of the model, and the
  /// command lines of all processes that trained it.
  void recordOrigin(Value &record, const Value *resumed) const {
    Value defines = Value::object();
    for (const auto &[name, value] : model.made.defines)
      defines.set(name, value);
    record.set("defines", std::move(defines));
    record.set("compile_options", Value::listOf(model.made.options));
    if (std::string path = placeOfModel(model.made); !path.empty())
      record.set("model", path);
    Value lines = Value::list();
    if (const Value *before =
            resumed ? resumed->find("command_lines") : nullptr)
      lines = *before;
    Value line = Value::object();
    line.set("started", timeText());
    line.set("command", context.commandLine);
    lines.push(std::move(line));
    record.set("command_lines", std::move(lines));
    if (resumed)
      if (const Value *started = resumed->find("started"))
        record.set("started", *started);
  }

  /// Why a program with GPU code does not run on a GPU.
  std::string noGpu() const {
    const std::string &obstacle = context.device.obstacle();
    return obstacle.empty() || !model.cuda()
               ? ""
               : fmt::format(" (no GPU: {})", obstacle);
  }

  void announce(const RunDirectory &directory, bool resuming) const {
    if (options.has("quiet"))
      return;
    tell(fmt::format("{}network {}  {} parameters  data {}: {} train{}{}  "
                     "device {}{}  run {}\n",
                     resuming ? "resuming " : "", model.network,
                     model.parameterCount(), recipe.data.name(),
                     data.train.count,
                     data.hasValidation
                         ? fmt::format(", {} validation", data.validation.count)
                         : std::string(),
                     data.hasTest ? fmt::format(", {} test", data.test.count)
                                  : std::string(),
                     context.device.name(), noGpu(), directory.path()));
  }

  void finish(const RunDirectory &directory, uint64_t seed,
              const TrainResult &result) {
    if (result.stopped) {
      tell(fmt::format("{}stopped after {} epochs; saved in {}\ncontinue with: "
                       "{} train --resume {}\n",
                       stopRequested()                ? ""
                       : stepsLeft && *stepsLeft <= 0 ? "--max-steps: "
                                                      : "the time is up: ",
                       result.epochs, directory.path(),
                       shellWord(context.command),
                       shellWord(directory.path())));
      return;
    }
    if (options.has("json")) {
      Value out = Value::object();
      out.set("seed", static_cast<int64_t>(seed));
      out.set("run", directory.path());
      out.set("weights", directory.file("weights.safetensors"));
      out.set("metrics", result.last);
      print(out.dump() + "\n");
      return;
    }
    std::string text = fmt::format("seed {}", seed);
    if (result.early)
      text += fmt::format("  stopped early after {} epochs, best of epoch {}",
                          result.epochs, result.bestEpoch);
    for (const char *name :
         {"test_loss", "test_accuracy", "test_macro_f1",
          "test_balanced_accuracy", "test_kappa", "test_auc", "bayes_accuracy",
          "test_mse", "test_r2", "val_accuracy", "train_loss", "train_accuracy",
          "train_normalized_margin"})
      if (const Value *v = result.last.find(name))
        text += fmt::format("  {} {:.6g}", name, v->number());
    print(fmt::format("{}\nrun {}  weights {}\n", text, directory.path(),
                      directory.file("weights.safetensors")));
  }

  /// One run for each seed, in a folder of each; those of an earlier call that
  /// are done are taken, those that are not go on.
  Exit runSeeds(const std::vector<uint64_t> &seeds) {
    std::string folder = options.text("out");
    SeedSummary summary;
    for (uint64_t seed : seeds) {
      bool begun = !folder.empty() &&
                   fileExists(fmt::format("{}/s{}/run.json", folder, seed));
      if (!begun)
        prepareSeed(seed);
      if (folder.empty())
        folder = RunDirectory::makeFolder(model.network);
      std::string out = fmt::format("{}/s{}", folder, seed);
      TrainResult result =
          begun ? continueSeed(seed, out) : startSeed(seed, out);
      if (result.stopped)
        return Exit::Stopped;
      summary.add(seed, out, result.last);
    }
    std::string file = folder + "/summary.json";
    writeFile(file, summary.record(model.network).dump(2) + "\n");
    if (options.has("json")) {
      Value all = Value::object();
      all.set("summary", summary.metrics());
      print(all.dump() + "\n");
    } else {
      print(fmt::format("{}summary {}\n", summary.text(), file));
    }
    return Exit::Ok;
  }

  /// The run of a seed that an earlier call began, with the same options.
  TrainResult continueSeed(uint64_t seed, const std::string &folder) {
    RunDirectory directory = RunDirectory::open(folder);
    Value run = directory.readRun();
    Options then = optionsOf(run, folder, "resume");
    requireSameProgram(run, folder, "resume");
    if (run.find("seed")->integer != static_cast<int64_t>(seed) ||
        settingsOf(then).dump() != settingsOf(options).dump())
      throw Error(
          Exit::Output,
          fmt::format("'{}' holds a run with other settings: its options were "
                      "{}, now they are {}",
                      folder, settingsOf(then).dump(),
                      settingsOf(options).dump()),
          "choose another --out; what is trained is never mixed");
    const Value *status = run.find("status"), *result = run.find("result");
    if (status && status->text == "done" && result) {
      if (!options.has("quiet"))
        tell(fmt::format("seed {} is done already: {}\n", seed, folder));
      TrainResult done;
      done.last = *result;
      return done;
    }
    return train(seed, mergeOptions(options, then, model.recipe), directory,
                 &run);
  }

  const VerbContext &context;
  const Model &model;
  const Options &options;
  Recipe recipe;
  std::vector<std::pair<std::string, double>> numbers;
  Dataset data;
  int64_t patience = 0; ///< epochs of --early-stop, or 0
  bool monitorLoss = false;
  std::optional<Progress::Clock::time_point> deadline;
  std::optional<int64_t> stepsLeft; ///< of --max-steps
};

} // namespace

Exit runTrain(const VerbContext &context) { return TrainVerb(context).run(); }

} // namespace dnd::rt
