//===- Patience.h - How long a thread looks before it sleeps ----*- C++ -*-===//
//
// Says when a waiting thread goes to sleep. The caller reads the clock, so that
// tests can give times.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CPU_PATIENCE_H
#define RUNTIME_CPU_PATIENCE_H

#include <chrono>

namespace dnd::rt {

/// Waking up takes the system tens of microseconds, more than most loops, so on
/// a quiet machine a thread looks for as long as the pauses of a step last. One
/// that is held up while it looks has company: then it soon gives its core
/// away, for a while.
class Patience {
public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::microseconds little{10}, much{1000}, heldUp{50};
  static constexpr std::chrono::milliseconds busyTime{200};

  /// Starts to look, at first or after a sleep.
  void begin(Time now) { start = last = now; }
  /// Called again and again while it looks: true when it is time to sleep.
  /// Between two calls lies next to nothing, unless another program ran.
  bool isOver(Time now) {
    if (now - last > heldUp)
      busyUntil = now + busyTime;
    last = now;
    return now - start > (now < busyUntil ? little : much);
  }

private:
  Time start{}, last{}, busyUntil{};
};

} // namespace dnd::rt

#endif // RUNTIME_CPU_PATIENCE_H
