//===- Engine.cpp - Where a model computes --------------------------------===//
//
// The processor's engine, and what every engine does in the same way.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Engine.h"

#include "runtime/core/Error.h"
#include "runtime/cpu/Threads.h"

#include <fmt/core.h>

#include <chrono>
#include <cstring>

namespace dnd::rt {

int EpochPlan::loaderThreads() const {
  if (loaders >= 0)
    return loaders;
  return part->isSlow()
             ? static_cast<int>(std::clamp<int64_t>(availableCores(), 2, 16))
             : 0;
}

Evaluation Engine::evaluate(const DataPart &part, int64_t batch,
                            const std::function<void()> &stop) {
  prepare({"eval_step"}, std::min(batch, part.count), false);
  Evaluation result(model());
  double sum = 0;
  BatchPlan plan{.part = &part, .batch = batch};
  BatchPlace place = placeOf(work);
  for (int64_t step = 0; step < plan.steps(); ++step) {
    if (stop)
      stop();
    int64_t size = plan.sizeOf(step);
    fillBatch(model(), plan, step, place);
    work.step = static_cast<uint64_t>(step);
    run("eval_step", size);
    sum += work.lossValue() * static_cast<double>(size);
    result.add(work, size);
  }
  result.count = part.count;
  result.loss = part.count ? sum / static_cast<double>(part.count) : 0;
  return result;
}

const dnd_entry &HostEngine::entryOf(std::string_view name) const {
  // The text is made for the message alone: nothing allocates in a step.
  if (const dnd_entry *entry = model().find(name))
    return *entry;
  return model().require(name, fmt::format("run '{}'", name));
}

void HostEngine::prepare(const std::vector<std::string_view> &entries,
                         int64_t batch, bool gradients) {
  std::vector<const dnd_entry *> list;
  for (std::string_view name : entries)
    list.push_back(&entryOf(name));
  work.prepare(list, batch, gradients);
}

void HostEngine::run(std::string_view entry, int64_t batch) {
  work.run(entryOf(entry), batch);
}

double HostEngine::time(std::string_view entry, int64_t batch, int64_t calls) {
  using Clock = std::chrono::steady_clock;
  const dnd_entry &called = entryOf(entry);
  Clock::time_point start = Clock::now();
  for (int64_t i = 0; i < calls; ++i)
    work.run(called, batch);
  return std::chrono::duration<double>(Clock::now() - start).count() /
         static_cast<double>(calls);
}

void HostEngine::makeBatcher() {
  int threads = epoch.loaderThreads();
  if (batcher && madeFor == epoch.batch && madeThreads == threads)
    return;
  batcher.reset();
  rooms.clear();
  std::vector<BatchPlace> places;
  for (int p = 0; p < threads + 2; ++p) {
    BatchPlace place;
    auto make = [&](int64_t elements) {
      rooms.emplace_back(static_cast<size_t>(elements * epoch.batch) * 4);
      place.push_back(rooms.back().data());
    };
    for (const InputInfo &input : model().inputs)
      make(input.elements);
    if (!model().targets.empty())
      make(model().targets[0].words());
    places.push_back(std::move(place));
  }
  batcher = std::make_unique<Batcher>(model(), std::move(places), threads);
  madeFor = epoch.batch;
  madeThreads = threads;
}

void HostEngine::beginEpoch(const EpochPlan &plan, int64_t firstStep) {
  epoch = plan;
  batch = placeOf(work);
  filling = 0;
  if (epoch.loaderThreads() == 0)
    return batcher.reset();
  makeBatcher();
  batcher->begin(epoch.batches(), firstStep);
}

std::span<const double> HostEngine::trainSteps(int64_t step, int64_t /*most*/,
                                               Counters &counters) {
  int64_t size = epoch.sizeOf(step);
  if (batcher) {
    const BatchPlace &made = batcher->place(batcher->take());
    for (size_t i = 0; i < batch.size(); ++i) {
      int64_t elements = i < model().inputs.size() ? model().inputs[i].elements
                                                   : model().targets[0].words();
      std::memcpy(batch[i], made[i], static_cast<size_t>(elements * size) * 4);
    }
    batcher->giveBack();
  } else {
    using Clock = std::chrono::steady_clock;
    Clock::time_point start = Clock::now();
    fillBatch(model(), epoch.batches(), step, batch);
    filling += std::chrono::duration<double>(Clock::now() - start).count();
  }
  epoch.fillNumbers(step);
  work.step = static_cast<uint64_t>(epoch.stepsBefore + step);
  work.run(entryOf("train_step"), size);
  counters.add(work, size);
  lastLoss = work.lossValue();
  return {&lastLoss, 1};
}

} // namespace dnd::rt
