//===- Memory.cpp - Memory on the GPU and for copies to it ----------------===//
//
// Allocation with a message that lets the user decide what to make smaller.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Memory.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

namespace dnd::rt::cuda {

size_t freeBytes(const Device &device) {
  size_t available = 0, total = 0;
  device.driver().check(device.driver().cuMemGetInfo_v2(&available, &total),
                        "asking for free memory");
  return available;
}

DeviceMemory::DeviceMemory(std::shared_ptr<Device> owner, size_t bytes,
                           std::string_view purpose) {
  const Driver &driver = owner->driver();
  Result result = driver.cuMemAlloc_v2(&start, bytes);
  if (result == outOfMemory)
    throw Error(
        Exit::Device,
        fmt::format(
            "the GPU has not enough memory for {}: {} are needed, {} are free",
            purpose, bytesText(static_cast<double>(bytes)),
            bytesText(static_cast<double>(freeBytes(*owner)))),
        "use a smaller batch, a GPU with more memory, or --device=cpu");
  driver.check(result, fmt::format("taking memory for {}", purpose));
  device = std::move(owner);
  size = bytes;
  result = driver.cuMemsetD8Async(start, 0, bytes, device->stream());
  // The destructor does not run for an object that was not made.
  if (result != success)
    driver.cuMemFree_v2(start);
  driver.check(result, "clearing memory");
}

DeviceMemory::~DeviceMemory() {
  if (start)
    device->driver().cuMemFree_v2(start);
}

PinnedMemory::PinnedMemory(std::shared_ptr<Device> owner, size_t bytes) {
  owner->driver().check(owner->driver().cuMemAllocHost_v2(&memory, bytes),
                        fmt::format("taking {} of memory for copies",
                                    bytesText(static_cast<double>(bytes))));
  device = std::move(owner);
}

PinnedMemory::~PinnedMemory() {
  if (memory)
    device->driver().cuMemFreeHost(memory);
}

void copyToDevice(const Device &device, Address to, const void *from,
                  size_t bytes) {
  if (bytes)
    device.driver().check(
        device.driver().cuMemcpyHtoDAsync_v2(to, from, bytes, device.stream()),
        "copying to the GPU");
}

void copyToHost(const Device &device, void *to, Address from, size_t bytes) {
  if (bytes)
    device.driver().check(
        device.driver().cuMemcpyDtoHAsync_v2(to, from, bytes, device.stream()),
        "copying from the GPU");
}

} // namespace dnd::rt::cuda
