//===- Threads.h - The one thread pool --------------------------*- C++ -*-===//
//
// What dnd_rt_parallel_for knows of the machine and of its team.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CPU_THREADS_H
#define RUNTIME_CPU_THREADS_H

#include <cstdint>

namespace dnd::rt {

/// Physical cores among those this process may use.
int64_t availableCores();

/// Sets the number of threads of dnd_rt_parallel_for; 0 = availableCores().
/// With one thread no pool is ever started.
void setNumThreads(int64_t threads);

} // namespace dnd::rt

#endif // RUNTIME_CPU_THREADS_H
