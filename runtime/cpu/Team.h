//===- Team.h - the threads that share a loop -------------------*- C++ -*-===//
//
// A team of threads for short loops one after the other. Each thread begins
// with its own share of the parts, the same in every loop, so that what it
// wrote in one loop lies in its cache in the next; then it takes what the
// others have not begun, so that one that is held up by another program takes
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
  static constexpr int64_t mostParts = 65535;

  /// The caller and `threads - 1` others. Starts as many as the system gives.
  explicit Team(int64_t threads);
  ~Team();
  Team(const Team &) = delete;
  Team &operator=(const Team &) = delete;

  int64_t size() const { return static_cast<int64_t>(workers.size()) + 1; }
  /// Runs every part once and returns when all are done; at most `mostParts`.
  /// One caller at a time.
  /// Inside of a part it runs the parts on the calling thread.
  void run(int64_t parts, Part part, void *context);

private:
  /// The parts of one thread that nobody has taken: the number of the loop, the
  /// next part and the end. One word, so that a part is taken only of the loop
  /// that it was seen in.
  struct alignas(64) Share {
    std::atomic<uint64_t> left{0};
  };

  void work(int64_t thread);
  /// Takes and runs parts of loop `number` until none is left, those of
  /// `thread` first.
  void takeParts(uint32_t number, int64_t thread);
  void takeShare(uint32_t number, Share &share);

  // The running loop. A loop with a part that is not done is not over, so who
  // has taken a part has read these consistently.
  std::atomic<Part> part{nullptr};
  std::atomic<void *> context{nullptr};
  std::vector<Share> shares;                 ///< by thread; the caller's first
  alignas(64) std::atomic<uint32_t> open{0}; ///< parts that are not done
  alignas(64) std::atomic<uint32_t> number{
      0}; ///< of the loop; who sleeps, waits for it
  std::atomic<bool> over{false};
  std::vector<std::thread> workers;
};

} // namespace dnd::rt

#endif // DND_RUNTIME_CPU_TEAM_H
