//===- Trainer.h - The training loop ----------------------------*- C++ -*-===//
//
// One run: a session, a data set, the recipe's numbers and a run folder. What
// happens at a step is a pure function of the seed and the step, so that a
// resumed run continues bit by bit.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_TRAINER_H
#define RUNTIME_CORE_TRAINER_H

#include "runtime/core/Engine.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Weights.h"
#include "runtime/report/Progress.h"
#include "runtime/report/RunDirectory.h"

#include <functional>
#include <memory>
#include <optional>

namespace dnd::rt {

struct TrainSettings {
  int64_t epochs = 1, batch = 64;
  /// Batches whose gradients make one step of the optimiser; the last ones of
  /// an epoch may be fewer.
  int64_t accumulate = 1;
  uint64_t seed = 0;
  int loaders = -1; ///< threads that make batches; less than 0: as many as pay
  bool quiet = false;
  /// The best weights are those of the smallest validation loss instead of the
  /// largest accuracy.
  bool monitorLoss = false;
  /// Stop after so many epochs without better weights; 0 never.
  int64_t earlyStop = 0;
  /// Stop and save then.
  std::optional<Progress::Clock::time_point> deadline = {};
  /// Stop and save after so many steps of this process.
  std::optional<int64_t> stepLimit = {};
  bool logSteps = false; ///< write steps.csv
  /// Seconds between saves while epochs are short.
  double saveInterval = 10;
  /// Seconds after which an epoch that lasts is saved in its middle.
  double saveEvery = 600;
  /// For tests: called after each step with its number from 1.
  std::function<void(int64_t)> afterStep = nullptr;
};

struct TrainResult {
  bool stopped = false;  ///< by a signal or a limit; the state is saved
  bool early = false;    ///< ended on the weights of `bestEpoch`
  int64_t epochs = 0;    ///< finished
  int64_t bestEpoch = 0; ///< of the validation part; 0 without one
  Value last; ///< the metrics line of the weights that it ended on, or null
};

class Trainer {
public:
  /// Trains with `engine`, an f32 one. `dataset` must outlive the trainer.
  Trainer(std::unique_ptr<Engine> engine, const Dataset &dataset,
          const TrainSettings &settings, HyperNumbers numbers,
          const RecipeCall &schedule, RunDirectory &directory);

  /// Draws initial weights from the seed, or takes those of a file that was
  /// read from `path`.
  void start(const TensorFile *initialWeights = nullptr,
             const std::string &path = {});
  /// Continues from last.state.safetensors of the run folder.
  void resume();
  /// Trains what is left, if anything, and writes what belongs to the end.
  /// Numbers that are not finite throw Error(NotFinite); the files of the run
  /// stay those of the last save, and the best weights are written.
  TrainResult run();
  int64_t finishedEpochs() const { return epoch; }
  int64_t bestEpochSoFar() const { return bestEpoch; }
  /// Steps of this process.
  int64_t stepsMade() const { return made; }
  /// True when too many epochs brought nothing better.
  bool outOfPatience() const {
    return settings.earlyStop > 0 && epoch - bestEpoch >= settings.earlyStop;
  }

  Session &session() { return work; }

private:
  /// What resume() does, with errors that name no way on.
  void readState();
  void trainEpoch();
  /// Takes the loss of a finished step into the run.
  void account(double loss);
  Value finishEpoch(double trainSeconds, double samples);
  Evaluation evaluate(const DataPart &part, const char *name);
  void evaluateParts(Value &line);
  void evaluateRaw(Value &line);
  /// Exchanges the weights and their averages, in the session and on the
  /// device.
  void exchangeAverages();
  std::vector<std::pair<Buffer *, Buffer *>> averagedBuffers();
  /// Where a batch of the epoch stands within its step.
  StepPart partOf(int64_t batch) const;
  void considerBest(const Evaluation &validation);
  void requireFinite();
  std::string keptText() const;
  bool stopWanted() const;
  /// Steps that may still be made.
  int64_t stepsLeft() const;
  bool runEpoch();
  void endOnBest();
  void recallEnd();
  void keepBest();
  void drawOrder();
  std::vector<ArrayView> averageViews();
  void save();
  void saveBest();
  void writeSteps();
  Metadata weightsMetadata() const;
  void writeConfusion();
  std::string epochText(const Value &line) const;

  std::unique_ptr<Engine> engine;
  const Model &model;
  const Dataset &data;
  TrainSettings settings;
  HyperNumbers numbers;
  RunDirectory &directory;
  Session &work; ///< the engine's
  /// Batches of an epoch; steps of the optimiser.
  int64_t stepsPerEpoch, updatesPerEpoch, evalBatch;
  Schedule schedule;
  std::unique_ptr<Progress> progress;
  bool wantsMargin = false;
  int64_t loaders = 0; ///< of the epoch
  bool toldOfWaiting = false;
  bool averages; ///< evaluates and saves the average of the weights

  // State of the run; all of it is in last.state.safetensors.
  int64_t epoch = 0;       ///< finished epochs
  int64_t stepInEpoch = 0; ///< finished steps of the current one
  double lossSum = 0;      ///< over its samples
  Counters running;        ///< of its samples
  double bestScore = 0;
  int64_t bestEpoch = 0;

  std::vector<int64_t> order;
  std::vector<Buffer> best; ///< parameters, tables, states; empty: none newer
  Evaluation lastTest;      ///< for confusion.csv
  Value lastLine;
  std::string stepLines; ///< of steps.csv, not written yet
  Progress::Clock::time_point lastSave;
  int64_t made = 0; ///< steps of this process
  /// Of the last save, of this process or the one that it continues; less than
  /// 0 before the first.
  int64_t savedStep = -1;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_TRAINER_H
