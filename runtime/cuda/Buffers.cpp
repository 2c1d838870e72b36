//===- Buffers.cpp - The device's side of a session -----------------------===//
//
// Three blocks: weights, optimiser slots, and what depends on the batch.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Buffers.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

namespace dnd::rt::cuda {

static void *pointer(Address address) {
  return reinterpret_cast<void *>(address);
}

namespace {
/// Lays lists of buffers into one block.
class Block {
public:
  void add(std::vector<void *> &list, const std::vector<Buffer> &buffers) {
    list.clear();
    for (const Buffer &b : buffers)
      list.push_back(pointer(layout.add(b.size())));
    lists.push_back(&list);
  }
  size_t add(size_t bytes) { return layout.add(bytes); }
  /// Takes the memory and turns offsets into addresses.
  DeviceMemory make(const std::shared_ptr<Device> &device,
                    std::string_view purpose) {
    DeviceMemory memory(device, layout.bytes(), purpose);
    for (std::vector<void *> *list : lists)
      for (void *&place : *list)
        place = pointer(memory.at(reinterpret_cast<size_t>(place)));
    return memory;
  }

private:
  Layout layout;
  std::vector<std::vector<void *> *> lists;
};
} // namespace

Buffers::Buffers(std::shared_ptr<Device> owner, Session &session)
    : device(std::move(owner)), host(session) {
  Block block;
  block.add(params, host.params);
  block.add(tables, host.tables);
  block.add(state, host.state);
  size_t hyper = block.add(host.hyper.size()), loss = block.add(sizeof(float)),
         seed = block.add(sizeof(uint64_t)), step = block.add(sizeof(uint64_t));
  weights = block.make(device, "the parameters");
  fields.hyper = pointer(weights.at(hyper));
  fields.loss = pointer(weights.at(loss));
  fields.seed = reinterpret_cast<const uint64_t *>(weights.at(seed));
  fields.step = reinterpret_cast<const uint64_t *>(weights.at(step));
  point();
}

void Buffers::makeSlots() {
  slotMemory = DeviceMemory();
  Block block;
  block.add(slots, host.slots);
  block.add(1);
  slotMemory = block.make(device, "the optimiser's slots");
  point();
}

void Buffers::makeBatch(size_t arenaBytes, int64_t samples) {
  batchMemory = DeviceMemory();
  Block block;
  block.add(inputs, host.inputs);
  block.add(targets, host.targets);
  block.add(outputs, host.outputs);
  block.add(paramGrads, host.paramGrads);
  block.add(inputGrads, host.inputGrads);
  block.add(cotangents, host.cotangents);
  size_t start = block.add(arenaBytes);
  batchMemory = block.make(device, fmt::format("a batch of {}", samples));
  fields.arena = pointer(batchMemory.at(start));
  arena = arenaBytes;
  point();
}

void Buffers::point() {
  fields.inputs = inputs.data();
  fields.targets = targets.data();
  fields.outputs = outputs.data();
  fields.params = params.data();
  fields.tables = tables.data();
  fields.state = state.data();
  fields.slots = slots.data();
  fields.param_grads = paramGrads.data();
  fields.input_grads = inputGrads.data();
  fields.cotangents = cotangents.data();
}

const dnd_call &Buffers::call(int64_t batch) {
  fields.batch = batch;
  return fields;
}

void Buffers::toDevice(const Pointers &to, const std::vector<Buffer> &from) {
  for (size_t i = 0; i < to.size(); ++i)
    copyToDevice(*device, address(to[i]), from[i].data(), from[i].size());
}

void Buffers::toHost(const std::vector<Buffer> &to, const Pointers &from) {
  for (size_t i = 0; i < from.size(); ++i)
    copyToHost(*device, to[i].data(), address(from[i]), to[i].size());
}

void Buffers::uploadWeights() {
  toDevice(params, host.params);
  toDevice(tables, host.tables);
  toDevice(state, host.state);
  toDevice(slots, host.slots);
  device->synchronize("copying the weights to the GPU");
}

void Buffers::downloadWeights() {
  toHost(host.params, params);
  toHost(host.state, state);
  toHost(host.slots, slots);
  device->synchronize("training");
}

/// Inputs, targets and outputs have four bytes a number.
static size_t bytesOf(int64_t batch, int64_t elements) {
  return static_cast<size_t>(batch * elements) * 4;
}

void Buffers::uploadInputs(int64_t batch) {
  for (size_t i = 0; i < inputs.size(); ++i)
    copyToDevice(*device, address(inputs[i]), host.inputs[i].data(),
                 bytesOf(batch, host.model().inputs[i].elements));
}

void Buffers::uploadTargets(int64_t batch) {
  for (size_t i = 0; i < targets.size(); ++i)
    copyToDevice(*device, address(targets[i]), host.targets[i].data(),
                 bytesOf(batch, host.model().targets[i].words()));
}

void Buffers::uploadCotangents(int64_t batch) {
  for (size_t i = 0; i < cotangents.size(); ++i)
    copyToDevice(*device, address(cotangents[i]), host.cotangents[i].data(),
                 bytesOf(batch, host.model().outputs[i].elements));
}

void Buffers::uploadNumbers() {
  copyToDevice(*device, hyper(), host.hyper.data(), host.hyper.size());
  copyToDevice(*device, address(fields.seed), &host.seed, sizeof host.seed);
  copyToDevice(*device, step(), &host.step, sizeof host.step);
}

void Buffers::downloadOutputs(int64_t batch) {
  for (size_t i = 0; i < outputs.size(); ++i)
    copyToHost(*device, host.outputs[i].data(), address(outputs[i]),
               bytesOf(batch, host.model().outputs[i].elements));
}

void Buffers::downloadGradients(int64_t batch) {
  toHost(host.paramGrads, paramGrads);
  for (size_t i = 0; i < inputGrads.size(); ++i)
    if (host.inputGrads[i].size())
      copyToHost(*device, host.inputGrads[i].data(), address(inputGrads[i]),
                 bytesOf(batch, host.model().inputs[i].elements));
}

void Buffers::downloadLoss() {
  copyToHost(*device, host.loss.data(), loss(), sizeof(float));
}

} // namespace dnd::rt::cuda
