//===- Memory.h - Device memory of the SIMT driver --------------*- C++ -*-===//
#ifndef DND_TESTS_SIMT_MEMORY_H
#define DND_TESTS_SIMT_MEMORY_H

#include <cstdint>
#include <map>
#include <string>

namespace dnd::simt {

/// Who touched some bytes last, as stamps (Shadow.h); 0: nobody.
struct Cell {
  uint64_t write, read;
};

/// A buffer of device memory, or a variable of a loaded image.
struct Buffer {
  uint64_t begin = 0, end = 0;
  unsigned number = 0; // of cuMemAlloc, counted from 1; 0: a variable
  std::string name;    // of a variable
  bool live = true;
  bool constant = false;
  std::string describe() const;
};

/// One range of addresses for all buffers, with gaps between them that belong
/// to nobody, and a shadow: one Cell for each `granule` bytes.
class DeviceMemory {
public:
  static constexpr uint64_t gap = 256;
  ~DeviceMemory();

  /// Room for `bytes` (not 0), filled with bytes 0xff (NaN as f32); 0: full.
  uint64_t allocate(uint64_t bytes);
  /// False when no live buffer begins at `address`.
  bool release(uint64_t address);
  void addVariable(const char *name, void *address, uint64_t bytes,
                   bool constant);
  void removeVariables(uint64_t begin, uint64_t end);

  /// The buffer that holds `address`; null for an address of nobody.
  const Buffer *find(uint64_t address) const;
  /// The live buffer that `address` is nearest to, for messages.
  const Buffer *nearest(uint64_t address) const;
  /// The shadow of `address`; null for variables of images, which have none.
  Cell *shadow(uint64_t address) {
    if (address - heap >= total)
      return nullptr;
    return cells + (address - heap) / granuleBytes;
  }
  /// Images with finer accesses make the shadow finer; it is emptied.
  void refine(unsigned bytes);
  unsigned granule() const { return granuleBytes; }

  /// Changes whenever an address may have got another buffer.
  uint64_t generation = 1;
  uint64_t size() const { return total; }
  uint64_t used() const { return taken; }

private:
  bool reserve();
  void mapShadow();

  std::map<uint64_t, Buffer> buffers; // by their begin
  uint64_t heap = 0, total = 0, next = 0, taken = 0;
  Cell *cells = nullptr;
  uint64_t cellBytes = 0;
  unsigned granuleBytes = 4;
  unsigned count = 0;
};

} // namespace dnd::simt

#endif // DND_TESTS_SIMT_MEMORY_H
