//===- Memory.cpp - Device memory of the SIMT driver ----------------------===//
#include "tests/simt/Memory.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

using namespace dnd::simt;

static void *mapPages(uint64_t bytes) {
  void *pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return pages == MAP_FAILED ? nullptr : pages;
}

std::string Buffer::describe() const {
  std::string text =
      number ? "buffer " + std::to_string(number) : "variable '" + name + "'";
  text += " of " + std::to_string(end - begin) + " bytes";
  return live ? text : text + ", which is freed";
}

DeviceMemory::~DeviceMemory() {
  if (heap)
    munmap(reinterpret_cast<void *>(heap), total);
  if (cells)
    munmap(cells, cellBytes);
}

void DeviceMemory::mapShadow() {
  cellBytes = total / granuleBytes * sizeof(Cell);
  cells = static_cast<Cell *>(mapPages(cellBytes));
  if (!cells) {
    std::fputs("dnd SIMT: no address space for the shadow memory\n", stderr);
    std::abort();
  }
}

/// The size of the emulated memory: DND_SIMT_MEMORY in MiB, or 4 GiB.
bool DeviceMemory::reserve() {
  if (heap)
    return true;
  uint64_t mebibytes = 4096;
  if (const char *set = std::getenv("DND_SIMT_MEMORY"))
    mebibytes = std::max<uint64_t>(1, std::strtoull(set, nullptr, 10));
  total = mebibytes << 20;
  heap = reinterpret_cast<uint64_t>(mapPages(total));
  if (!heap)
    return false;
  next = heap + gap;
  mapShadow();
  return true;
}

void DeviceMemory::refine(unsigned bytes) {
  if (bytes >= granuleBytes)
    return;
  granuleBytes = bytes;
  if (!cells)
    return;
  munmap(cells, cellBytes);
  mapShadow();
}

uint64_t DeviceMemory::allocate(uint64_t bytes) {
  if (!reserve())
    return 0;
  uint64_t room = (bytes + gap - 1) / gap * gap + gap;
  uint64_t place = 0;
  if (bytes < total && next + room <= heap + total) {
    place = next;
    next += room;
  } else {
    // Freed addresses are used again only now: stale ones are found for long.
    for (auto it = buffers.begin(); it != buffers.end(); ++it)
      if (!it->second.live && it->second.number &&
          it->second.end - it->second.begin >= bytes) {
        place = it->first;
        buffers.erase(it);
        break;
      }
    if (!place)
      return 0;
  }
  Buffer &buffer = buffers[place];
  buffer.begin = place;
  buffer.end = place + bytes;
  buffer.number = ++count;
  taken += bytes;
  ++generation;
  std::memset(reinterpret_cast<void *>(place), 0xff, bytes);
  return place;
}

bool DeviceMemory::release(uint64_t address) {
  auto found = buffers.find(address);
  if (found == buffers.end() || !found->second.live || !found->second.number)
    return false;
  found->second.live = false;
  taken -= found->second.end - found->second.begin;
  ++generation;
  std::memset(reinterpret_cast<void *>(address), 0xff,
              found->second.end - found->second.begin);
  return true;
}

void DeviceMemory::addVariable(const char *name, void *address, uint64_t bytes,
                               bool constant) {
  reserve();
  Buffer &buffer = buffers[reinterpret_cast<uint64_t>(address)];
  buffer.begin = reinterpret_cast<uint64_t>(address);
  buffer.end = buffer.begin + bytes;
  buffer.name = name;
  buffer.constant = constant;
  ++generation;
}

void DeviceMemory::removeVariables(uint64_t begin, uint64_t end) {
  auto first = buffers.lower_bound(begin);
  while (first != buffers.end() && first->first < end)
    first = buffers.erase(first);
  ++generation;
}

const Buffer *DeviceMemory::find(uint64_t address) const {
  auto after = buffers.upper_bound(address);
  if (after == buffers.begin())
    return nullptr;
  const Buffer &buffer = std::prev(after)->second;
  return address < buffer.end ? &buffer : nullptr;
}

const Buffer *DeviceMemory::nearest(uint64_t address) const {
  const Buffer *best = nullptr;
  uint64_t distance = UINT64_MAX;
  auto consider = [&](const Buffer &buffer) {
    uint64_t away = address < buffer.begin ? buffer.begin - address
                                           : address - buffer.end + 1;
    if (away < distance)
      best = &buffer, distance = away;
  };
  auto after = buffers.upper_bound(address);
  if (after != buffers.end())
    consider(after->second);
  if (after != buffers.begin())
    consider(std::prev(after)->second);
  return distance <= 1 << 20 ? best : nullptr;
}
