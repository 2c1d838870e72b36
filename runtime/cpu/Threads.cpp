//===- Threads.cpp - The one thread pool ----------------------------------===//
//
// Chunks of fixed content that a team of threads takes as they come, where it
// pays.
//
//===----------------------------------------------------------------------===//
#include "runtime/cpu/Threads.h"
#include "runtime/cpu/LoopCosts.h"
#include "runtime/cpu/Team.h"

#include "dndrt/abi.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sched.h>
#include <set>
#include <utility>

namespace dnd::rt {

static int64_t numThreads = 0;

/// Chunks of a long loop for each thread: one that another program holds up
/// takes fewer of them. A chunk is worth several threads' hand-over.
static constexpr int64_t chunksPerThread = 4, grainsOfChunk = 4;

/// A number of the kernel about the place of a core, or -1.
static int readTopology(int cpu, const char *name) {
  FILE *file = std::fopen(
      fmt::format("/sys/devices/system/cpu/cpu{}/topology/{}", cpu, name)
          .c_str(),
      "re");
  int number = -1;
  if (file) {
    if (std::fscanf(file, "%d", &number) != 1)
      number = -1;
    std::fclose(file);
  }
  return number;
}

int64_t availableCores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0)
    return 1;
  std::set<std::pair<int, int>> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed))
      continue;
    int package = readTopology(cpu, "physical_package_id");
    int core = readTopology(cpu, "core_id");
    // Without topology each processor counts as a core of its own.
    cores.insert(core < 0 ? std::pair(-1, cpu) : std::pair(package, core));
  }
  return std::max<int64_t>(1, static_cast<int64_t>(cores.size()));
}

void setNumThreads(int64_t threads) {
  numThreads = threads > 0 ? threads : availableCores();
}

} // namespace dnd::rt

int64_t dnd_rt_num_threads() {
  if (dnd::rt::numThreads == 0)
    dnd::rt::setNumThreads(0);
  return dnd::rt::numThreads;
}

namespace {

/// DND_SPLIT=always sends every loop that can be split to the team, so that a
/// test of what threads compute does not depend on how busy the machine is.
bool alwaysSplit() {
  static const bool always = [] {
    const char *value = std::getenv("DND_SPLIT");
    return value && std::strcmp(value, "always") == 0;
  }();
  return always;
}

/// A cache by address: a loop that loses its place is measured anew. Only the
/// one thread that calls entries touches it.
dnd::rt::LoopCosts loops[512];

dnd::rt::LoopCosts &costsOf(void (*body)(void *, int64_t, int64_t),
                            int64_t count, int64_t parts) {
  uint64_t key = reinterpret_cast<uintptr_t>(body) * 0x9e3779b97f4a7c15u ^
                 static_cast<uint64_t>(count) * 0xff51afd7ed558ccdu;
  dnd::rt::LoopCosts &slot = loops[key >> 55];
  if (!slot.isFor(body, count, parts)) {
    slot = dnd::rt::LoopCosts();
    slot.body = body;
    slot.count = count;
    slot.parts = parts;
  }
  return slot;
}

/// The one team; a new one when the number of threads was changed.
dnd::rt::Team &team() {
  static std::unique_ptr<dnd::rt::Team> team;
  static int64_t threads = 0;
  if (!team || threads != dnd_rt_num_threads()) {
    threads = dnd_rt_num_threads();
    team.reset();
    team = std::make_unique<dnd::rt::Team>(threads);
  }
  return *team;
}

struct Loop {
  int64_t count, parts;
  void (*body)(void *, int64_t, int64_t);
  void *context;
};

void runPart(void *context, int64_t part) {
  const Loop &loop = *static_cast<const Loop *>(context);
  loop.body(loop.context, loop.count * part / loop.parts,
            loop.count * (part + 1) / loop.parts);
}

} // namespace

void dnd_rt_parallel_for(int64_t count, int64_t grain,
                         void (*body)(void *, int64_t, int64_t),
                         void *context) {
  if (count <= 0)
    return;
  grain = std::max<int64_t>(grain, 1);
  int64_t threads = dnd_rt_num_threads();
  int64_t worth = count / grain;
  int64_t parts = std::clamp(worth / dnd::rt::grainsOfChunk,
                             std::clamp<int64_t>(worth, 1, threads),
                             threads * dnd::rt::chunksPerThread);
  // As many for each thread: three parts on two threads take as long as four.
  if (parts > threads)
    parts -= parts % threads;
  parts = std::min(parts, dnd::rt::Team::mostParts);
  if (threads <= 1 || parts <= 1)
    return body(context, 0, count);
  dnd::rt::LoopCosts &costs = costsOf(body, count, parts);
  int way = alwaysSplit() ? 1 : costs.choose();
  auto start = std::chrono::steady_clock::now();
  if (way == 0) {
    body(context, 0, count);
  } else {
    Loop loop{count, parts, body, context};
    team().run(parts, runPart, &loop);
  }
  costs.record(way, std::chrono::duration<double>(
                        std::chrono::steady_clock::now() - start)
                        .count());
}
