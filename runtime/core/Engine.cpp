//===- Engine.cpp - Where a model computes --------------------------------===//
//
// The processor's engine, and what every engine does in the same way.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Engine.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <chrono>

namespace dnd::rt {

Evaluation Engine::evaluate(const DataPart &part, int64_t batch,
                            const std::function<void()> &stop) {
  prepare({"eval_step"}, std::min(batch, part.count), false);
  Evaluation result(model());
  double sum = 0;
  for (int64_t first = 0; first < part.count; first += batch) {
    if (stop)
      stop();
    int64_t size = std::min(batch, part.count - first);
    gather(part, nullptr, first, size, work);
    run("eval_step", size);
    sum += work.lossValue() * static_cast<double>(size);
    result.counters.add(work, size);
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

void HostEngine::beginEpoch(const EpochPlan &plan, int64_t) { epoch = plan; }

std::span<const double> HostEngine::trainSteps(int64_t step,
                                               Counters &counters) {
  int64_t size = epoch.sizeOf(step);
  gather(*epoch.part, epoch.order->data() + step * epoch.batch, 0, size, work);
  epoch.fillNumbers(step);
  work.run(entryOf("train_step"), size);
  counters.add(work, size);
  lastLoss = work.lossValue();
  return {&lastLoss, 1};
}

} // namespace dnd::rt
