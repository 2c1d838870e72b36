//===- Batcher.cpp - Batches, made ahead of their use ---------------------===//
//
// Step s lies in place s % places; steps are handed to threads in order.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Batcher.h"

#include "runtime/data/Mixing.h"

#include <chrono>

namespace dnd::rt {

void fillBatch(const Model &model, const BatchPlan &plan, int64_t step,
               const BatchPlace &place) {
  int64_t first = step * plan.batch, size = plan.sizeOf(step);
  const int64_t *rows = plan.order ? plan.order + first : nullptr;
  for (size_t i = 0; i < model.inputs.size(); ++i)
    gatherInput(*plan.part, model, i, rows, first, size, place[i], plan.key);
  if (!model.targets.empty() && !plan.onlyInputs)
    gatherTarget(*plan.part, model, rows, first, size,
                 place[model.inputs.size()]);
  if (plan.key && plan.part->mixing)
    plan.part->mixing->apply(*plan.key, step, size, place);
}

Batcher::Batcher(const Model &model, std::vector<BatchPlace> given, int count)
    : model(model), places(std::move(given)), ready(places.size(), -1),
      failures(places.size()) {
  for (int i = 0; i < count; ++i)
    threads.emplace_back([this] { work(); });
}

Batcher::~Batcher() {
  stop();
  {
    std::lock_guard lock(mutex);
    over = true;
  }
  changed.notify_all();
  for (std::thread &thread : threads)
    thread.join();
}

void Batcher::stop() {
  std::unique_lock lock(mutex);
  steps = 0;
  changed.wait(lock, [&] { return busy == 0; });
}

void Batcher::begin(const BatchPlan &newPlan, int64_t firstStep) {
  stop();
  std::lock_guard lock(mutex);
  plan = newPlan;
  if (plan.key) {
    key = *plan.key;
    plan.key = &key;
  }
  if (plan.order) {
    order.assign(plan.order, plan.order + plan.part->count);
    plan.order = order.data();
  }
  steps = plan.steps();
  returned = taken = begun = firstStep;
  waitedSeconds = 0;
  std::fill(ready.begin(), ready.end(), -1);
  std::fill(failures.begin(), failures.end(), nullptr);
  changed.notify_all();
}

size_t Batcher::take() {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  std::unique_lock lock(mutex);
  int64_t step = taken;
  auto index = static_cast<size_t>(step) % places.size();
  if (threads.empty()) {
    fillBatch(model, plan, step, places[index]);
  } else {
    changed.wait(lock, [&] { return ready[index] == step; });
    if (failures[index])
      std::rethrow_exception(failures[index]);
  }
  ++taken;
  waitedSeconds += std::chrono::duration<double>(Clock::now() - start).count();
  return index;
}

void Batcher::giveBack() {
  {
    std::lock_guard lock(mutex);
    ++returned;
  }
  changed.notify_all();
}

void Batcher::work() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [&] { return over || begun < limit(); });
    if (over)
      return;
    int64_t step = begun++;
    auto index = static_cast<size_t>(step) % places.size();
    ++busy;
    lock.unlock();
    std::exception_ptr failure;
    try {
      fillBatch(model, plan, step, places[index]);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    --busy;
    failures[index] = failure;
    ready[index] = step;
    changed.notify_all();
  }
}

} // namespace dnd::rt
