//===- ThreadsTest.cpp - The one thread pool ------------------------------===//
//
// Every index once however a loop is split, no pool for one thread, and small
// loops left to the caller.
//
//===----------------------------------------------------------------------===//
#include "runtime/cpu/Threads.h"
#include "dndrt/abi.h"
#include "runtime/cpu/LoopCosts.h"

#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace dnd::rt;

namespace {

struct Record {
  std::mutex lock;
  std::set<std::pair<int64_t, int64_t>> parts;
  std::set<std::thread::id> threads;
  std::vector<int> hits;
};

void run(Record &record, int64_t count, int64_t grain) {
  record.parts.clear();
  record.threads.clear();
  record.hits.assign(static_cast<size_t>(count), 0);
  dnd_rt_parallel_for(
      count, grain,
      [](void *raw, int64_t begin, int64_t end) {
        auto &r = *static_cast<Record *>(raw);
        std::lock_guard guard(r.lock);
        r.parts.insert({begin, end});
        r.threads.insert(std::this_thread::get_id());
        for (int64_t i = begin; i < end; ++i)
          ++r.hits[static_cast<size_t>(i)];
      },
      &record);
}

} // namespace

TEST(Threads, EveryIndexOnce) {
  Record r;
  for (int64_t threads : {1, 2, 3, 7}) {
    setNumThreads(threads);
    EXPECT_EQ(dnd_rt_num_threads(), threads);
    for (int64_t count : {0, 1, 2, 3, 17, 127, 1000})
      for (int64_t grain : {-1, 0, 1, 5, 64, 5000}) {
        // The runtime tries one thread and all of them in turn.
        for (int call = 0; call < 8; ++call) {
          run(r, count, grain);
          for (int h : r.hits)
            ASSERT_EQ(h, 1);
          EXPECT_LE(std::ssize(r.parts), 4 * threads);
          for (auto [begin, end] : r.parts)
            // Every part is worth its thread.
            EXPECT_GE(end - begin,
                      std::min(count, std::max<int64_t>(grain, 1)));
        }
      }
  }
  setNumThreads(0);
  EXPECT_GE(dnd_rt_num_threads(), 1);
}

TEST(Threads, SmallWorkAndOneThreadStayOnTheCaller) {
  Record r;
  std::set<std::thread::id> caller{std::this_thread::get_id()};
  setNumThreads(4);
  run(r, 100, 100);
  EXPECT_EQ(r.threads, caller);
  setNumThreads(1);
  run(r, 100000, 1);
  EXPECT_EQ(r.threads, caller);
  EXPECT_EQ(r.parts.size(), 1u);
  setNumThreads(0);
}

/// How many of `calls` go to the team when a call takes these seconds alone and
/// on the team.
static int onTheTeam(LoopCosts &costs, int calls, double alone, double team) {
  int count = 0;
  for (int call = 0; call < calls; ++call) {
    int way = costs.choose();
    costs.record(way, way ? team : alone);
    count += way;
  }
  return count;
}

TEST(Threads, LoopsThatGainNothingEndOnTheCaller) {
  LoopCosts costs;
  // Four of the first eight, then about one percent of the time.
  int tried = onTheTeam(costs, 1000, 1e-6, 5e-6);
  EXPECT_GE(tried, 3);
  EXPECT_LE(tried, 10);
}

TEST(Threads, LoopsThatGainEndOnTheTeam) {
  LoopCosts costs;
  EXPECT_GE(onTheTeam(costs, 1000, 2e-3, 1e-3), 985);
}

TEST(Threads, LoopsChangeTheirWayWithTheMachine) {
  LoopCosts costs;
  onTheTeam(costs, 1000, 2e-3, 1e-3);
  // Others have come: the team waits for its last thread.
  onTheTeam(costs, 100, 2e-3, 9e-3);
  EXPECT_LE(onTheTeam(costs, 1000, 2e-3, 9e-3), 12);
  // One call that was interrupted does not decide for ever.
  costs.record(0, 1);
  onTheTeam(costs, 20000, 2e-3, 9e-3);
  EXPECT_LE(onTheTeam(costs, 1000, 2e-3, 9e-3), 12);
}
