//===- Sweep.h - An entry over a part of the data ---------------*- C++ -*-===//
//
// Runs train_step or eval_step over the samples of a part, batch after batch,
// with nothing left for the host to do between two steps: samples are gathered
// by their index, the numbers of the optimiser are taken from a table, losses
// and predictions are collected, all on the GPU. Word 0 of `control` counts the
// steps.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_SWEEP_H
#define RUNTIME_CUDA_SWEEP_H

#include "runtime/core/Engine.h"
#include "runtime/cuda/Buffers.h"
#include "runtime/cuda/Recording.h"

#include <map>

namespace dnd::rt::cuda {

/// A part of the data on the GPU, or what is needed to send it batch by batch.
class PartData {
public:
  /// Takes the part to the GPU when it fits there and is the same in every
  /// epoch, else makes pinned buffers for batches, which `loaders` threads
  /// fill.
  PartData(std::shared_ptr<Device> device, const Model &model,
           const DataPart &part, int64_t batch, int loaders);
  ~PartData();

  bool resident() const { return memory.bytes() > 0; }
  /// Words of a sample of field i: the inputs, then the target.
  int64_t words(size_t i) const { return widths[i]; }
  size_t fields() const { return widths.size(); }
  Address field(size_t i) const { return memory.at(offsets[i]); }
  /// Where field i of a batch lies.
  Address destination(const Buffers &buffers, size_t i) const;
  /// For a part that is not resident: begins with the batch of a step, and
  /// sends the next one, of `size` samples, to the buffers.
  void begin(const BatchPlan &plan, int64_t firstStep);
  void send(int64_t size, Buffers &buffers);
  /// Seconds since begin() that the GPU was not given a batch.
  double waited() const { return batcher ? batcher->waited() : 0; }

private:
  std::shared_ptr<Device> device;
  const Model &model;
  std::vector<int64_t> widths;
  std::vector<size_t> offsets;
  DeviceMemory memory;
  // Batches: some are filled while others are copied.
  std::vector<PinnedMemory> pinned;
  std::vector<Event> copied;
  std::vector<size_t> inFlight; ///< sent and not given back, oldest first
  std::unique_ptr<Batcher> batcher;
};

class Sweep {
public:
  /// `buffers` hold the batch and must have room for it.
  Sweep(Buffers &buffers, const Model &model, const DataPart &part,
        const dnd_entry &entry, int64_t batch, int loaders);

  /// Begins at a step. `order` has one index for each sample; with a key the
  /// samples are those of a training; the noise counts `stepsBefore` more;
  /// `fillNumbers` writes the numbers of a step into the session (empty: they
  /// stay).
  void begin(Session &session, const std::vector<int64_t> &order,
             const SampleKey *key, int64_t firstStep, int64_t stepsBefore,
             const std::function<void(int64_t)> &fillNumbers);
  /// Runs steps from `step` on, as many as take about a fifth of a second, at
  /// least one and at most `most`; returns their losses and adds their samples
  /// to `counters`.
  std::span<const double> run(int64_t step, int64_t most, Counters &counters);

  double waited() const { return data.waited(); }
  int64_t steps() const { return (part.count + batch - 1) / batch; }
  /// The buffers have moved: graphs are made anew.
  void forgetGraphs() { graphs.clear(); }

private:
  int64_t sizeOf(int64_t step) const {
    return std::min(batch, part.count - step * batch);
  }
  bool countsErrors() const { return shape.target && !shape.target->isLabel; }
  void play(int64_t size);
  void launchStep(int64_t size, LaunchMode mode);
  void launchBegin(int64_t size, LaunchMode mode);
  void launchEnd(int64_t size, LaunchMode mode);
  void collect(int64_t first, int64_t count, Counters &counters);

  Buffers &buffers;
  const Model &model;
  const DataPart &part;
  const dnd_entry &entry;
  int64_t batch;
  PartData data;
  Counters shape; ///< what is counted
  const std::vector<int64_t> *rows = nullptr;

  DeviceMemory memory;
  Address control = 0, order = 0, numbers = 0, losses = 0, predicted = 0,
          errors = 0;
  bool ownNumbers = false; ///< of each step

  std::map<int64_t, std::unique_ptr<Recording>> graphs; ///< by batch size
  int64_t chunk = 1;
  std::vector<float> hostLosses;
  std::vector<int32_t> hostPredicted;
  std::vector<double> hostErrors, results;
};

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_SWEEP_H
