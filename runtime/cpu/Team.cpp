//===- Team.cpp - the threads that share a loop ---------------------------===//
#include "runtime/cpu/Team.h"
#include "runtime/cpu/Patience.h"

#include <cassert>
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

namespace {
/// What `Share::left` says: 32 bits of the loop's number, 16 each of two parts.
struct Left {
  uint32_t number;
  uint32_t next, end;

  static Left from(uint64_t word) {
    return {static_cast<uint32_t>(word >> 32),
            static_cast<uint32_t>(word >> 16) & 0xffff,
            static_cast<uint32_t>(word) & 0xffff};
  }
  uint64_t word() const {
    return static_cast<uint64_t>(number) << 32 | next << 16 | end;
  }
};
} // namespace

Team::Team(int64_t threads) : shares(static_cast<size_t>(threads)) {
  try {
    for (int64_t i = 1; i < threads; ++i)
      workers.emplace_back([this, i] { work(i); });
  } catch (const std::system_error &) {
    // A smaller team does the same work: the others take the missing shares.
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
  assert(count <= mostParts && "more parts than a share can name");
  part.store(function, std::memory_order_relaxed);
  context.store(argument, std::memory_order_relaxed);
  open.store(static_cast<uint32_t>(count), std::memory_order_relaxed);
  uint32_t mine = number.load(std::memory_order_relaxed) + 1;
  auto threads = std::ssize(shares);
  for (int64_t i = 0; i < threads; ++i) {
    Left left{mine, static_cast<uint32_t>(count * i / threads),
              static_cast<uint32_t>(count * (i + 1) / threads)};
    shares[static_cast<size_t>(i)].left.store(left.word(),
                                              std::memory_order_release);
  }
  number.store(mine, std::memory_order_release);
  number.notify_all();
  takeParts(mine, 0);
  for (uint32_t left; (left = open.load(std::memory_order_acquire)) != 0;)
    waitForChange(open, left);
}

void Team::takeParts(uint32_t mine, int64_t thread) {
  auto threads = std::ssize(shares);
  for (int64_t i = 0; i < threads; ++i)
    takeShare(mine, shares[static_cast<size_t>((thread + i) % threads)]);
}

void Team::takeShare(uint32_t mine, Share &share) {
  uint64_t seen = share.left.load(std::memory_order_acquire);
  while (true) {
    Left left = Left::from(seen);
    if (left.number != mine || left.next == left.end)
      return;
    Part function = part.load(std::memory_order_relaxed);
    void *argument = context.load(std::memory_order_relaxed);
    Left rest{mine, left.next + 1, left.end};
    if (!share.left.compare_exchange_weak(seen, rest.word(),
                                          std::memory_order_acq_rel,
                                          std::memory_order_acquire))
      continue;
    isInsidePart = true;
    function(argument, left.next);
    isInsidePart = false;
    if (open.fetch_sub(1, std::memory_order_acq_rel) == 1)
      open.notify_all();
    seen = share.left.load(std::memory_order_acquire);
  }
}

void Team::work(int64_t thread) {
  uint32_t seen = 0;
  while (true) {
    waitForChange(number, seen);
    if (over.load())
      return;
    seen = number.load(std::memory_order_acquire);
    takeParts(seen, thread);
  }
}

} // namespace dnd::rt
