//===- TrainerState.cpp - Saving and resuming a training ------------------===//
//
// last.state.safetensors holds everything a resumed run needs, so that one
// atomic file decides where it continues; weights.safetensors and
// best.safetensors are for the user.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Trainer.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt {

Metadata Trainer::weightsMetadata() const {
  Metadata meta = baseMetadata(model);
  data.fitted.write(model, meta);
  meta["epoch"] = fmt::format("{}", epoch);
  meta["seed"] = fmt::format("{}", settings.seed);
  return meta;
}

void Trainer::writeSteps() {
  if (!stepLines.empty())
    directory.appendSteps(stepLines);
  stepLines.clear();
}

void Trainer::saveBest() {
  if (best.empty())
    return;
  std::vector<ArrayView> views = weightViews(work);
  for (size_t i = 0; i < views.size(); ++i)
    views[i].data = best[i].data();
  Metadata meta = weightsMetadata();
  meta["epoch"] = fmt::format("{}", bestEpoch);
  writeSafetensors(directory.file("best.safetensors"), views, meta);
  best.clear();
}

/// What weights.safetensors holds of a run with averages.
std::vector<ArrayView> Trainer::averageViews() {
  std::vector<ArrayView> views = weightViews(work);
  for (auto [weights, average] : averagedBuffers())
    for (ArrayView &view : views)
      if (view.data == weights->data())
        view.data = average->data();
  return views;
}

void Trainer::save() {
  engine->fetchWeights();
  writeSteps();
  saveBest();
  // Names with a slash cannot be paths of the model.
  std::vector<ArrayView> views = weightViews(work, "weights/");
  size_t slot = 0;
  for (const SlotInfo &s : model.slotList())
    views.push_back({fmt::format("state/{}/{}", s.path, s.name), DType::F32,
                     s.shape, work.slots[slot++].data()});
  if (running.confusion.classes())
    views.push_back({"counters/confusion",
                     DType::I64,
                     {running.confusion.classes(), running.confusion.classes()},
                     running.confusion.raw().data()});
  std::vector<double> sums = running.regression.pack();
  views.push_back({"counters/regression",
                   DType::F64,
                   {static_cast<int64_t>(sums.size())},
                   sums.data()});
  Metadata meta = weightsMetadata();
  meta["step_in_epoch"] = fmt::format("{}", stepInEpoch);
  meta["loss_sum"] = exactText(lossSum);
  meta["best_score"] = exactText(bestScore);
  meta["best_epoch"] = fmt::format("{}", bestEpoch);
  meta["batch"] = fmt::format("{}", settings.batch);
  // First: a run that is killed between the two can be continued.
  writeSafetensors(directory.file("last.state.safetensors"), views, meta);
  writeSafetensors(directory.file("weights.safetensors"), averageViews(),
                   weightsMetadata());
  if (averages)
    writeSafetensors(directory.file("raw_weights.safetensors"),
                     weightViews(work), weightsMetadata());
  lastSave = Progress::Clock::now();
  savedStep = epoch * stepsPerEpoch + stepInEpoch;
}

void Trainer::writeConfusion() {
  if (lastTest.count && lastTest.counters.confusion.classes())
    writeFile(directory.file("confusion.csv"),
              lastTest.counters.confusion.csv(data.fitted.classNames));
}

void Trainer::resume() {
  try {
    readState();
  } catch (Error &e) {
    // A state that is lost leaves the weights, if those are there.
    std::string weights = directory.file("weights.safetensors");
    if (e.code == Exit::Data && e.hint.empty())
      e.hint = fileExists(weights)
                   ? fmt::format("begin a new run with its weights: --weights "
                                 "{} --out DIR",
                                 shellWord(weights))
                   : "begin a new run: --out DIR";
    throw;
  }
}

void Trainer::readState() {
  std::string path = directory.file("last.state.safetensors");
  TensorFile file = readSafetensors(path);
  auto fail = [&](const std::string &why) {
    throw Error(Exit::Data,
                fmt::format("cannot resume from '{}': {}", path, why));
  };
  auto text = [&](const char *name) {
    auto found = file.metadata.find(name);
    if (found == file.metadata.end())
      fail(fmt::format("it lacks '{}'", name));
    return found->second;
  };
  auto whole = [&](const char *name) {
    int64_t value = 0;
    if (!parseInteger(text(name), value) || value < 0)
      fail(fmt::format("'{}' is damaged", name));
    return value;
  };
  auto real = [&](const char *name) {
    double value = 0;
    if (!parseReal(text(name), value))
      fail(fmt::format("'{}' is damaged", name));
    return value;
  };
  // States of older programs do not say what was fitted.
  if (file.metadata.count("reader"))
    if (std::string name = differenceOf(file.metadata, weightsMetadata());
        !name.empty())
      fail(fmt::format("the training data or what is done to them has changed "
                       "since ('{}')",
                       name));
  loadWeights(file, path, work, "weights/");
  size_t slot = 0;
  for (const SlotInfo &s : model.slotList()) {
    const Array *array =
        findArray(file.arrays, fmt::format("state/{}/{}", s.path, s.name));
    if (!array || array->type != DType::F32 || array->shape != s.shape)
      fail(fmt::format(
          "the optimiser state '{}' of '{}' is missing or has another shape",
          s.name, s.path));
    convertTo(*array, work.slots[slot++].as<float>());
  }
  engine->weightsChanged();
  epoch = whole("epoch");
  stepInEpoch = whole("step_in_epoch");
  lossSum = real("loss_sum");
  bestScore = real("best_score");
  bestEpoch = whole("best_epoch");
  if (stepInEpoch >= stepsPerEpoch)
    fail("the data set or the batch size has changed since");
  running.clear();
  if (const Array *counts = findArray(file.arrays, "counters/confusion")) {
    if (counts->type != DType::I64 ||
        counts->elements != std::ssize(running.confusion.raw()))
      fail("its counters have another size");
    std::copy_n(counts->data.as<int64_t>(), counts->elements,
                running.confusion.raw().begin());
  }
  if (const Array *packed = findArray(file.arrays, "counters/regression")) {
    std::vector<double> sums(static_cast<size_t>(packed->elements));
    convertTo(*packed, sums.data());
    if (!running.regression.unpack(sums))
      fail("its counters have another size");
  }
  savedStep = epoch * stepsPerEpoch + stepInEpoch;
  directory.truncateMetrics(epoch);
  directory.truncateSteps(savedStep);
}

} // namespace dnd::rt
