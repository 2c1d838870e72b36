//===- Engine.h - Runs the blocks and threads of a launch -------*- C++ -*-===//
#ifndef DND_TESTS_SIMT_ENGINE_H
#define DND_TESTS_SIMT_ENGINE_H

#include "codegen/simt/HostImageAbi.h"
#include "tests/simt/Fibre.h"
#include "tests/simt/Memory.h"
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace dnd::simt {

struct Dim {
  unsigned x = 1, y = 1, z = 1;
  uint64_t count() const { return uint64_t(x) * y * z; }
  Dim at(uint64_t i) const {
    return {unsigned(i % x), unsigned(i / x % y), unsigned(i / x / y)};
  }
};

/// An image in the process, and the shadow of its shared memory.
struct LoadedImage {
  const Image *image = nullptr;
  std::vector<Cell> shared;
};

/// What cuLaunchKernel was asked for.
struct Launch {
  LoadedImage *image = nullptr;
  const Kernel *kernel = nullptr;
  Dim grid, block;
  unsigned dynamicShared = 0;
  std::vector<std::vector<char>> arguments;
};

struct Thread;

/// The lanes that have come to one collective operation of a warp.
struct Meeting {
  void (*operation)(Meeting &meeting) = nullptr;
  const char *name = nullptr;
  uint32_t mask = 0;
  uint32_t arrived = 0;
  Site *site = nullptr;
  bool aligned = false;
  Thread *lanes[32] = {}; // null: not there
};

struct Warp {
  std::vector<Meeting> meetings;
  uint32_t alive = 0;
};

/// A copy by cp.async on its way.
struct AsyncCopy {
  uint64_t to, from;
  unsigned bytes, fromBytes;
};

struct Thread {
  Dim id;
  unsigned linear = 0, lane = 0;
  Warp *warp = nullptr;
  Fibre *fibre = nullptr;
  bool done = false;
  Site *waiting = nullptr; // where; null: it runs or is ready
  // Times of the last barrier and of the last meeting of the warp that orders
  // memory, with the lanes of the latter.
  uint64_t blockSync = 0, warpSync = 0;
  uint32_t warpSyncMask = 0;
  // Of the collective operation that it waits in.
  const void *arguments = nullptr;
  void *result = nullptr;
  std::deque<std::vector<AsyncCopy>> copies; // groups; the last one is open
};

/// One of the sixteen barriers of a block.
struct Barrier {
  unsigned arrived = 0, expected = 0;
  unsigned votes = 0; // threads with a true predicate
  std::vector<Thread *> waiting;
};

/// How the threads and the blocks of a launch follow each other
/// (DND_SIMT_ORDER=forward|reverse|shuffle:SEED).
struct Order {
  enum Kind { forward, reverse, shuffle } kind = forward;
  uint64_t seed = 0;
  static Order fromEnvironment();
  std::vector<uint64_t> make(uint64_t count, uint64_t salt) const;
};

class Engine {
public:
  /// Runs all of it; 0 or the code of the fault (a CUresult).
  int run(const Launch &launch);

  // For the running thread:
  Thread *self = nullptr;
  const Launch *launch = nullptr;
  Dim blockId;
  DeviceMemory memory;

  /// Reports a fault at `site` and ends the launch.
  [[noreturn]] void fault(int code, const Thread &thread, const Site *site,
                          const std::string &what);
  /// Checks an access and notes it in the shadow.
  void access(Thread &thread, uint64_t address, uint64_t bytes, uint64_t base,
              Site &site, uint32_t flags);
  /// Reports an access outside of a part of a buffer.
  [[noreturn]] void outsideArgument(uint64_t address, uint64_t bytes,
                                    uint64_t base, uint64_t extent,
                                    const Site &site);
  /// Waits at barrier `number` for `expected` threads (0: all of the block).
  /// Returns how many of them came with a true predicate.
  unsigned barrier(unsigned number, unsigned expected, bool vote, Site *site);
  /// Waits for the lanes of `mask`; the last one runs the operation for all.
  void meet(const char *name, void (*operation)(Meeting &), uint32_t mask,
            const void *arguments, void *result, Site *site, bool aligned);
  void orderWarpMemory(Meeting &meeting);

  void startCopy(uint64_t to, uint64_t from, unsigned bytes, unsigned fromBytes,
                 Site &site);
  void commitCopies() { self->copies.emplace_back(); }
  /// Ends the copies of all groups but the last `left`; with `open` also those
  /// of the group that is not committed.
  void waitCopies(unsigned left, bool open);

private:
  friend void runThread(void *);
  friend void runGrid(void *);
  void beginBlock(uint64_t index);
  void runBlock();
  void schedule();
  void completeBarrier(Barrier &barrier);
  bool completeMeeting(Warp &warp, size_t index);
  void endThread(Thread &thread);
  [[noreturn]] void stuck();
  void wait(Site *site);

  void accessShared(Thread &thread, uint64_t address, uint64_t bytes,
                    const Site &site, uint32_t flags);
  void accessGlobal(Thread &thread, uint64_t address, uint64_t bytes,
                    uint64_t base, Site &site, uint32_t flags);
  void touch(Thread &thread, Cell *cells, uint64_t count, const Site &site,
             uint32_t flags, uint64_t address, bool shared);
  bool ordered(const Thread &thread, uint64_t stamp, bool atomic) const;
  std::string whoDid(uint64_t stamp) const;
  [[noreturn]] void race(const Thread &thread, const Site &site, bool writes,
                         uint64_t stamp, const char *earlier, uint64_t address,
                         bool shared);
  [[noreturn]] void outside(const Thread &thread, const Site &site,
                            uint32_t flags, uint64_t address, uint64_t bytes,
                            uint64_t base);

  Order order;
  int faulted = 0;
  uint64_t launches = 0;
  // The clock advances when a launch or a block begins and when threads have
  // met; `starts` are the blocks of this launch with the times they began.
  uint64_t clock = 1, launchClock = 1, blockClock = 1;
  std::vector<std::pair<uint64_t, uint64_t>> starts;
  std::vector<void *> arguments;
  std::vector<std::unique_ptr<Fibre>> fibres;
  std::vector<Thread> threads;
  std::vector<uint64_t> threadOrder;
  std::vector<std::vector<uint8_t>> laneOrder; // of each warp
  std::vector<Warp> warps;
  Barrier barriers[16];
  std::vector<Thread *> ready;
  size_t nextReady = 0;
};

// What the stacks of threads begin with.
void runThread(void *thread);
void runGrid(void *engine);

/// The one engine; the functions that images call use it.
extern Engine engine;

/// Writes a report to standard error and keeps it for dnd_simt_last_report.
void report(const std::string &text);

} // namespace dnd::simt

#endif // DND_TESTS_SIMT_ENGINE_H
