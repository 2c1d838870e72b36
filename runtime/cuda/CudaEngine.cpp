//===- CudaEngine.cpp - Computing on a GPU --------------------------------===//
//
// Single calls go through the session's buffers; training and evaluation are
// sweeps over data that lies on the GPU.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/CudaEngine.h"

#include "runtime/core/Error.h"
#include "runtime/cuda/Sweep.h"

#include <fmt/core.h>

#include <chrono>
#include <numeric>

namespace dnd::rt::cuda {
namespace {

class CudaEngine : public Engine {
public:
  CudaEngine(const Model &model, std::shared_ptr<Device> opened)
      : Engine(model, Precision::F32), device(std::move(opened)),
        buffers(device, work) {}

  std::string name() const override { return device->name(); }

  void prepare(const std::vector<std::string_view> &entries, int64_t batch,
               bool gradients) override {
    int64_t room = work.batchRoom();
    work.prepare({}, batch, gradients);
    for (std::string_view name : entries)
      prepared.push_back(&entryOf(name));
    double need = 0;
    for (const dnd_entry *e : prepared)
      need = std::max(need, static_cast<double>(e->arena_fixed) +
                                static_cast<double>(work.batchRoom()) *
                                    static_cast<double>(e->arena_per_sample));
    if (need > 1e14)
      throw Error(
          Exit::Device,
          fmt::format(
              "the GPU has not enough memory for a batch of {}: {} are needed",
              batch, bytesText(need)),
          "use a smaller batch");
    if (madeBatch && work.batchRoom() == room &&
        static_cast<size_t>(need) <= buffers.arenaBytes() &&
        (!gradients || haveGradients))
      return;
    forgetGraphs();
    buffers.makeBatch(static_cast<size_t>(need), batch);
    madeBatch = true;
    haveGradients |= gradients;
  }

  void prepareSlots() override {
    work.prepareSlots();
    forgetGraphs();
    buffers.makeSlots();
  }

  void weightsChanged() override {
    buffers.uploadWeights();
    trained = false;
  }

  void fetchWeights() override {
    if (trained)
      buffers.downloadWeights();
    trained = false;
  }

  void run(std::string_view name, int64_t batch) override {
    bool weighs = name.starts_with("grad_cotangent");
    bool compares = !weighs && !name.starts_with("forward");
    buffers.uploadInputs(batch);
    if (compares)
      buffers.uploadTargets(batch);
    if (weighs)
      buffers.uploadCotangents(batch);
    buffers.uploadNumbers();
    play(name, batch);
    buffers.downloadOutputs(batch);
    if (compares)
      buffers.downloadLoss();
    if (name.starts_with("grad_"))
      buffers.downloadGradients(batch);
    device->synchronize(name);
    trained |= name == "train_step";
  }

  double time(std::string_view name, int64_t batch, int64_t calls) override {
    using Clock = std::chrono::steady_clock;
    Clock::time_point start = Clock::now();
    for (int64_t i = 0; i < calls; ++i)
      play(name, batch);
    device->synchronize(name);
    trained |= name == "train_step";
    return std::chrono::duration<double>(Clock::now() - start).count() /
           static_cast<double>(calls);
  }

  void beginEpoch(const EpochPlan &plan, int64_t firstStep) override {
    training = &sweepOf(*plan.part, "train_step", plan.batch,
                        std::max(plan.loaderThreads(), 1));
    training->begin(work, *plan.order, &plan.key, firstStep, plan.stepsBefore,
                    plan.fillNumbers);
  }

  std::span<const double> trainSteps(int64_t step, int64_t most,
                                     Counters &counters) override {
    trained = true;
    return training->run(step, most, counters);
  }

  double waitedForData() const override {
    return training ? training->waited() : 0;
  }

  Evaluation evaluate(const DataPart &part, int64_t batch,
                      const std::function<void()> &stop) override {
    prepare({"eval_step"}, std::min(batch, part.count), false);
    Evaluation result(model());
    if (part.count == 0)
      return result;
    // The device counts classes; what needs all numbers is made here.
    if (result.scores.isWanted())
      return Engine::evaluate(part, batch, stop);
    Sweep &sweep = sweepOf(part, "eval_step", batch);
    std::vector<int64_t> order(static_cast<size_t>(part.count));
    std::iota(order.begin(), order.end(), int64_t{0});
    sweep.begin(work, order, nullptr, 0, 0, {});
    double sum = 0;
    for (int64_t step = 0; step < sweep.steps();) {
      if (stop)
        stop();
      for (double loss : sweep.run(step, INT64_MAX, result.counters)) {
        sum += loss *
               static_cast<double>(std::min(batch, part.count - step * batch));
        ++step;
      }
    }
    result.count = part.count;
    result.loss = sum / static_cast<double>(part.count);
    return result;
  }

private:
  const dnd_entry &entryOf(std::string_view name) const {
    const dnd_device_code &code = device->code();
    for (uint32_t i = 0; i < code.num_entries; ++i)
      if (name == code.entries[i].name)
        return code.entries[i];
    model().require(name, fmt::format("run '{}'", name));
    throw Error(Exit::Device,
                fmt::format("this program has no GPU code for '{}'", name),
                "compile it again with dndc --cuda=on");
  }

  void play(std::string_view name, int64_t batch) {
    const dnd_entry &entry = entryOf(name);
    std::unique_ptr<Recording> &recording = graphs[{&entry, batch}];
    if (!recording)
      recording = std::make_unique<Recording>(device, entry.name);
    recording->play([&](LaunchMode mode) {
      device->callEntry(entry, buffers.call(batch), mode);
    });
  }

  /// Each part of the data is taken to the GPU once.
  Sweep &sweepOf(const DataPart &part, std::string_view entry, int64_t batch,
                 int loaders = 1) {
    std::unique_ptr<Sweep> &sweep = sweeps[{&part, std::string(entry), batch}];
    if (!sweep)
      sweep = std::make_unique<Sweep>(buffers, model(), part, entryOf(entry),
                                      batch, loaders);
    return *sweep;
  }

  void forgetGraphs() {
    graphs.clear();
    for (auto &entry : sweeps)
      entry.second->forgetGraphs();
  }

  std::shared_ptr<Device> device;
  Buffers buffers;
  bool madeBatch = false, haveGradients = false;
  bool trained = false;                    ///< the weights on the GPU are newer
  std::vector<const dnd_entry *> prepared; ///< they share the arena
  std::map<std::pair<const dnd_entry *, int64_t>, std::unique_ptr<Recording>>
      graphs;
  std::map<std::tuple<const DataPart *, std::string, int64_t>,
           std::unique_ptr<Sweep>>
      sweeps;
  Sweep *training = nullptr;
};

} // namespace

std::shared_ptr<Device> openDevice(const Model &model, int ordinal) {
  return Device::open(model.cuda(), ordinal);
}

std::string deviceName(const Device &device) { return device.name(); }

std::vector<std::string> describeDevices(const Model &model) {
  return describeGpus(model.cuda());
}

std::string describeCode(const Model &model) {
  const dnd_device_code *code = model.cuda();
  if (!code || code->num_entries == 0)
    return {};
  return fmt::format("{}; {} kernels", imageList(*code), code->num_kernels);
}

std::unique_ptr<Engine> makeEngine(const Model &model,
                                   std::shared_ptr<Device> device) {
  return std::make_unique<CudaEngine>(model, std::move(device));
}

} // namespace dnd::rt::cuda
