//===- Trainer.cpp - The training loop ------------------------------------===//
//
// Epochs, steps, metrics and the best weights; saving is in TrainerState.cpp.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Trainer.h"

#include "runtime/core/ClassWeights.h"
#include "runtime/core/Error.h"
#include "runtime/core/Finite.h"
#include "runtime/core/Random.h"
#include "runtime/core/Signals.h"
#include "runtime/cpu/Threads.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dnd::rt {

using Clock = Progress::Clock;

static double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Trainer::Trainer(std::unique_ptr<Engine> chosen, const Dataset &dataset,
                 const TrainSettings &settings, HyperNumbers numbers,
                 const RecipeCall &scheduleRule, RunDirectory &directory)
    : engine(std::move(chosen)), model(engine->model()), data(dataset),
      settings(settings), numbers(std::move(numbers)), directory(directory),
      work(engine->session()),
      stepsPerEpoch((dataset.train.count + settings.batch - 1) /
                    settings.batch),
      updatesPerEpoch((stepsPerEpoch + settings.accumulate - 1) /
                      settings.accumulate),
      evalBatch(std::max<int64_t>(settings.batch, 256)),
      schedule(scheduleRule, settings.epochs, updatesPerEpoch),
      averages(model.recipe.averages()), running(model), lastTest(model),
      lastSave(Clock::now()) {
  wantsMargin = model.recipe.hasMetric("normalized_margin");
  work.seed = settings.seed;
  engine->prepareSlots();
  // Everything the loop needs is made here, nothing inside it.
  engine->prepare({"train_step"}, std::min(settings.batch, data.train.count),
                  false);
  int64_t largest = std::max({data.test.count, data.validation.count,
                              wantsMargin ? data.train.count : int64_t{0}});
  if (largest > 0) {
    std::vector<std::string_view> entries{"eval_step"};
    if (wantsMargin)
      entries.push_back("forward");
    engine->prepare(entries, std::min(evalBatch, largest), false);
  }
  order.resize(static_cast<size_t>(data.train.count));
}

void Trainer::start(const TensorFile *initialWeights, const std::string &path) {
  work.initialise(settings.seed);
  if (initialWeights)
    loadWeights(*initialWeights, path, work);
  fitClassWeights(work, data.train.labels);
  // The average begins with the initial weights.
  for (auto [weights, average] : averagedBuffers())
    std::memcpy(average->data(), weights->data(), weights->size());
  engine->weightsChanged();
}

/// Each parameter and state that is averaged, with the slot of its average.
std::vector<std::pair<Buffer *, Buffer *>> Trainer::averagedBuffers() {
  std::vector<std::pair<Buffer *, Buffer *>> list;
  size_t slot = 0;
  auto add = [&](const auto &infos, std::vector<Buffer> &buffers) {
    for (size_t i = 0; i < infos.size(); ++i)
      for (const std::string &name : infos[i].slots) {
        if (name == "ema")
          list.emplace_back(&buffers[i], &work.slots[slot]);
        ++slot;
      }
  };
  add(model.params, work.params);
  add(model.states, work.state);
  return list;
}

void Trainer::exchangeAverages() {
  engine->fetchWeights();
  // Their numbers: calls hold pointers to the buffers.
  for (auto [weights, average] : averagedBuffers())
    std::swap_ranges(weights->as<char>(), weights->as<char>() + weights->size(),
                     average->as<char>());
  engine->weightsChanged();
}

StepPart Trainer::partOf(int64_t batch) const {
  int64_t first = batch / settings.accumulate * settings.accumulate,
          end = std::min(first + settings.accumulate, stepsPerEpoch);
  auto samples = [&](int64_t from, int64_t to) {
    return static_cast<double>(std::min(to * settings.batch, data.train.count) -
                               from * settings.batch);
  };
  return {samples(batch, batch + 1) / samples(first, end), batch == first,
          batch == end - 1};
}

void Trainer::drawOrder() {
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomSequence random(settings.seed,
                        streamOf(fmt::format("data.order/{}", epoch)));
  random.shuffle(order);
}

void Trainer::account(double loss) {
  int64_t t = epoch * stepsPerEpoch + stepInEpoch;
  if (!std::isfinite(loss))
    throw Error(
        Exit::NotFinite,
        fmt::format("the loss is {} at step {} (epoch {}, batch {} of {}); "
                    "training stopped",
                    std::isnan(loss) ? "not a number" : "infinite", t + 1,
                    epoch + 1, stepInEpoch + 1, stepsPerEpoch),
        fmt::format("lower the learning rate (--lr) or normalise the inputs{}",
                    keptText()));
  int64_t first = stepInEpoch * settings.batch;
  lossSum += loss * static_cast<double>(
                        std::min(settings.batch, data.train.count - first));
  ++stepInEpoch;
  ++made;
  if (settings.logSteps)
    stepLines += fmt::format("{},{}\n", t + 1, exactText(loss));
  if (settings.afterStep)
    settings.afterStep(t + 1);
}

void Trainer::trainEpoch() {
  drawOrder();
  int64_t before = epoch * stepsPerEpoch, updates = epoch * updatesPerEpoch;
  EpochPlan plan{&data.train,
                 &order,
                 settings.batch,
                 before,
                 SampleKey{settings.seed, epoch, 0},
                 settings.loaders,
                 [&](int64_t step) {
                   int64_t t = updates + step / settings.accumulate;
                   numbers.fill(work, t + 1, schedule.factor(t), partOf(step));
                 }};
  int64_t first = stepInEpoch;
  loaders = plan.loaderThreads();
  progress->beginEpoch();
  if (stepInEpoch < stepsPerEpoch)
    engine->beginEpoch(plan, stepInEpoch);
  while (stepInEpoch < stepsPerEpoch && !stopWanted()) {
    for (double loss : engine->trainSteps(stepInEpoch, stepsLeft(), running))
      account(loss);
    bool isWhole = stepInEpoch % settings.accumulate == 0;
    if (stepInEpoch < stepsPerEpoch && isWhole &&
        secondsSince(lastSave) >= settings.saveEvery) {
      requireFinite();
      save();
    }
    int64_t samples = std::min(stepInEpoch * settings.batch, data.train.count);
    progress->step({epoch + 1, settings.epochs, stepInEpoch, stepsPerEpoch,
                    stepInEpoch - first, samples - first * settings.batch,
                    lossSum / static_cast<double>(samples),
                    engine->waitedForData()});
  }
}

/// What is left to a user whose run has failed.
std::string Trainer::keptText() const {
  return savedStep < 0
             ? std::string()
             : fmt::format("; the files of the run are those of step {}, from "
                           "where --resume {} continues",
                           savedStep, shellWord(directory.path()));
}

/// Weights that are not finite are not saved.
void Trainer::requireFinite() {
  engine->fetchWeights();
  std::string bad = notFiniteWeights(work);
  if (bad.empty())
    return;
  int64_t step = epoch * stepsPerEpoch + stepInEpoch;
  throw Error(Exit::NotFinite,
              fmt::format("{} {}; training stopped", bad,
                          step ? fmt::format("after step {} (epoch {})", step,
                                             epoch + (stepInEpoch > 0))
                               : std::string("before the first step")),
              step ? fmt::format("lower the learning rate (--lr) or normalise "
                                 "the inputs{}",
                                 keptText())
                   : "check the initial values of the network, or the file of "
                     "--weights");
}

/// Loss and metrics of a part after an epoch, which must be finite.
Evaluation Trainer::evaluate(const DataPart &part, const char *name) {
  Evaluation result = engine->evaluate(part, evalBatch);
  Value line = Value::object();
  describe(result, name, line);
  std::string wrong = notFiniteMetric(line);
  if (wrong.empty())
    return result;
  std::string where = notFiniteOutput(*engine, part, evalBatch);
  throw Error(
      Exit::NotFinite,
      fmt::format("{} is {} after epoch {} (step {}){}; training stopped",
                  wrong, notFiniteText(line.find(wrong)->number()), epoch,
                  epoch * stepsPerEpoch,
                  where.empty() ? "" : fmt::format(": {} of that part", where)),
      fmt::format("see which numbers leave the domain of a root, a logarithm "
                  "or a quotient, or lower the learning rate (--lr){}",
                  keptText()));
}

void Trainer::considerBest(const Evaluation &validation) {
  const Counters &c = validation.counters;
  double score = c.classes && !settings.monitorLoss ? c.confusion.accuracy()
                                                    : -validation.loss;
  if (bestEpoch > 0 && score <= bestScore)
    return;
  bestScore = score;
  bestEpoch = epoch;
  engine->fetchWeights();
  if (best.empty()) {
    for (const std::vector<Buffer> *list :
         {&work.params, &work.tables, &work.state})
      for (const Buffer &b : *list)
        best.emplace_back(b.size());
  }
  size_t i = 0;
  for (const std::vector<Buffer> *list :
       {&work.params, &work.tables, &work.state})
    for (const Buffer &b : *list)
      std::memcpy(best[i++].data(), b.data(), b.size());
}

int64_t Trainer::stepsLeft() const {
  return settings.stepLimit ? *settings.stepLimit - made : INT64_MAX;
}

bool Trainer::stopWanted() const {
  return stopRequested() || stepsLeft() <= 0 ||
         (settings.deadline && Clock::now() >= *settings.deadline);
}

/// Leaves the best weights in the session and in weights.safetensors; the state
/// to continue from stays that of the last epoch.
void Trainer::endOnBest() {
  std::string path = directory.file("best.safetensors");
  loadWeights(readTensorFile(path), path, work);
  engine->weightsChanged();
  Metadata meta = weightsMetadata();
  meta["epoch"] = fmt::format("{}", bestEpoch);
  writeSafetensors(directory.file("weights.safetensors"), weightViews(work),
                   meta);
  lastLine = directory.metricsOf(bestEpoch);
  if (data.hasTest)
    lastTest = evaluate(data.test, "test");
}

/// Metrics of the finished epoch; the counters of the next one start at zero.
Value Trainer::finishEpoch(double trainSeconds, double samples) {
  Clock::time_point begin = Clock::now();
  double lr = numbers.number("lr", 0) *
              schedule.factor(epoch * updatesPerEpoch + updatesPerEpoch - 1);
  double waited = engine->waitedForData();
  std::string text =
      waitingText(waited, trainSeconds, loaders, availableCores());
  if (!text.empty() && !std::exchange(toldOfWaiting, true))
    progress->note(text);
  Value line = Value::object();
  line.set("epoch", epoch + 1);
  line.set("step", (epoch + 1) * stepsPerEpoch);
  Evaluation trained(model);
  trained.loss = lossSum / static_cast<double>(data.train.count);
  trained.counters = running;
  describe(trained, "train", line);
  ++epoch;
  stepInEpoch = 0;
  lossSum = 0;
  running.clear();
  if (averages)
    evaluateRaw(line);
  evaluateParts(line);
  line.set("lr", lr);
  line.set("samples_per_second", samples / std::max(trainSeconds, 1e-9));
  line.set("data_seconds", waited);
  line.set("seconds", trainSeconds + secondsSince(begin));
  return line;
}

/// The weights that were trained, beside their average.
void Trainer::evaluateRaw(Value &line) {
  if (data.hasValidation)
    describe(evaluate(data.validation, "raw_val"), "raw_val", line);
  if (data.hasTest)
    describe(evaluate(data.test, "raw_test"), "raw_test", line);
}

/// Metrics of the weights that the user gets: the averages, where there are
/// any.
void Trainer::evaluateParts(Value &line) {
  if (averages)
    exchangeAverages();
  if (wantsMargin)
    line.set(
        "train_normalized_margin",
        normalizedMargin(*engine, data.train, evalBatch, model.recipe.degree));
  if (data.hasValidation) {
    Evaluation validation = evaluate(data.validation, "val");
    describe(validation, "val", line);
    considerBest(validation);
  }
  if (data.hasTest) {
    lastTest = evaluate(data.test, "test");
    describe(lastTest, "test", line);
    if (wantsMargin)
      line.set(
          "test_normalized_margin",
          normalizedMargin(*engine, data.test, evalBatch, model.recipe.degree));
    if (data.bayesAccuracy)
      line.set("bayes_accuracy", *data.bayesAccuracy);
  }
  if (averages)
    exchangeAverages();
}

std::string Trainer::epochText(const Value &line) const {
  const Value *loss = line.find("train_loss");
  std::string out = fmt::format("epoch {}/{}  loss {:.4f}", epoch,
                                settings.epochs, loss ? loss->number() : 0.0);
  struct {
    const char *name, *title;
    int digits;
    const char *unit;
    double scale;
  } shown[] = {{"train_accuracy", "train acc", 2, " %", 100},
               {"train_r2", "train r2", 4, "", 1},
               {"train_normalized_margin", "margin", 4, "", 1},
               {"val_accuracy", "val acc", 2, " %", 100},
               {"val_r2", "val r2", 4, "", 1},
               {"raw_val_accuracy", "raw", 2, " %", 100},
               {"test_loss", "test loss", 4, "", 1},
               {"test_accuracy", "test acc", 2, " %", 100},
               {"raw_test_accuracy", "raw", 2, " %", 100},
               {"test_r2", "test r2", 4, "", 1},
               {"seconds", "time", 1, " s", 1}};
  for (const auto &s : shown)
    if (const Value *v = line.find(s.name))
      out += fmt::format("  {} {:.{}f}{}", s.title, v->number() * s.scale,
                         s.digits, s.unit);
  return out;
}

TrainResult Trainer::run() {
  int64_t total = settings.epochs * stepsPerEpoch;
  progress = std::make_unique<Progress>(
      settings.quiet, epoch * stepsPerEpoch + stepInEpoch, total);
  TrainResult result;
  // A run that is killed in its first seconds can be continued, too.
  if (savedStep < 0) {
    requireFinite();
    save();
  }
  try {
    while (epoch < settings.epochs && !outOfPatience() && !result.stopped)
      result.stopped = runEpoch();
  } catch (const Error &e) {
    if (e.code == Exit::NotFinite)
      keepBest();
    throw;
  }
  result.early = !result.stopped && outOfPatience();
  if (result.early)
    endOnBest();
  if (!result.stopped)
    recallEnd();
  writeConfusion();
  result.epochs = epoch;
  result.bestEpoch = bestEpoch;
  result.last = lastLine;
  return result;
}

/// One epoch, or what is left of it; whether the run was stopped.
bool Trainer::runEpoch() {
  Clock::time_point begin = Clock::now();
  int64_t firstStep = stepInEpoch;
  trainEpoch();
  if (stepInEpoch < stepsPerEpoch) {
    requireFinite();
    save();
    return true;
  }
  double samples =
      static_cast<double>(data.train.count - firstStep * settings.batch);
  lastLine = finishEpoch(secondsSince(begin), samples);
  bool isLast = epoch == settings.epochs || outOfPatience();
  bool stops = !isLast && stopWanted();
  bool saves =
      isLast || stops || secondsSince(lastSave) >= settings.saveInterval;
  if (saves)
    requireFinite();
  writeSteps();
  directory.appendMetrics(lastLine);
  progress->epoch(epoch, settings.epochs, epochText(lastLine));
  if (saves)
    save();
  return stops;
}

/// The best weights of a run that failed, as far as the disk takes them.
void Trainer::keepBest() {
  try {
    saveBest();
  } catch (const Error &) {
    // The first failure is the one to report.
  }
}

/// A run that ended and could not write all of its end does that alone.
void Trainer::recallEnd() {
  if (epoch == 0)
    return;
  if (lastLine.isNull())
    lastLine = directory.metricsOf(epoch);
  if (!data.hasTest || lastTest.count > 0)
    return;
  if (averages)
    exchangeAverages();
  lastTest = evaluate(data.test, "test");
  if (averages)
    exchangeAverages();
}

} // namespace dnd::rt
