//===- Progress.h - What a user sees while a model trains -------*- C++ -*-===//
//
// A line that renews itself on a terminal; plain lines elsewhere, so that job
// logs stay short.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_PROGRESS_H
#define RUNTIME_REPORT_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <string>

namespace dnd::rt {

/// Where a training stands.
struct StepReport {
  int64_t epoch = 1, epochs = 1;              ///< from 1
  int64_t stepInEpoch = 0, stepsPerEpoch = 1; ///< done; in all
  int64_t stepsHere = 0, samplesHere = 0;     ///< of the epoch, by this process
  double loss = 0;
  double waited = 0; ///< seconds of the epoch without samples to compute with
};

class Progress {
public:
  using Clock = std::chrono::steady_clock;

  /// `firstStep` of `totalSteps` when the training starts here.
  Progress(bool quiet, int64_t firstStep, int64_t totalSteps);

  /// An epoch begins, or goes on.
  void beginEpoch() { epochStart = Clock::now(); }
  /// After each step; on a terminal the line is renewed at most five times a
  /// second, elsewhere there is a line a minute.
  void step(const StepReport &report);
  /// A finished epoch. In long trainings off a terminal only about a hundred of
  /// them are printed.
  void epoch(int64_t epoch, int64_t epochs, const std::string &text);
  /// A line of its own, whatever else is on the screen.
  void note(const std::string &text);

private:
  void clear();

  bool quiet, terminal;
  bool shown = false;
  int64_t firstStep, totalSteps;
  Clock::time_point start, epochStart, last;
};

/// The line of a step. `spent` are the seconds of the epoch so far,
/// `left` and `leftInAll` those to its end and to that of the training.
std::string stepText(const StepReport &report, double spent, double left,
                     double leftInAll);

/// What to tell a user whose training waits for its samples for more than a
/// fifth of its time, and how to change it; else, or where an epoch takes less
/// than two seconds, an empty text. `loaders` make the batches, on `cores`
/// cores.
std::string waitingText(double waited, double seconds, int64_t loaders,
                        int64_t cores);

/// "4 s", "3 min 05 s", "2 h 10 min".
std::string durationText(double seconds);

/// Seconds of "90", "90s", "20min" or "3h50m"; false for anything else.
bool parseDuration(const std::string &text, double &seconds);

} // namespace dnd::rt

#endif // RUNTIME_REPORT_PROGRESS_H
