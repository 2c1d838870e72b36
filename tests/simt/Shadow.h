//===- Shadow.h - Stamps of accesses ----------------------------*- C++ -*-===//
//
// A stamp says when and by which thread some bytes were touched last:
// time * 2048 + thread in the block. Two accesses of one block are ordered when
// the threads have met (barrier, or bar.warp.sync for lanes of one warp)
// between them: the time of that meeting is later than the first stamp.
// Accesses of two blocks of one launch are never ordered.
//
//===----------------------------------------------------------------------===//
#ifndef DND_TESTS_SIMT_SHADOW_H
#define DND_TESTS_SIMT_SHADOW_H

#include <cstdint>

namespace dnd::simt {

constexpr uint64_t threadMask = 2047;
/// Instead of a thread: a cp.async copy that is on its way; an atomic update.
constexpr uint64_t inFlight = 2047, byAtomic = 2046;
/// Of a reading stamp: other threads of the block, other blocks, read it, too.
constexpr uint64_t severalThreads = uint64_t(1) << 63;
constexpr uint64_t severalBlocks = uint64_t(1) << 62;

inline uint64_t makeStamp(uint64_t time, uint64_t thread) {
  return time << 11 | thread;
}
inline uint64_t timeOf(uint64_t stamp) {
  return (stamp & ~(severalThreads | severalBlocks)) >> 11;
}
inline uint64_t threadOf(uint64_t stamp) { return stamp & threadMask; }

} // namespace dnd::simt

#endif // DND_TESTS_SIMT_SHADOW_H
