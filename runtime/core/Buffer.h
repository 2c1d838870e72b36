//===- Buffer.h - Aligned memory --------------------------------*- C++ -*-===//
//
// Buffers with the alignment that entry functions are promised.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_BUFFER_H
#define RUNTIME_CORE_BUFFER_H

#include "dndrt/abi.h"

#include <cstring>
#include <new>
#include <utility>

namespace dnd::rt {

/// Zeroed memory aligned to DND_ALIGNMENT. Throws std::bad_alloc.
class Buffer {
public:
  Buffer() = default;
  explicit Buffer(size_t bytes) : bytes(bytes) {
    // At least one byte, so that an entry never sees a null it may read.
    size_t padded = (bytes / DND_ALIGNMENT + 1) * DND_ALIGNMENT;
    memory = ::operator new(padded, std::align_val_t(DND_ALIGNMENT));
    std::memset(memory, 0, padded);
  }
  Buffer(Buffer &&o) noexcept
      : memory(std::exchange(o.memory, nullptr)),
        bytes(std::exchange(o.bytes, 0)) {}
  Buffer &operator=(Buffer &&o) noexcept {
    std::swap(memory, o.memory);
    std::swap(bytes, o.bytes);
    return *this;
  }
  ~Buffer() {
    if (memory)
      ::operator delete(memory, std::align_val_t(DND_ALIGNMENT));
  }

  void *data() const { return memory; }
  size_t size() const { return bytes; }
  template <typename T> T *as() const { return static_cast<T *>(memory); }
  void clear() {
    if (memory)
      std::memset(memory, 0, bytes);
  }

private:
  void *memory = nullptr;
  size_t bytes = 0;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_BUFFER_H
