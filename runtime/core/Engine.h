//===- Engine.h - Where a model computes ------------------------*- C++ -*-===//
//
// One interface for the processor and for a GPU: the verbs and the training
// loop hold a session in host memory and ask an engine to compute with it.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_ENGINE_H
#define RUNTIME_CORE_ENGINE_H

#include "runtime/core/Evaluator.h"

#include <functional>
#include <memory>
#include <span>

namespace dnd::rt {

/// One epoch as the training loop wants it. Everything that it refers to stays
/// as it is until the epoch ends.
struct EpochPlan {
  const DataPart *part = nullptr;
  const std::vector<int64_t> *order = nullptr; ///< of the samples of the part
  int64_t batch = 1;       ///< samples of a step; the last one may have fewer
  int64_t stepsBefore = 0; ///< of the run, in the epochs before
  SampleKey key;           ///< seed and epoch
  /// Threads that make batches while others compute; less than 0: as many as
  /// pay.
  int loaders = -1;
  /// Writes the numbers of a step (from 0, within the epoch) into
  /// session().hyper.
  std::function<void(int64_t step)> fillNumbers;

  BatchPlan batches() const { return {part, order->data(), batch, &key}; }
  int64_t steps() const { return batches().steps(); }
  int64_t sizeOf(int64_t step) const { return batches().sizeOf(step); }
  /// Copying samples from memory costs less than handing them over; what is
  /// decoded or changed keeps every core busy.
  int loaderThreads() const;
};

class Engine {
public:
  Engine(const Model &model, Precision precision) : work(model, precision) {}
  Engine(const Engine &) = delete;
  Engine &operator=(const Engine &) = delete;
  virtual ~Engine() = default;

  /// The host's side: weights as they are loaded and saved, and the buffers of
  /// one batch.
  Session &session() { return work; }
  const Session &session() const { return work; }
  const Model &model() const { return work.model(); }

  /// "cpu", or "cuda:0 NVIDIA H200".
  virtual std::string name() const = 0;

  /// Makes room for calls of these entries with up to `batch` samples, with
  /// `gradients` for those of the gradient entries. Throws an Error that tells
  /// the bytes needed when there is not enough memory.
  virtual void prepare(const std::vector<std::string_view> &entries,
                       int64_t batch, bool gradients) = 0;
  /// Makes room for the optimiser's slots (zeroed).
  virtual void prepareSlots() = 0;

  /// To be called after parameters, tables, states or slots of session() were
  /// changed.
  virtual void weightsChanged() = 0;
  /// Brings parameters, states and slots of session() up to date after
  /// training.
  virtual void fetchWeights() = 0;

  /// Runs an entry on the first `batch` samples of session(): inputs, targets,
  /// cotangents, hyper, seed and step are read there, outputs, loss and
  /// gradients written.
  virtual void run(std::string_view entry, int64_t batch) = 0;

  /// Seconds of one call, measured over `calls` of them with the batch that
  /// the last run() had.
  virtual double time(std::string_view entry, int64_t batch, int64_t calls) = 0;

  /// Begins an epoch, or continues it at a step. The room for train_step must
  /// have been made.
  virtual void beginEpoch(const EpochPlan &plan, int64_t firstStep) = 0;
  /// Runs steps of the epoch from `step` on, at least one and at most `most`,
  /// and returns their losses; adds their samples to `counters`. The losses
  /// stay valid until the next call.
  virtual std::span<const double> trainSteps(int64_t step, int64_t most,
                                             Counters &counters) = 0;

  /// Seconds since beginEpoch() in which no samples were there to compute with.
  virtual double waitedForData() const = 0;

  /// Loss and metrics over a whole part, its batches as steps 0, 1, ...; `stop`
  /// is asked between batches and may end the evaluation by throwing.
  virtual Evaluation evaluate(const DataPart &part, int64_t batch,
                              const std::function<void()> &stop = {});

protected:
  Session work;
};

/// Computes on the processor.
class HostEngine : public Engine {
public:
  HostEngine(const Model &model, Precision precision)
      : Engine(model, precision) {}

  std::string name() const override { return "cpu"; }
  void prepare(const std::vector<std::string_view> &entries, int64_t batch,
               bool gradients) override;
  void prepareSlots() override { work.prepareSlots(); }
  void weightsChanged() override {}
  void fetchWeights() override {}
  void run(std::string_view entry, int64_t batch) override;
  double time(std::string_view entry, int64_t batch, int64_t calls) override;
  void beginEpoch(const EpochPlan &plan, int64_t firstStep) override;
  std::span<const double> trainSteps(int64_t step, int64_t most,
                                     Counters &counters) override;
  double waitedForData() const override {
    return batcher ? batcher->waited() : filling;
  }

private:
  const dnd_entry &entryOf(std::string_view name) const;

  void makeBatcher();

  EpochPlan epoch;
  BatchPlace batch; ///< the buffers of the session, during an epoch
  double lastLoss = 0;
  double filling = 0; ///< seconds, without loaders
  // With loaders: places of their own, from which a step's batch is copied.
  std::vector<Buffer> rooms;
  std::unique_ptr<Batcher> batcher;
  int64_t madeFor = 0; ///< samples of a place
  int madeThreads = 0;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_ENGINE_H
