//===- Shared.cpp - A model as a library ----------------------------------===//
//
// Weights are shared and read only; everything that a call writes is in a
// workspace of its own. Workspaces are kept for the next calls.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Shared.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Session.h"
#include "runtime/core/Weights.h"
#include "runtime/cpu/Features.h"
#include "runtime/cpu/Threads.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace dnd::rt {
namespace {

/// Samples of one call of an entry: larger requests are made in parts of this
/// size, whose results do not depend on it.
constexpr int64_t partSize = 256;

/// What one call at a time writes.
struct Workspace {
  std::vector<Buffer> inputs, outputs, cotangents, paramGrads, inputGrads;
  Buffer arena, loss;
  std::vector<void *> pointers[5];
  int64_t room = 0;
  bool hasGradients = false;
};

std::vector<void *> addressesOf(const std::vector<Buffer> &buffers) {
  std::vector<void *> addresses;
  for (const Buffer &buffer : buffers)
    addresses.push_back(buffer.data());
  addresses.push_back(nullptr); // so that no list is null itself
  return addresses;
}

int64_t rounded(int64_t batch) {
  return (batch + DND_BATCH_ROUND - 1) / DND_BATCH_ROUND * DND_BATCH_ROUND;
}

} // namespace
} // namespace dnd::rt

/// The type of the C interface.
struct dnd_shared {
  dnd_shared(const dnd_model &raw)
      : model(raw), weights(model, dnd::rt::Precision::F32) {}

  dnd::rt::Model model;
  dnd::rt::Session weights;
  std::vector<void *> params, tables, states;
  uint64_t seed = 0, step = 0;
  std::vector<float> hyper;
  std::mutex mutex;
  std::vector<std::unique_ptr<dnd::rt::Workspace>> idle;
};

namespace dnd::rt {
namespace {

/// Runs `work`; a failure becomes its code and its sentence.
template <typename Work>
int guarded(char *error, size_t size, const Work &work) {
  auto say = [&](Exit code, const std::string &text) {
    if (error && size > 0) {
      size_t length = std::min(text.size(), size - 1);
      std::memcpy(error, text.data(), length);
      error[length] = 0;
    }
    return static_cast<int>(code);
  };
  try {
    work();
    if (error && size > 0)
      error[0] = 0;
    return 0;
  } catch (const Error &e) {
    return say(e.code, e.hint.empty() ? e.message : e.message + "; " + e.hint);
  } catch (const std::bad_alloc &) {
    return say(Exit::Memory, "out of memory");
  } catch (const std::length_error &) {
    return say(Exit::Memory, "out of memory");
  } catch (const std::exception &e) {
    return say(Exit::Internal, std::string("internal error: ") + e.what());
  }
}

/// A workspace for the time of a call.
class Borrowed {
public:
  explicit Borrowed(dnd_shared &shared) : shared(shared) {
    std::lock_guard<std::mutex> lock(shared.mutex);
    if (!shared.idle.empty()) {
      own = std::move(shared.idle.back());
      shared.idle.pop_back();
    }
    if (!own)
      own = std::make_unique<Workspace>();
  }
  ~Borrowed() {
    std::lock_guard<std::mutex> lock(shared.mutex);
    // Beyond the room that is there it would have to ask for memory.
    if (shared.idle.size() < shared.idle.capacity())
      shared.idle.push_back(std::move(own));
  }
  Workspace &operator*() { return *own; }

private:
  dnd_shared &shared;
  std::unique_ptr<Workspace> own;
};

void prepare(const dnd_shared &shared, Workspace &work, const dnd_entry &entry,
             int64_t batch, bool gradients) {
  const Model &model = shared.model;
  int64_t room = rounded(batch);
  double arena = static_cast<double>(entry.arena_fixed) +
                 static_cast<double>(room) * entry.arena_per_sample;
  if (arena > 1e14)
    throw std::bad_alloc();
  if (static_cast<double>(work.arena.size()) < arena)
    work.arena = Buffer(static_cast<size_t>(arena));
  auto make = [&](int64_t elements) {
    return Buffer(static_cast<size_t>(elements * room) * 4);
  };
  if (room > work.room) {
    work.inputs.clear(), work.outputs.clear();
    for (const InputInfo &input : model.inputs)
      work.inputs.push_back(make(input.elements));
    for (const OutputInfo &output : model.outputs)
      work.outputs.push_back(make(output.elements));
    work.hasGradients = false;
    work.loss = Buffer(4);
    work.room = room;
  }
  if (gradients && !work.hasGradients) {
    work.cotangents.clear(), work.paramGrads.clear(), work.inputGrads.clear();
    for (const OutputInfo &output : model.outputs)
      work.cotangents.push_back(make(output.elements));
    for (const ParamInfo &param : model.params)
      work.paramGrads.emplace_back(static_cast<size_t>(param.elements) * 4);
    for (const InputInfo &input : model.inputs)
      work.inputGrads.push_back(
          input.type == ElementType::F32 ? make(input.elements) : Buffer());
    work.hasGradients = true;
  }
  const std::vector<Buffer> *lists[] = {&work.inputs, &work.outputs,
                                        &work.cotangents, &work.paramGrads,
                                        &work.inputGrads};
  for (size_t i = 0; i < std::size(lists); ++i)
    work.pointers[i] = addressesOf(*lists[i]);
}

void callEntry(dnd_shared &shared, Workspace &work, const dnd_entry &entry,
               int64_t batch) {
  dnd_call call{};
  call.batch = batch;
  call.inputs = work.pointers[0].data();
  call.outputs = work.pointers[1].data();
  call.cotangents = work.pointers[2].data();
  call.param_grads = work.pointers[3].data();
  call.input_grads = work.pointers[4].data();
  call.params = shared.params.data();
  call.tables = shared.tables.data();
  call.state = shared.states.data();
  call.hyper = shared.hyper.data();
  call.seed = &shared.seed;
  call.step = &shared.step;
  call.loss = work.loss.data();
  call.arena = work.arena.data();
  entry.run(&call);
}

/// The numbers of an embedding's input must be rows that it has.
void takeInputs(const dnd_shared &shared, Workspace &work,
                const void *const *inputs, int64_t first, int64_t batch) {
  for (size_t i = 0; i < shared.model.inputs.size(); ++i) {
    auto bytes = static_cast<size_t>(shared.model.inputs[i].elements) * 4;
    std::memcpy(work.inputs[i].data(),
                static_cast<const char *>(inputs[i]) +
                    static_cast<size_t>(first) * bytes,
                bytes * static_cast<size_t>(batch));
  }
}

void giveBack(const std::vector<Buffer> &from, float *const *to, size_t i,
              int64_t elements, int64_t first, int64_t batch) {
  if (to && to[i])
    std::memcpy(to[i] + first * elements, from[i].data(),
                static_cast<size_t>(elements * batch) * 4);
}

void checkCall(const dnd_shared *shared, int64_t samples,
               const void *const *inputs) {
  if (!shared)
    throw Error(Exit::Usage, "the model is null");
  if (samples < 0)
    throw Error(Exit::Usage,
                fmt::format("the number of samples is {}", samples));
  for (size_t i = 0; i < shared->model.inputs.size(); ++i)
    if (samples > 0 && (!inputs || !inputs[i]))
      throw Error(Exit::Usage, fmt::format("the input '{}' is null",
                                           shared->model.inputs[i].name));
}

void openModel(dnd_shared &shared, const char *weights, uint64_t seed) {
  static std::once_flag once;
  std::call_once(once, [] { setNumThreads(1); });
  const Model &model = shared.model;
  if (std::vector<std::string> missing = missingFeatures(model.features);
      !missing.empty()) {
    std::string list;
    for (const std::string &name : missing)
      list += (list.empty() ? "" : ", ") + name;
    throw Error(Exit::Device,
                fmt::format("the library was compiled for another processor: "
                            "this one lacks {}",
                            list));
  }
  for (const InputInfo &input : model.inputs)
    if (input.type == ElementType::I32)
      throw Error(Exit::Usage,
                  fmt::format("the input '{}' is of whole numbers, which a "
                              "library does not take",
                              input.name),
                  "use the executable");
  shared.seed = seed;
  if (weights) {
    std::string path = weights;
    if (isDirectory(path))
      path += "/weights.safetensors";
    TensorFile file = readTensorFile(path);
    loadWeights(file, path, shared.weights);
    shared.seed = seedOf(file);
  } else {
    shared.weights.initialise(seed);
  }
  shared.params = addressesOf(shared.weights.params);
  shared.tables = addressesOf(shared.weights.tables);
  shared.states = addressesOf(shared.weights.state);
  shared.hyper.assign(model.hyper.size() + 1, 0);
  shared.idle.reserve(64);
}

} // namespace
} // namespace dnd::rt

using namespace dnd::rt;

dnd_shared *dnd_shared_open(const dnd_model *model, const char *weights,
                            uint64_t seed, char *error, size_t error_size) {
  std::unique_ptr<dnd_shared> shared;
  int code = guarded(error, error_size, [&] {
    shared = std::make_unique<dnd_shared>(*model);
    openModel(*shared, weights, seed);
  });
  return code ? nullptr : shared.release();
}

void dnd_shared_close(dnd_shared *shared) { delete shared; }

const char *dnd_shared_describe(const dnd_model *model, int64_t *size) {
  if (size)
    *size = model->meta_size;
  return model->meta;
}

int dnd_shared_predict(dnd_shared *shared, int64_t samples,
                       const void *const *inputs, float *const *outputs,
                       char *error, size_t error_size) {
  return guarded(error, error_size, [&] {
    checkCall(shared, samples, inputs);
    const dnd_entry &entry = shared->model.require("forward", "predict");
    Borrowed work(*shared);
    for (int64_t first = 0; first < samples; first += partSize) {
      int64_t batch = std::min(partSize, samples - first);
      prepare(*shared, *work, entry, batch, false);
      takeInputs(*shared, *work, inputs, first, batch);
      callEntry(*shared, *work, entry, batch);
      for (size_t i = 0; i < shared->model.outputs.size(); ++i)
        giveBack((*work).outputs, outputs, i, shared->model.outputs[i].elements,
                 first, batch);
    }
  });
}

int dnd_shared_gradients(dnd_shared *shared, int64_t samples,
                         const void *const *inputs,
                         const float *const *cotangents, float *const *outputs,
                         float *const *param_gradients,
                         float *const *input_gradients, char *error,
                         size_t error_size) {
  return guarded(error, error_size, [&] {
    checkCall(shared, samples, inputs);
    const Model &model = shared->model;
    const dnd_entry &entry = model.require("grad_cotangent", "give gradients");
    Borrowed work(*shared);
    for (size_t i = 0; i < model.params.size(); ++i)
      if (param_gradients && param_gradients[i])
        std::fill_n(param_gradients[i], model.params[i].elements, 0.0f);
    for (int64_t first = 0; first < samples; first += partSize) {
      int64_t batch = std::min(partSize, samples - first);
      prepare(*shared, *work, entry, batch, true);
      takeInputs(*shared, *work, inputs, first, batch);
      for (size_t i = 0; i < model.outputs.size(); ++i) {
        int64_t elements = model.outputs[i].elements;
        auto *into = (*work).cotangents[i].as<float>();
        if (cotangents && cotangents[i])
          std::copy_n(cotangents[i] + first * elements, batch * elements, into);
        else
          std::fill_n(into, batch * elements, 1.0f);
      }
      callEntry(*shared, *work, entry, batch);
      for (size_t i = 0; i < model.outputs.size(); ++i)
        giveBack((*work).outputs, outputs, i, model.outputs[i].elements, first,
                 batch);
      for (size_t i = 0; i < model.inputs.size(); ++i)
        giveBack((*work).inputGrads, input_gradients, i,
                 model.inputs[i].elements, first, batch);
      for (size_t i = 0; i < model.params.size(); ++i)
        if (param_gradients && param_gradients[i]) {
          const auto *from = (*work).paramGrads[i].as<float>();
          for (int64_t k = 0; k < model.params[i].elements; ++k)
            param_gradients[i][k] += from[k];
        }
    }
  });
}

const float *dnd_shared_parameter(const dnd_shared *shared, int64_t index) {
  if (!shared || index < 0 || index >= std::ssize(shared->model.params))
    return nullptr;
  return shared->weights.params[static_cast<size_t>(index)].as<float>();
}

int dnd_shared_set_parameter(dnd_shared *shared, int64_t index,
                             const float *numbers) {
  if (!shared || !numbers || index < 0 ||
      index >= std::ssize(shared->model.params))
    return static_cast<int>(Exit::Usage);
  auto i = static_cast<size_t>(index);
  std::copy_n(numbers, shared->model.params[i].elements,
              shared->weights.params[i].as<float>());
  return 0;
}
