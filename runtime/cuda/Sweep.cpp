//===- Sweep.cpp - An entry over a part of the data -----------------------===//
//
// The kernels launched here by name are those that dndrt/abi.h describes.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Sweep.h"

#include "runtime/core/Error.h"

#include <algorithm>
#include <chrono>

namespace dnd::rt::cuda {

/// The time after which the host looks at losses and signals.
constexpr double secondsPerChunk = 0.2;

/// Batches that are on their way to the GPU at a time.
constexpr size_t mostInFlight = 2;

//===----------------------------------------------------------------------===//
// PartData
//===----------------------------------------------------------------------===//

PartData::PartData(std::shared_ptr<Device> owner, const Model &model,
                   const DataPart &part, int64_t batch, int loaders)
    : device(std::move(owner)), model(model) {
  for (const InputInfo &i : model.inputs)
    widths.push_back(i.elements);
  if (!model.targets.empty())
    widths.push_back(model.targets[0].words());
  Layout whole;
  size_t room = 0, sample = 0;
  for (int64_t w : widths) {
    size_t bytes = static_cast<size_t>(part.count * w) * 4;
    offsets.push_back(whole.add(bytes));
    room = std::max(room, bytes);
    sample += static_cast<size_t>(w) * 4;
  }
  // The driver keeps some memory to itself, and other programs come and go.
  size_t available = freeBytes(*device);
  if (!part.isSlow() && whole.bytes() <= available - available / 16) {
    try {
      memory = DeviceMemory(device, whole.bytes(), "the data");
    } catch (const Error &) {
      // Another program was faster: batch by batch, then.
    }
  }
  if (resident()) {
    std::vector<int32_t> staging(room / 4);
    for (size_t i = 0; i < fields(); ++i) {
      if (i < model.inputs.size())
        gatherInput(part, model, i, nullptr, 0, part.count, staging.data());
      else
        gatherTarget(part, model, nullptr, 0, part.count, staging.data());
      copyToDevice(*device, field(i), staging.data(),
                   static_cast<size_t>(part.count * widths[i]) * 4);
      device->synchronize("copying the data to the GPU");
    }
    return;
  }
  std::vector<BatchPlace> places;
  auto slots = static_cast<size_t>(loaders) + mostInFlight;
  copied.resize(slots);
  for (size_t k = 0; k < slots; ++k) {
    pinned.emplace_back(device, sample * static_cast<size_t>(batch) + 1);
    device->driver().check(
        device->driver().cuEventCreate(&copied[k], eventDefault),
        "making an event");
    BatchPlace place;
    char *at = static_cast<char *>(pinned[k].data());
    for (int64_t w : widths) {
      place.push_back(at);
      at += static_cast<size_t>(w * batch) * 4;
    }
    places.push_back(std::move(place));
  }
  batcher = std::make_unique<Batcher>(model, std::move(places), loaders);
}

PartData::~PartData() {
  for (Event event : copied)
    if (event)
      device->driver().cuEventDestroy_v2(event);
}

Address PartData::destination(const Buffers &buffers, size_t i) const {
  return i < model.inputs.size() ? buffers.input(i) : buffers.target();
}

void PartData::begin(const BatchPlan &plan, int64_t firstStep) {
  // Nobody may write what is still copied.
  for (size_t slot : inFlight)
    device->driver().check(device->driver().cuEventSynchronize(copied[slot]),
                           "sending a batch");
  inFlight.clear();
  batcher->begin(plan, firstStep);
}

void PartData::send(int64_t size, Buffers &buffers) {
  const Driver &driver = device->driver();
  if (inFlight.size() == mostInFlight) {
    driver.check(driver.cuEventSynchronize(copied[inFlight.front()]),
                 "sending a batch");
    inFlight.erase(inFlight.begin());
    batcher->giveBack();
  }
  size_t slot = batcher->take();
  const BatchPlace &place = batcher->place(slot);
  for (size_t i = 0; i < fields(); ++i)
    copyToDevice(*device, destination(buffers, i), place[i],
                 static_cast<size_t>(size * widths[i]) * 4);
  driver.check(driver.cuEventRecord(copied[slot], device->stream()),
               "sending a batch");
  inFlight.push_back(slot);
}

//===----------------------------------------------------------------------===//
// Sweep
//===----------------------------------------------------------------------===//

Sweep::Sweep(Buffers &buffers, const Model &model, const DataPart &part,
             const dnd_entry &entry, int64_t batch, int loaders)
    : buffers(buffers), model(model), part(part), entry(entry), batch(batch),
      data(buffers.owner(), model, part, batch, loaders), shape(model) {
  Layout layout;
  size_t count = static_cast<size_t>(part.count);
  size_t rounds = static_cast<size_t>(steps());
  size_t at[] = {layout.add(3 * sizeof(int64_t)),
                 layout.add(count * sizeof(int64_t)),
                 layout.add(rounds * model.hyper.size() * sizeof(float)),
                 layout.add(rounds * sizeof(float)),
                 layout.add(shape.classes
                                ? count * static_cast<size_t>(shape.positions) *
                                      sizeof(int32_t)
                                : 0),
                 layout.add(countsErrors() ? 2 * count * sizeof(double) : 0)};
  memory =
      DeviceMemory(buffers.owner(), layout.bytes(), "the order of the samples");
  Address *places[] = {&control, &order,     &numbers,
                       &losses,  &predicted, &errors};
  for (int i = 0; i < 6; ++i)
    *places[i] = memory.at(at[i]);
  hostLosses.resize(rounds);
  results.resize(rounds);
  if (shape.classes)
    hostPredicted.resize(count * static_cast<size_t>(shape.positions));
  if (countsErrors())
    hostErrors.resize(2 * count);
}

void Sweep::begin(Session &session, const std::vector<int64_t> &newOrder,
                  const SampleKey *key, int64_t firstStep, int64_t stepsBefore,
                  const std::function<void(int64_t)> &fillNumbers) {
  const Device &device = *buffers.owner();
  rows = &newOrder;
  if (!data.resident())
    data.begin({&part, newOrder.data(), batch, key}, firstStep);
  copyToDevice(device, order, newOrder.data(),
               newOrder.size() * sizeof(int64_t));
  ownNumbers = fillNumbers && !model.hyper.empty();
  if (ownNumbers) {
    size_t width = model.hyper.size();
    std::vector<float> table(static_cast<size_t>(steps()) * width);
    for (int64_t s = firstStep; s < steps(); ++s) {
      fillNumbers(s);
      std::copy_n(session.hyper.as<float>(), width,
                  table.begin() + s * static_cast<int64_t>(width));
    }
    copyToDevice(device, numbers, table.data(), table.size() * sizeof(float));
  }
  buffers.uploadNumbers();
  int64_t counter[3] = {firstStep, firstStep, stepsBefore};
  copyToDevice(device, control, counter, sizeof counter);
  buffers.owner()->synchronize("copying to the GPU");
}

std::span<const double> Sweep::run(int64_t step, int64_t most,
                                   Counters &counters) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  int64_t count = std::min({chunk, most, steps() - step});
  for (int64_t s = step; s < step + count; ++s) {
    if (!data.resident())
      data.send(sizeOf(s), buffers);
    play(sizeOf(s));
  }
  collect(step, count, counters);
  double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  // The first two are checked and recorded: what they took says little.
  if (step > 1)
    chunk = static_cast<int64_t>(std::clamp(
        static_cast<double>(count) * secondsPerChunk / std::max(seconds, 1e-9),
        1.0, 8.0 * static_cast<double>(chunk)));
  return {results.data(), static_cast<size_t>(count)};
}

void Sweep::play(int64_t size) {
  std::unique_ptr<Recording> &recording = graphs[size];
  if (!recording)
    recording = std::make_unique<Recording>(buffers.owner(), entry.name);
  recording->play([&](LaunchMode mode) { launchStep(size, mode); });
}

void Sweep::launchStep(int64_t size, LaunchMode mode) {
  launchBegin(size, mode);
  buffers.owner()->callEntry(entry, buffers.call(size), mode);
  launchEnd(size, mode);
}

static unsigned roundedThreads(int64_t wanted) {
  return static_cast<unsigned>(
      std::clamp<int64_t>((wanted + 31) / 32 * 32, 32, 256));
}

/// Two fields a launch: inputs and target of most networks are one launch.
void Sweep::launchBegin(int64_t size, LaunchMode mode) {
  Address hyper = buffers.hyper(), runStep = buffers.step();
  int64_t numberCount =
      ownNumbers ? static_cast<int64_t>(model.hyper.size()) : 0;
  size_t fields = data.resident() ? data.fields() : 0;
  for (size_t i = 0; i == 0 || i < fields; i += 2) {
    Address from[2] = {order, order}, to[2] = {order, order};
    int64_t words[2] = {0, 0};
    for (size_t k = 0; k < 2 && i + k < fields; ++k) {
      from[k] = data.field(i + k);
      to[k] = data.destination(buffers, i + k);
      words[k] = data.words(i + k);
    }
    void *arguments[] = {&control, &order,    &numbers, &hyper,    &numberCount,
                         &batch,   &from[0],  &to[0],   &words[0], &from[1],
                         &to[1],   &words[1], &runStep};
    LaunchShape launch;
    launch.grid[0] = fields ? static_cast<unsigned>(size) : 1;
    launch.block[0] =
        roundedThreads(std::max({words[0], words[1], numberCount}));
    buffers.owner()->launchNamed("dnd_step_begin", launch, arguments, mode);
    numberCount = 0;
  }
}

void Sweep::launchEnd(int64_t size, LaunchMode mode) {
  Device &device = *buffers.owner();
  Address loss = buffers.loss();
  Address outputs =
      shape.target ? buffers.output(static_cast<size_t>(shape.target->output))
                   : loss;
  if (countsErrors()) {
    Address truth = buffers.target();
    int64_t width = shape.target->elements;
    void *arguments[] = {&control, &outputs, &truth, &width,
                         &batch,   &size,    &errors};
    LaunchShape launch;
    launch.grid[0] = static_cast<unsigned>((size + 127) / 128);
    launch.block[0] = 128;
    device.launchNamed("dnd_step_errors", launch, arguments, mode);
  }
  int64_t classes = shape.isBinary ? 1 : shape.classes,
          each = batch * shape.positions,
          count = shape.classes ? size * shape.positions : 0;
  void *arguments[] = {&control, &loss, &losses, &outputs,
                       &classes, &each, &count,  &predicted};
  // A warp for each row.
  LaunchShape launch;
  launch.grid[0] = static_cast<unsigned>(std::max<int64_t>(1, (count + 3) / 4));
  launch.block[0] = 128;
  device.launchNamed("dnd_step_end", launch, arguments, mode);
}

void Sweep::collect(int64_t first, int64_t count, Counters &counters) {
  const Device &device = *buffers.owner();
  auto begin = static_cast<size_t>(first * batch);
  auto samples = static_cast<size_t>(
      std::min(part.count, (first + count) * batch) - first * batch);
  auto read = [&](auto &to, Address from, size_t at, size_t n) {
    size_t width = sizeof(to[0]);
    copyToHost(device, to.data() + at, from + at * width, n * width);
  };
  auto positions = static_cast<size_t>(shape.positions);
  read(hostLosses, losses, static_cast<size_t>(first),
       static_cast<size_t>(count));
  if (shape.classes)
    read(hostPredicted, predicted, begin * positions, samples * positions);
  if (countsErrors())
    read(hostErrors, errors, 2 * begin, 2 * samples);
  buffers.owner()->synchronize(entry.name);
  std::copy_n(hostLosses.begin() + first, count, results.begin());
  if (!shape.target)
    return;
  for (size_t n = begin; n < begin + samples; ++n)
    counters.addResult(part, (*rows)[n],
                       shape.classes ? &hostPredicted[n * positions] : nullptr,
                       countsErrors() ? &hostErrors[2 * n] : nullptr);
}

} // namespace dnd::rt::cuda
