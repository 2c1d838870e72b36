//===- Buffers.h - The device's side of a session ---------------*- C++ -*-===//
//
// Every buffer of a session has a twin of the same size on the GPU; a dnd_call
// of device addresses points to them.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_BUFFERS_H
#define RUNTIME_CUDA_BUFFERS_H

#include "runtime/core/Session.h"
#include "runtime/cuda/Memory.h"

namespace dnd::rt::cuda {

class Buffers {
public:
  /// Makes room for parameters, tables and states.
  Buffers(std::shared_ptr<Device> device, Session &session);

  /// Makes room for the session's optimiser slots, zeroed.
  void makeSlots();
  /// Makes room for the session's buffers of a batch and an arena. What they
  /// held is lost. `samples` is for the message.
  void makeBatch(size_t arenaBytes, int64_t samples);
  size_t arenaBytes() const { return arena; }

  /// Copies of whole lists between the session and the GPU.
  void uploadWeights();
  void downloadWeights();

  /// Copies of the first `batch` samples.
  void uploadInputs(int64_t batch);
  void uploadTargets(int64_t batch);
  void uploadCotangents(int64_t batch);
  /// Hyper, seed and step.
  void uploadNumbers();
  void downloadOutputs(int64_t batch);
  void downloadGradients(int64_t batch);
  void downloadLoss();

  /// The call for a batch; the addresses stay until the next makeBatch or
  /// makeSlots.
  const dnd_call &call(int64_t batch);

  Address input(size_t i) const { return address(inputs[i]); }
  Address target() const { return address(targets[0]); }
  Address output(size_t i) const { return address(outputs[i]); }
  Address step() const { return address(fields.step); }
  Address hyper() const { return address(fields.hyper); }
  Address loss() const { return address(fields.loss); }
  const std::shared_ptr<Device> &owner() const { return device; }

private:
  using Pointers = std::vector<void *>;
  static Address address(const void *pointer) {
    return reinterpret_cast<Address>(pointer);
  }
  void toDevice(const Pointers &to, const std::vector<Buffer> &from);
  void toHost(const std::vector<Buffer> &to, const Pointers &from);
  void point();

  std::shared_ptr<Device> device;
  Session &host;
  DeviceMemory weights, slotMemory, batchMemory;
  Pointers inputs, targets, outputs, params, tables, state, slots, paramGrads,
      inputGrads, cotangents;
  size_t arena = 0;
  dnd_call fields{};
};

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_BUFFERS_H
