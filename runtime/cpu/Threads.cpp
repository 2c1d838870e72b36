//===- Threads.cpp - The one thread pool ----------------------------------===//
//
// Static partition over a team of GNU OpenMP threads.
//
//===----------------------------------------------------------------------===//
#include "runtime/cpu/Threads.h"

#include "dndrt/abi.h"

#include <algorithm>
#include <cstdio>
#include <sched.h>
#include <set>
#include <utility>

namespace dnd::rt {

static int64_t numThreads = 0;

/// A number from a small file of the kernel, or -1.
static int readNumber(const char *format, int cpu) {
  char path[128];
  std::snprintf(path, sizeof path, format, cpu);
  FILE *file = std::fopen(path, "re");
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
    int package = readNumber(
        "/sys/devices/system/cpu/cpu%d/topology/physical_package_id", cpu);
    int core =
        readNumber("/sys/devices/system/cpu/cpu%d/topology/core_id", cpu);
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

void dnd_rt_parallel_for(int64_t count, int64_t grain,
                         void (*body)(void *, int64_t, int64_t),
                         void *context) {
  if (count <= 0)
    return;
  grain = std::max<int64_t>(grain, 1);
  int64_t parts =
      std::min(dnd_rt_num_threads(), std::max<int64_t>(1, count / grain));
  if (parts <= 1)
    return body(context, 0, count);
  // Always the whole team: when its size changes, libgomp ends threads and
  // starts new ones. It may still be smaller than asked for; the partition must
  // not change then.
  int team = static_cast<int>(dnd_rt_num_threads());
#pragma omp parallel for num_threads(team) schedule(static, 1)
  for (int64_t part = 0; part < parts; ++part)
    body(context, count * part / parts, count * (part + 1) / parts);
}
