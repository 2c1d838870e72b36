//===- Team.h - the threads that share a loop -------------------*- C++ -*-===//
//
// A team of threads for short loops one after the other. Parts of a loop are
// taken as threads come, so that one that is held up by another program takes
// fewer. Who waits looks for a while and then sleeps: a millisecond, so that
// between two loops of a step nobody goes to sleep, but 10 microseconds where
// other programs want the cores, so that a waiting team costs a busy machine
// nothing.
//
//===----------------------------------------------------------------------===//
#ifndef DND_RUNTIME_CPU_TEAM_H
#define DND_RUNTIME_CPU_TEAM_H

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace dnd::rt {

class Team {
public:
  /// A function of a part of a loop, 0 <= part < parts.
  using Part = void (*)(void *context, int64_t part);

  /// The caller and `threads - 1` others. Starts as many as the system gives.
  explicit Team(int64_t threads);
  ~Team();
  Team(const Team &) = delete;
  Team &operator=(const Team &) = delete;

  int64_t size() const { return static_cast<int64_t>(workers.size()) + 1; }
  /// Runs every part once and returns when all are done. One caller at a time.
  /// Inside of a part it runs the parts on the calling thread.
  void run(int64_t parts, Part part, void *context);

private:
  void work();
  /// Takes and runs parts of loop `number` until none is left.
  void takeParts(uint32_t number);

  // The running loop. `ticket` holds its number and the next part that nobody
  // has taken; a part is taken only while the number is the same, and a loop
  // with a part taken is not over, so the others are read consistently.
  std::atomic<uint64_t> ticket{0};
  std::atomic<Part> part{nullptr};
  std::atomic<void *> context{nullptr};
  std::atomic<uint32_t> parts{0};
  alignas(64) std::atomic<uint32_t> open{0}; ///< parts that are not done
  alignas(64) std::atomic<uint32_t> number{
      0}; ///< of the loop; who sleeps, waits for it
  std::atomic<bool> over{false};
  std::vector<std::thread> workers;
};

} // namespace dnd::rt

#endif // DND_RUNTIME_CPU_TEAM_H
