//===- LoopCosts.h - Whether a loop is worth the team -----------*- C++ -*-===//
//
// Keeps what a loop took alone and on the team, and says which way its next
// call goes. The caller measures, so that tests can give times.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CPU_LOOPCOSTS_H
#define RUNTIME_CPU_LOOPCOSTS_H

#include <algorithm>
#include <cstdint>

namespace dnd::rt {

/// What one loop of a model costs on the caller alone and on the team. Small
/// loops gain nothing from a second thread, and on a busy machine a team waits
/// for its last thread; which is better is measured, not guessed. Bodies do not
/// depend on the partition, so the choice changes no result.
struct LoopCosts {
  /// Calls that are tried either way in turn, the fastest of which count.
  static constexpr int64_t firstCalls = 8;

  void (*body)(void *, int64_t, int64_t) = nullptr;
  int64_t count = 0, parts = 0;
  int64_t calls = 0;
  double seconds[2] = {0, 0}; ///< alone, team: a running mean
  double sinceOther = 0;      ///< time spent since the other way was tried
  double firstTry = 0;        ///< what the first of two such calls took, or 0

  bool isFor(void (*b)(void *, int64_t, int64_t), int64_t n, int64_t p) const {
    return body == b && count == n && parts == p;
  }

  /// 0: alone, 1: on the team.
  int choose() {
    ++calls;
    // The first call starts the threads and its time is not counted.
    if (calls <= firstCalls)
      return calls % 2;
    int best = seconds[1] < seconds[0];
    // The other way is tried again at a cost of about one percent, twice in a
    // row, since a team that slept has to wake up first.
    if (firstTry > 0)
      return 1 - best;
    return sinceOther > 200 * seconds[1 - best] ? 1 - best : best;
  }
  void record(int way, double time) {
    sinceOther += time;
    double &mean = seconds[way];
    if (calls == 1)
      return;
    if (calls <= firstCalls) {
      mean = mean == 0 ? time : std::min(mean, time);
    } else if (way == (seconds[1] < seconds[0])) {
      mean += 0.2 * (time - mean);
    } else if (firstTry == 0) {
      firstTry = time;
    } else {
      mean += 0.5 * (std::min(firstTry, time) - mean);
      firstTry = sinceOther = 0;
    }
  }
};

} // namespace dnd::rt

#endif // RUNTIME_CPU_LOOPCOSTS_H
