//===- Batcher.h - Batches, made ahead of their use -------------*- C++ -*-===//
//
// Threads fill batches with samples while others compute. What is in a batch
// depends on the order of the samples, the seed and the epoch alone: not on the
// number of threads, and not on where an epoch is entered.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_BATCHER_H
#define RUNTIME_DATA_BATCHER_H

#include "runtime/data/Dataset.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace dnd::rt {

/// One epoch's batches of a part.
struct BatchPlan {
  const DataPart *part = nullptr;
  const int64_t *order = nullptr; ///< of the samples; null: as they stand
  int64_t batch = 1; ///< samples of a batch; the last one may have fewer
  /// Seed and epoch of the training; null in evaluation, without augmentation.
  const SampleKey *key = nullptr;
  bool onlyInputs = false; ///< samples without targets, to be predicted

  int64_t steps() const { return (part->count + batch - 1) / batch; }
  int64_t sizeOf(int64_t step) const {
    return std::min(batch, part->count - step * batch);
  }
};

/// Room for one batch: for each input of the network, then for its target;
/// memory of any kind that the processor can write.
using BatchPlace = std::vector<void *>;

/// Makes the batch of a step.
void fillBatch(const Model &model, const BatchPlan &plan, int64_t step,
               const BatchPlace &place);

class Batcher {
public:
  /// Fills `places` in turn, by `threads` threads; without any, take() fills
  /// them. Model and places must outlive the batcher.
  Batcher(const Model &model, std::vector<BatchPlace> places, int threads);
  ~Batcher();
  Batcher(const Batcher &) = delete;
  Batcher &operator=(const Batcher &) = delete;

  /// Begins with the batch of a step. The order is copied; the part must stay
  /// until all batches were taken or stop() was called. All places are given
  /// back.
  void begin(const BatchPlan &plan, int64_t firstStep);
  /// The index of the place with the next batch. Waits for it; throws what its
  /// making threw. At most as many as there are places may be taken.
  size_t take();
  /// Gives the place back that was taken first.
  void giveBack();
  /// Seconds that take() has taken since begin(): the time without a batch.
  double waited() const { return waitedSeconds; }
  /// Ends the epoch; no thread touches places or plan afterwards.
  void stop();

  const BatchPlace &place(size_t index) const { return places[index]; }

private:
  void work();
  int64_t limit() const {
    return std::min(steps, returned + std::ssize(places));
  }

  const Model &model;
  std::vector<BatchPlace> places;
  BatchPlan plan;
  SampleKey key;
  std::vector<int64_t> order;

  std::mutex mutex;
  std::condition_variable changed;
  // Steps of the epoch: below `returned` given back, below `taken` taken, below
  // `begun` made or being made; `ready` says of each place which step it holds.
  int64_t steps = 0, returned = 0, taken = 0, begun = 0;
  std::vector<int64_t> ready;
  std::vector<std::exception_ptr> failures; ///< of each place
  int busy = 0;                             ///< threads that make a batch
  bool over = false;
  double waitedSeconds = 0; ///< of the taker's thread
  std::vector<std::thread> threads;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_BATCHER_H
