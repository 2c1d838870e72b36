//===- Collectives.cpp - Barriers, shuffles, votes, tensor cores ----------===//
//
// The functions of HostIntrinsics.def in which threads wait for each other. The
// structs mirror the arguments of the intrinsics.
//
//===----------------------------------------------------------------------===//
#include "tests/simt/Engine.h"
#include <bit>
#include <cmath>
#include <cstring>

using namespace dnd::simt;

#define EXPORT extern "C" __attribute__((visibility("default")))

/// What a lane gets from one that is not there: a NaN as f32, and no number
/// that anybody would expect.
constexpr uint32_t nobody = 0x7fbadbad;

//===----------------------------------------------------------------------===//
// Barriers
//===----------------------------------------------------------------------===//

namespace {
struct BarrierArguments {
  uint32_t first, second;
};
} // namespace

EXPORT void dnd_simt_barrier0(const void *, void *, Site *site) {
  engine.barrier(0, 0, false, site);
}
EXPORT void dnd_simt_barrier_n(const BarrierArguments *arguments, void *,
                               Site *site) {
  engine.barrier(arguments->first, 0, false, site);
}
EXPORT void dnd_simt_barrier_count(const BarrierArguments *arguments, void *,
                                   Site *site) {
  engine.barrier(arguments->first, arguments->second, false, site);
}
EXPORT void dnd_simt_barrier0_popc(const BarrierArguments *arguments,
                                   uint32_t *result, Site *site) {
  *result = engine.barrier(0, 0, arguments->first != 0, site);
}
EXPORT void dnd_simt_barrier0_and(const BarrierArguments *arguments,
                                  uint32_t *result, Site *site) {
  uint64_t all = engine.launch->block.count();
  *result = engine.barrier(0, 0, arguments->first != 0, site) == all;
}
EXPORT void dnd_simt_barrier0_or(const BarrierArguments *arguments,
                                 uint32_t *result, Site *site) {
  *result = engine.barrier(0, 0, arguments->first != 0, site) != 0;
}
EXPORT void dnd_simt_bar_warp_sync(const BarrierArguments *arguments, void *,
                                   Site *site) {
  auto order = [](Meeting &meeting) { engine.orderWarpMemory(meeting); };
  engine.meet("bar.warp.sync", order, arguments->first, nullptr, nullptr, site,
              /*aligned=*/false);
}

//===----------------------------------------------------------------------===//
// Shuffles
//===----------------------------------------------------------------------===//

namespace {
struct ShuffleArguments {
  uint32_t mask, value, by, clamp;
};
struct ShuffleResult {
  uint32_t value;
  bool valid;
};
enum class Shuffle { Up, Down, Bfly, Idx };
} // namespace

/// The formulas of PTX's shfl.sync: bits 8-12 of `clamp` are the segment's
/// mask.
template <Shuffle mode, bool predicate> static void shuffle(Meeting &meeting) {
  for (int lane = 0; lane < 32; ++lane) {
    Thread *thread = meeting.lanes[lane];
    if (!thread)
      continue;
    auto &asked = *static_cast<const ShuffleArguments *>(thread->arguments);
    int by = asked.by & 31, clamp = asked.clamp & 31;
    int segment = asked.clamp >> 8 & 31;
    int last = (lane & segment) | (clamp & ~segment);
    int first = lane & segment;
    int from = 0;
    bool valid = false;
    switch (mode) {
    case Shuffle::Up:
      from = lane - by, valid = from >= last;
      break;
    case Shuffle::Down:
      from = lane + by, valid = from <= last;
      break;
    case Shuffle::Bfly:
      from = lane ^ by, valid = from <= last;
      break;
    case Shuffle::Idx:
      from = first | (by & ~segment), valid = from <= last;
      break;
    }
    if (!valid)
      from = lane;
    const Thread *source = meeting.lanes[from];
    uint32_t value =
        source ? static_cast<const ShuffleArguments *>(source->arguments)->value
               : nobody;
    static_cast<ShuffleResult *>(thread->result)->value = value;
    if (predicate)
      static_cast<ShuffleResult *>(thread->result)->valid = valid;
  }
}

template <Shuffle mode, bool predicate>
static void meetToShuffle(const ShuffleArguments *arguments, void *result,
                          Site *site) {
  engine.meet("shfl.sync", shuffle<mode, predicate>, arguments->mask, arguments,
              result, site, /*aligned=*/false);
}

#define SHUFFLE(name, mode)                                                    \
  EXPORT void dnd_simt_shfl_##name(const ShuffleArguments *arguments,          \
                                   void *result, Site *site) {                 \
    meetToShuffle<Shuffle::mode, false>(arguments, result, site);              \
  }                                                                            \
  EXPORT void dnd_simt_shfl_##name##_p(const ShuffleArguments *arguments,      \
                                       void *result, Site *site) {             \
    meetToShuffle<Shuffle::mode, true>(arguments, result, site);               \
  }
SHUFFLE(up, Up)
SHUFFLE(down, Down)
SHUFFLE(bfly, Bfly)
SHUFFLE(idx, Idx)

//===----------------------------------------------------------------------===//
// Votes, matches, reductions
//===----------------------------------------------------------------------===//

namespace {
struct VoteArguments {
  uint32_t mask;
  bool value;
};
template <typename Word> struct MatchArguments {
  uint32_t mask;
  Word value;
};
struct MatchResult {
  uint32_t mask;
  bool all;
};
struct ReduxArguments {
  uint32_t value, mask;
};
} // namespace

template <typename Arguments>
static const Arguments &argumentsOf(const Thread *thread) {
  return *static_cast<const Arguments *>(thread->arguments);
}

template <typename Result, typename Function>
static void answer(Meeting &meeting, Function &&function) {
  for (Thread *thread : meeting.lanes)
    if (thread)
      *static_cast<Result *>(thread->result) = function(thread);
}

static uint32_t ballot(const Meeting &meeting) {
  uint32_t votes = 0;
  for (int lane = 0; lane < 32; ++lane)
    if (const Thread *thread = meeting.lanes[lane])
      votes |= uint32_t(argumentsOf<VoteArguments>(thread).value) << lane;
  return votes;
}

#define VOTE(name, Result, expression)                                         \
  static void name##Votes(Meeting &meeting) {                                  \
    uint32_t votes = ballot(meeting), everybody = meeting.arrived;             \
    (void)everybody;                                                           \
    answer<Result>(meeting,                                                    \
                   [&](const Thread *) -> Result { return expression; });      \
  }                                                                            \
  EXPORT void dnd_simt_vote_##name(const VoteArguments *arguments,             \
                                   void *result, Site *site) {                 \
    engine.meet("vote.sync." #name, name##Votes, arguments->mask, arguments,   \
                result, site, /*aligned=*/false);                              \
  }
VOTE(all, bool, votes == everybody)
VOTE(any, bool, votes != 0)
VOTE(uni, bool, votes == everybody || votes == 0)
VOTE(ballot, uint32_t, votes)

template <typename Word>
static uint32_t equalLanes(const Meeting &meeting, Word value) {
  uint32_t mask = 0;
  for (int lane = 0; lane < 32; ++lane)
    if (const Thread *thread = meeting.lanes[lane])
      if (argumentsOf<MatchArguments<Word>>(thread).value == value)
        mask |= 1u << lane;
  return mask;
}
template <typename Word> static void matchAny(Meeting &meeting) {
  answer<uint32_t>(meeting, [&](const Thread *thread) {
    return equalLanes(meeting, argumentsOf<MatchArguments<Word>>(thread).value);
  });
}
template <typename Word> static void matchAll(Meeting &meeting) {
  answer<MatchResult>(meeting, [&](const Thread *thread) {
    uint32_t equal =
        equalLanes(meeting, argumentsOf<MatchArguments<Word>>(thread).value);
    bool all = equal == meeting.arrived;
    return MatchResult{all ? equal : 0, all};
  });
}

#define MATCH(name, operation, Word)                                           \
  EXPORT void dnd_simt_match_##name(const MatchArguments<Word> *arguments,     \
                                    void *result, Site *site) {                \
    engine.meet("match.sync", operation<Word>, arguments->mask, arguments,     \
                result, site, /*aligned=*/false);                              \
  }
MATCH(any_32, matchAny, uint32_t)
MATCH(any_64, matchAny, uint64_t)
MATCH(all_32, matchAll, uint32_t)
MATCH(all_64, matchAll, uint64_t)

#define REDUX(name, Word, start, expression)                                   \
  static void name##Reduces(Meeting &meeting) {                                \
    Word a = start;                                                            \
    for (const Thread *thread : meeting.lanes)                                 \
      if (thread) {                                                            \
        Word b = static_cast<Word>(argumentsOf<ReduxArguments>(thread).value); \
        a = expression;                                                        \
      }                                                                        \
    answer<Word>(meeting, [&](const Thread *) { return a; });                  \
  }                                                                            \
  EXPORT void dnd_simt_redux_##name(const ReduxArguments *arguments,           \
                                    void *result, Site *site) {                \
    engine.meet("redux.sync." #name, name##Reduces, arguments->mask,           \
                arguments, result, site, /*aligned=*/false);                   \
  }
REDUX(add, uint32_t, 0, a + b)
REDUX(min, int32_t, INT32_MAX, a < b ? a : b)
REDUX(max, int32_t, INT32_MIN, a > b ? a : b)
REDUX(umin, uint32_t, UINT32_MAX, a < b ? a : b)
REDUX(umax, uint32_t, 0, a > b ? a : b)
REDUX(and, uint32_t, UINT32_MAX, a &b)
REDUX(or, uint32_t, 0, a | b)
REDUX(xor, uint32_t, 0, a ^ b)
