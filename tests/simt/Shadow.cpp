//===- Shadow.cpp - Checks of every access of a kernel --------------------===//
#include "tests/simt/Shadow.h"
#include "runtime/cuda/DriverTypes.h"
#include "tests/simt/Engine.h"
#include <algorithm>
#include <cstring>

using namespace dnd::simt;
namespace cuda = dnd::rt::cuda;

static std::string hex(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof(text), "0x%llx",
                static_cast<unsigned long long>(value));
  return text;
}

static std::string describe(uint32_t flags, uint64_t bytes, uint64_t address) {
  const char *what = flags & siteAtomic         ? "atomic update"
                     : !(flags & siteWrites)    ? "read"
                     : (flags & siteReads) == 0 ? "write"
                                                : "update";
  return std::string(what) + " of " + std::to_string(bytes) + " bytes at " +
         hex(address);
}

static std::string name(const Dim &dim) {
  return "(" + std::to_string(dim.x) + "," + std::to_string(dim.y) + "," +
         std::to_string(dim.z) + ")";
}

/// Of two accesses by different threads: is one of them surely first?
bool Engine::ordered(const Thread &thread, uint64_t stamp, bool atomic) const {
  uint64_t time = timeOf(stamp), other = threadOf(stamp);
  if (time < launchClock)
    return true;
  if (atomic && other == byAtomic)
    return true;
  if (time < blockClock)
    return false;
  if (other == thread.linear || time < thread.blockSync)
    return true;
  return time < thread.warpSync && other / 32 == thread.linear / 32 &&
         (thread.warpSyncMask >> other % 32 & 1);
}

std::string Engine::whoDid(uint64_t stamp) const {
  uint64_t time = timeOf(stamp);
  auto after = std::upper_bound(
      starts.begin(), starts.end(), time,
      [](uint64_t value, const auto &start) { return value < start.first; });
  std::string text;
  if (threadOf(stamp) == byAtomic)
    text = "an atomic update";
  else
    text = "thread " + name(launch->block.at(threadOf(stamp)));
  if (time < blockClock && after != starts.begin())
    text += " of block " + name(launch->grid.at(std::prev(after)->second));
  return text;
}

void Engine::race(const Thread &thread, const Site &site, bool writes,
                  uint64_t stamp, const char *earlier, uint64_t address,
                  bool shared) {
  std::string place = hex(address);
  if (!shared)
    if (const Buffer *buffer = memory.find(address))
      place = "byte " + std::to_string(address - buffer->begin) + " of " +
              buffer->describe();
  fault(cuda::launchFailed, thread, &site,
        std::string("data race: ") + (writes ? "write to " : "read of ") +
            (shared ? "shared" : "global") + " memory at " + place + ", " +
            earlier + " " + whoDid(stamp) + " without a barrier in between");
}

void Engine::touch(Thread &thread, Cell *cells, uint64_t count,
                   const Site &site, uint32_t flags, uint64_t address,
                   bool shared) {
  bool atomic = flags & siteAtomic, writes = flags & siteWrites;
  uint64_t me = makeStamp(clock, atomic ? byAtomic : thread.linear);
  for (uint64_t i = 0; i < count; ++i) {
    Cell &cell = cells[i];
    if (shared) {
      if (threadOf(cell.write) == inFlight)
        fault(cuda::launchFailed, thread, &site,
              std::string(writes ? "write to" : "read of") +
                  " shared memory at " + hex(address) +
                  " while a cp.async copy to it is under way");
      if (!cell.write && (flags & siteReads))
        fault(cuda::launchFailed, thread, &site,
              "read of uninitialised shared memory at " + hex(address));
    }
    if (!ordered(thread, cell.write, atomic))
      race(thread, site, writes, cell.write, "written by", address, shared);
    uint64_t before = cell.read;
    if (writes) {
      if (!ordered(thread, before, atomic))
        race(thread, site, true, before, "read by", address, shared);
      bool blocks = (before & severalBlocks) && timeOf(before) >= launchClock;
      bool others = (before & severalThreads) &&
                    timeOf(before) >= thread.blockSync &&
                    timeOf(before) >= thread.warpSync;
      if ((blocks || others) && !atomic)
        race(thread, site, true, before, "read by other threads than", address,
             shared);
      cell.write = me;
    }
    if ((flags & siteReads) && !atomic) {
      uint64_t marks = 0;
      uint64_t time = timeOf(before);
      if (time >= launchClock) {
        marks = before & severalBlocks;
        if (time < blockClock)
          marks |= severalBlocks;
        else if (time >= thread.blockSync &&
                 ((before & severalThreads) ||
                  threadOf(before) != thread.linear))
          marks |= severalThreads;
      }
      cell.read = me | marks;
    }
  }
}

void Engine::access(Thread &thread, uint64_t address, uint64_t bytes,
                    uint64_t base, Site &site, uint32_t flags) {
  if (bytes == 0)
    return;
  if (site.alignment > 1 && address % site.alignment)
    fault(716, thread, &site, // CUDA_ERROR_MISALIGNED_ADDRESS
          "misaligned " + describe(flags, bytes, address) +
              ", which must be a "
              "multiple of " +
              std::to_string(site.alignment));
  const Image &image = *launch->image->image;
  uint64_t window = reinterpret_cast<uint64_t>(image.sharedMemory);
  if (site.shared >= 0 || address - window < image.sharedBytes)
    return accessShared(thread, address, bytes, site, flags);
  accessGlobal(thread, address, bytes, base, site, flags);
}

void Engine::accessShared(Thread &thread, uint64_t address, uint64_t bytes,
                          const Site &site, uint32_t flags) {
  const Image &image = *launch->image->image;
  uint64_t window = reinterpret_cast<uint64_t>(image.sharedMemory);
  uint64_t offset = address - window;
  const SharedVariable *meant = nullptr;
  auto sizeOf = [&](const SharedVariable &variable) -> uint64_t {
    return variable.size ? variable.size : launch->dynamicShared;
  };
  if (site.shared >= 0)
    meant = &image.shared[site.shared];
  for (uint32_t i = 0; !meant && i < image.numShared; ++i)
    if (offset - image.shared[i].offset < sizeOf(image.shared[i]))
      meant = &image.shared[i];
  uint64_t inside = meant ? offset - meant->offset : 0;
  if (!meant || inside > sizeOf(*meant) || bytes > sizeOf(*meant) - inside) {
    std::string where = "outside of every shared variable";
    if (meant)
      where = "byte " + std::to_string(static_cast<int64_t>(inside)) +
              " of the shared variable '" + meant->name + "' of " +
              std::to_string(sizeOf(*meant)) + " bytes";
    fault(cuda::illegalAddress, thread, &site,
          "out of bounds: " + describe(flags, bytes, address) + ", " + where);
  }
  unsigned granule = image.granule;
  uint64_t first = offset / granule, last = (offset + bytes - 1) / granule;
  touch(thread, &launch->image->shared[first], last - first + 1, site, flags,
        address, /*shared=*/true);
}

void Engine::outside(const Thread &thread, const Site &site, uint32_t flags,
                     uint64_t address, uint64_t bytes, uint64_t base) {
  std::string where = ", which belongs to no buffer";
  const Buffer *buffer = base ? memory.find(base) : nullptr;
  if (!buffer)
    buffer = memory.nearest(address);
  if (buffer && !buffer->live)
    where = ", in " + buffer->describe();
  else if (buffer && address >= buffer->end)
    where = ", " + std::to_string(address - buffer->end) +
            " bytes behind the end of " + buffer->describe();
  else if (buffer && address >= buffer->begin)
    where = ", " + std::to_string(address + bytes - buffer->end) +
            " of them behind the end of " + buffer->describe();
  else if (buffer)
    where = ", " + std::to_string(buffer->begin - address) + " bytes before " +
            buffer->describe();
  fault(cuda::illegalAddress, thread, &site,
        "out of bounds: " + describe(flags, bytes, address) + where);
}

void Engine::outsideArgument(uint64_t address, uint64_t bytes, uint64_t base,
                             uint64_t extent, const Site &site) {
  fault(cuda::illegalAddress, *self, &site,
        "out of bounds: " + describe(site.flags, bytes, address) + ", byte " +
            std::to_string(static_cast<int64_t>(address - base)) +
            " of an argument of " + std::to_string(extent) + " bytes");
}

void Engine::accessGlobal(Thread &thread, uint64_t address, uint64_t bytes,
                          uint64_t base, Site &site, uint32_t flags) {
  uint64_t key = base ? base : address;
  if (site.generation != memory.generation || key < site.begin ||
      key >= site.end) {
    const Buffer *buffer = memory.find(key);
    if (!buffer || !buffer->live) {
      if (!base && !buffer &&
          thread.fibre->owns(reinterpret_cast<const void *>(address)))
        return; // the thread's own memory
      outside(thread, site, flags, address, bytes, base);
    }
    if (buffer->constant && (flags & siteWrites))
      fault(cuda::illegalAddress, thread, &site,
            "write to the constant " + buffer->describe());
    site.generation = memory.generation;
    site.begin = buffer->begin;
    site.end = buffer->end;
  }
  if (address < site.begin || bytes > site.end - site.begin ||
      address > site.end - bytes)
    outside(thread, site, flags, address, bytes, base);
  Cell *cells = memory.shadow(address);
  if (!cells)
    return;
  unsigned granule = memory.granule();
  uint64_t count = (address % granule + bytes + granule - 1) / granule;
  touch(thread, cells, count, site, flags, address, /*shared=*/false);
}

void Engine::startCopy(uint64_t to, uint64_t from, unsigned bytes,
                       unsigned fromBytes, Site &site) {
  Thread &thread = *self;
  if (to % bytes || from % bytes)
    fault(716, thread, &site,
          "misaligned cp.async of " + std::to_string(bytes) + " bytes from " +
              hex(from) + " to " + hex(to));
  const Image &image = *launch->image->image;
  uint64_t window = reinterpret_cast<uint64_t>(image.sharedMemory);
  if (to - window >= image.sharedBytes)
    fault(cuda::illegalAddress, thread, &site,
          "cp.async to " + hex(to) + ", which is no shared memory");
  access(thread, from, std::min(bytes, fromBytes), 0, site, siteReads);
  accessShared(thread, to, bytes, site, siteWrites);
  uint64_t first = (to - window) / image.granule;
  for (unsigned i = 0; i < bytes / image.granule; ++i)
    launch->image->shared[first + i].write = makeStamp(clock, inFlight);
  if (thread.copies.empty())
    thread.copies.emplace_back();
  thread.copies.back().push_back({to, from, bytes, std::min(bytes, fromBytes)});
}

void Engine::waitCopies(unsigned left, bool open) {
  Thread &thread = *self;
  if (open)
    commitCopies();
  const Image &image = *launch->image->image;
  uint64_t window = reinterpret_cast<uint64_t>(image.sharedMemory);
  // The last group is the open one.
  while (thread.copies.size() > left + size_t(1)) {
    for (const AsyncCopy &copy : thread.copies.front()) {
      char *to = reinterpret_cast<char *>(copy.to);
      std::memcpy(to, reinterpret_cast<void *>(copy.from), copy.fromBytes);
      std::memset(to + copy.fromBytes, 0, copy.bytes - copy.fromBytes);
      uint64_t first = (copy.to - window) / image.granule;
      for (unsigned i = 0; i < copy.bytes / image.granule; ++i)
        launch->image->shared[first + i].write =
            makeStamp(clock, thread.linear);
    }
    thread.copies.pop_front();
  }
}
