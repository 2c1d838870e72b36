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

class Progress {
public:
  using Clock = std::chrono::steady_clock;

  /// `firstStep` of `totalSteps` when the training starts here.
  Progress(bool quiet, int64_t firstStep, int64_t totalSteps);

  /// After each step; renews the line at most five times a second.
  void step(int64_t epoch, int64_t epochs, int64_t step, double loss);
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
  Clock::time_point start, last;
};

/// "4 s", "3 min 05 s", "2 h 10 min".
std::string durationText(double seconds);

/// Seconds of "90", "90s", "20min" or "3h50m"; false for anything else.
bool parseDuration(const std::string &text, double &seconds);

} // namespace dnd::rt

#endif // RUNTIME_REPORT_PROGRESS_H
