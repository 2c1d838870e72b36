//===- Memory.h - Memory on the GPU and for copies to it --------*- C++ -*-===//
//
// Blocks are few and large; inside of one, pieces are laid out one after the
// other.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_MEMORY_H
#define RUNTIME_CUDA_MEMORY_H

#include "runtime/cuda/Device.h"

#include <utility>

namespace dnd::rt::cuda {

/// Sizes of the pieces of a block; each is aligned to 256 bytes, as a block is.
class Layout {
public:
  /// Room for a piece; returns its offset.
  size_t add(size_t bytes) {
    size_t at = total;
    // At least one byte: no two pieces share an address.
    total += (bytes / 256 + 1) * 256;
    return at;
  }
  size_t bytes() const { return total; }

private:
  size_t total = 0;
};

/// One block of memory on the GPU, zeroed.
class DeviceMemory {
public:
  DeviceMemory() = default;
  /// Throws Error(Device) with the bytes that `purpose` needs and those that
  /// are free. "the GPU has not enough memory for PURPOSE: ..."
  DeviceMemory(std::shared_ptr<Device> device, size_t bytes,
               std::string_view purpose);
  DeviceMemory(DeviceMemory &&o) noexcept
      : device(std::move(o.device)), start(std::exchange(o.start, 0)),
        size(std::exchange(o.size, 0)) {}
  DeviceMemory &operator=(DeviceMemory &&o) noexcept {
    std::swap(device, o.device);
    std::swap(start, o.start);
    std::swap(size, o.size);
    return *this;
  }
  ~DeviceMemory();

  Address at(size_t offset) const { return start + offset; }
  size_t bytes() const { return size; }

private:
  std::shared_ptr<Device> device;
  Address start = 0;
  size_t size = 0;
};

/// Host memory that the GPU copies from without the processor's help.
class PinnedMemory {
public:
  PinnedMemory() = default;
  PinnedMemory(std::shared_ptr<Device> device, size_t bytes);
  PinnedMemory(PinnedMemory &&o) noexcept
      : device(std::move(o.device)), memory(std::exchange(o.memory, nullptr)) {}
  PinnedMemory &operator=(PinnedMemory &&o) noexcept {
    std::swap(device, o.device);
    std::swap(memory, o.memory);
    return *this;
  }
  ~PinnedMemory();

  void *data() const { return memory; }

private:
  std::shared_ptr<Device> device;
  void *memory = nullptr;
};

/// Bytes of GPU memory that are free now.
size_t freeBytes(const Device &device);

/// Copies in the order of the stream. `from` and `to` may be used again at once
/// when they are ordinary memory; pinned memory only after synchronize().
void copyToDevice(const Device &device, Address to, const void *from,
                  size_t bytes);
void copyToHost(const Device &device, void *to, Address from, size_t bytes);

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_MEMORY_H
