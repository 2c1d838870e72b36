//===- Team.cpp - the threads that share a loop ---------------------------===//
#include "runtime/cpu/Team.h"
#include "runtime/cpu/Patience.h"

#include <chrono>
#include <system_error>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dnd::rt {

static thread_local bool isInsidePart = false;

static void relax() {
#if defined(__x86_64__)
  _mm_pause();
#endif
}

/// Waits until `value` differs from `seen`.
static void waitForChange(std::atomic<uint32_t> &value, uint32_t seen) {
  using Clock = std::chrono::steady_clock;
  static thread_local Patience patience;
  patience.begin(Clock::now());
  while (value.load(std::memory_order_acquire) == seen) {
    for (int i = 0; i < 16; ++i) {
      relax();
      if (value.load(std::memory_order_acquire) != seen)
        return;
    }
    if (patience.isOver(Clock::now())) {
      value.wait(seen, std::memory_order_acquire);
      patience.begin(Clock::now());
    }
  }
}

Team::Team(int64_t threads) {
  try {
    for (int64_t i = 1; i < threads; ++i)
      workers.emplace_back([this] { work(); });
  } catch (const std::system_error &) {
    // A smaller team does the same work.
  }
}

Team::~Team() {
  over.store(true);
  number.fetch_add(1);
  number.notify_all();
  for (std::thread &worker : workers)
    worker.join();
}

void Team::run(int64_t count, Part function, void *argument) {
  if (count <= 1 || workers.empty() || isInsidePart) {
    for (int64_t i = 0; i < count; ++i)
      function(argument, i);
    return;
  }
  part.store(function, std::memory_order_relaxed);
  context.store(argument, std::memory_order_relaxed);
  parts.store(static_cast<uint32_t>(count), std::memory_order_relaxed);
  open.store(static_cast<uint32_t>(count), std::memory_order_relaxed);
  uint32_t mine = number.load(std::memory_order_relaxed) + 1;
  ticket.store(static_cast<uint64_t>(mine) << 32, std::memory_order_release);
  number.store(mine, std::memory_order_release);
  number.notify_all();
  takeParts(mine);
  for (uint32_t left; (left = open.load(std::memory_order_acquire)) != 0;)
    waitForChange(open, left);
}

void Team::takeParts(uint32_t mine) {
  uint64_t seen = ticket.load(std::memory_order_acquire);
  while (static_cast<uint32_t>(seen >> 32) == mine) {
    Part function = part.load(std::memory_order_relaxed);
    void *argument = context.load(std::memory_order_relaxed);
    uint32_t count = parts.load(std::memory_order_relaxed);
    auto index = static_cast<uint32_t>(seen);
    if (index >= count)
      return;
    if (!ticket.compare_exchange_weak(seen, seen + 1, std::memory_order_acq_rel,
                                      std::memory_order_acquire))
      continue;
    isInsidePart = true;
    function(argument, index);
    isInsidePart = false;
    if (open.fetch_sub(1, std::memory_order_acq_rel) == 1)
      open.notify_all();
    seen = ticket.load(std::memory_order_acquire);
  }
}

void Team::work() {
  uint32_t seen = 0;
  while (true) {
    waitForChange(number, seen);
    if (over.load())
      return;
    seen = number.load(std::memory_order_acquire);
    takeParts(seen);
  }
}

} // namespace dnd::rt
