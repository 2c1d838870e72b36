//===- VerbBench.cpp - bench ----------------------------------------------===//
//
// Whole steps on random data: median, minimum and spread.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/RandomBatch.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Verbs.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace dnd::rt {
namespace {

Value benchEntry(Engine &engine, const dnd_entry &entry, int64_t batch,
                 int64_t repeat) {
  // The first calls fill caches and start the threads.
  engine.run(entry.name, batch);
  double once = engine.time(entry.name, batch, 3);
  once = std::min(once, engine.time(entry.name, batch, 3));
  // A measurement lasts long enough for the clock.
  auto calls = static_cast<int64_t>(
      std::clamp(std::ceil(5e-3 / std::max(once, 1e-9)), 1.0, 1e5));
  std::vector<double> times;
  for (int64_t i = 0; i < repeat; ++i)
    times.push_back(engine.time(entry.name, batch, calls));
  std::sort(times.begin(), times.end());
  auto quantile = [&](double q) {
    return times[static_cast<size_t>(q * static_cast<double>(times.size() - 1) +
                                     0.5)];
  };
  Value out = Value::object();
  out.set("entry", entry.name);
  out.set("batch", batch);
  out.set("device", engine.name());
  out.set("threads", dnd_rt_num_threads());
  out.set("median_us", quantile(0.5) * 1e6);
  out.set("min_us", times.front() * 1e6);
  out.set("quartile1_us", quantile(0.25) * 1e6);
  out.set("quartile3_us", quantile(0.75) * 1e6);
  out.set("max_us", times.back() * 1e6);
  out.set("measurements", repeat);
  out.set("calls_per_measurement", calls);
  out.set("samples_per_second", static_cast<double>(batch) / quantile(0.5));
  return out;
}

} // namespace

Exit runBench(const VerbContext &context) {
  const Model &model = context.model;
  const Options &options = context.options;
  int64_t batch = options.whole(
      "batch", model.recipe.present ? model.recipe.batch : 64, 1, 1 << 24);
  int64_t repeat = options.whole("repeat", 30, 1, 1 << 20);
  auto seed = static_cast<uint64_t>(options.whole("seed", 0, 0));
  std::vector<const dnd_entry *> entries;
  if (options.has("entry")) {
    std::string name = options.text("entry");
    std::vector<std::string> names;
    for (const dnd_entry &e : model.entries())
      if (!std::string_view(e.name).ends_with("_f64"))
        names.emplace_back(e.name);
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw Error(Exit::Usage, fmt::format("the model has no f32 entry '{}'{}",
                                           name, didYouMean(name, names)));
    entries.push_back(model.find(name));
  } else {
    for (const char *name : {"train_step", "forward"})
      if (const dnd_entry *e = model.find(name))
        entries.push_back(e);
  }
  std::unique_ptr<Engine> engine = context.device.makeEngine();
  Session &session = engine->session();
  session.initialise(seed);
  engine->prepareSlots();
  std::vector<std::string_view> names;
  for (const dnd_entry *e : entries)
    names.push_back(e->name);
  engine->prepare(names, batch, true);
  engine->weightsChanged();
  fillRandomBatch(session, batch, seed, true);
  for (size_t i = 0; i < model.outputs.size(); ++i)
    for (int64_t k = 0; k < batch * model.outputs[i].elements; ++k)
      session.setReal(session.cotangents[i], k, 1);
  HyperNumbers numbers(model);
  // Rate 0: the arithmetic is that of training, but random labels cannot drive
  // the weights to infinity.
  numbers.fill(session, 1, 0);
  Value list = Value::list();
  if (!options.has("json"))
    print(fmt::format("network {}  batch {}  device {}  threads {}\n",
                      model.network, batch, engine->name(),
                      dnd_rt_num_threads()));
  for (const dnd_entry *e : entries) {
    Value result = benchEntry(*engine, *e, batch, repeat);
    if (!options.has("json")) {
      auto number = [&](const char *name) { return result.find(name)->real; };
      print(fmt::format("{:<14} median {:10.1f} us   min {:10.1f}   quartiles "
                        "{:.1f} .. {:.1f}   max {:.1f}   {:.0f} samples/s\n",
                        e->name, number("median_us"), number("min_us"),
                        number("quartile1_us"), number("quartile3_us"),
                        number("max_us"), number("samples_per_second")));
    }
    list.push(std::move(result));
  }
  if (options.has("json"))
    print(list.dump() + "\n");
  return Exit::Ok;
}

} // namespace dnd::rt
