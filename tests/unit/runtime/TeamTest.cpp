//===- TeamTest.cpp - The threads that share a loop -----------------------===//
//
// Every part runs once, whatever the numbers of parts and threads; parts of a
// thread of its own; loops inside of parts; teams that slept; teams of other
// sizes; how long threads look.
//
//===----------------------------------------------------------------------===//
#include "runtime/cpu/Team.h"

#include "dndrt/abi.h"
#include "runtime/cpu/Patience.h"
#include "runtime/cpu/Threads.h"

#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using dnd::rt::Team;

namespace {

/// Counts how often each part runs, and on which threads.
struct Counts {
  explicit Counts(int64_t parts) : seen(static_cast<size_t>(parts)) {}
  std::vector<std::atomic<int>> seen;
  std::mutex mutex;
  std::set<std::thread::id> threads;

  static void part(void *context, int64_t i) {
    auto &self = *static_cast<Counts *>(context);
    ++self.seen[static_cast<size_t>(i)];
    std::lock_guard lock(self.mutex);
    self.threads.insert(std::this_thread::get_id());
  }
  bool allOnce() const {
    for (const std::atomic<int> &n : seen)
      if (n != 1)
        return false;
    return true;
  }
};

struct Sum {
  std::vector<int64_t> parts;
  static void part(void *context, int64_t i) {
    static_cast<Sum *>(context)->parts[static_cast<size_t>(i)] += i + 1;
  }
};

} // namespace

TEST(Team, RunsEveryPartOnce) {
  for (int64_t threads : {1, 2, 3, 8}) {
    Team team(threads);
    EXPECT_EQ(team.size(), threads);
    for (int64_t parts : {0, 1, 2, 3, 7, 64, 1000}) {
      Counts counts(parts);
      team.run(parts, Counts::part, &counts);
      EXPECT_TRUE(counts.allOnce()) << threads << " threads, " << parts;
      EXPECT_LE(std::ssize(counts.threads), threads);
    }
  }
}

TEST(Team, RunsManyShortLoops) {
  // Results of a loop are seen by the next one without a lock.
  Team team(4);
  Sum sum{std::vector<int64_t>(4)};
  for (int round = 0; round < 20000; ++round)
    team.run(4, Sum::part, &sum);
  for (int64_t i = 0; i < 4; ++i)
    EXPECT_EQ(sum.parts[static_cast<size_t>(i)], 20000 * (i + 1));
}

TEST(Team, RunsLoopsOfChangingLength) {
  // A thread that was held up in a short loop must not take the last number of
  // that one for a part of the next, longer one.
  Team team(4);
  std::vector<std::atomic<int>> seen(64);
  auto part = [](void *context, int64_t i) {
    ++(*static_cast<std::vector<std::atomic<int>> *>(
        context))[static_cast<size_t>(i)];
  };
  int rounds = 20000;
  for (int round = 0; round < rounds; ++round)
    for (int64_t parts : {2, 64, 5})
      team.run(parts, part, &seen);
  for (size_t i = 0; i < seen.size(); ++i)
    ASSERT_EQ(seen[i], rounds * (i < 2 ? 3 : i < 5 ? 2 : 1)) << i;
}

TEST(Team, BeginsWithTheSameParts) {
  // Parts that wait for each other are one on each thread: the thread's own.
  struct Owners {
    std::atomic<int> here{0};
    std::vector<std::thread::id> of = std::vector<std::thread::id>(3);
    static void part(void *context, int64_t i) {
      auto &self = *static_cast<Owners *>(context);
      self.of[static_cast<size_t>(i)] = std::this_thread::get_id();
      ++self.here;
      while (self.here < 3)
        std::this_thread::yield();
    }
  };
  Team team(3);
  Owners first;
  team.run(3, Owners::part, &first);
  EXPECT_EQ(first.of[0], std::this_thread::get_id());
}

TEST(Team, AloneRunsOnTheCaller) {
  Team team(1);
  Counts counts(9);
  team.run(9, Counts::part, &counts);
  EXPECT_EQ(counts.threads,
            std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST(Team, RunsLoopsInsideOfParts) {
  struct Outer {
    Team &team;
    std::vector<Sum> inner;
    static void part(void *context, int64_t i) {
      auto &self = *static_cast<Outer *>(context);
      self.team.run(5, Sum::part, &self.inner[static_cast<size_t>(i)]);
    }
  };
  Team team(3);
  Outer outer{team, std::vector<Sum>(6, Sum{std::vector<int64_t>(5)})};
  for (int round = 0; round < 100; ++round)
    team.run(6, Outer::part, &outer);
  for (const Sum &sum : outer.inner)
    for (int64_t i = 0; i < 5; ++i)
      EXPECT_EQ(sum.parts[static_cast<size_t>(i)], 100 * (i + 1));
}

TEST(Team, WakesSleepers) {
  Team team(3);
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    // Parts that wait for each other need as many threads as there are parts.
    struct Meeting {
      std::atomic<int> here{0};
      static void part(void *context, int64_t) {
        auto &self = *static_cast<Meeting *>(context);
        ++self.here;
        while (self.here < 3)
          std::this_thread::yield();
      }
    } meeting;
    team.run(3, Meeting::part, &meeting);
    EXPECT_EQ(meeting.here, 3);
  }
}

TEST(Team, ComesAndGoes) {
  for (int round = 0; round < 50; ++round) {
    Team team(1 + round % 5);
    Counts counts(11);
    if (round % 3)
      team.run(11, Counts::part, &counts);
    EXPECT_EQ(counts.allOnce(), round % 3 != 0);
  }
}

TEST(Team, FollowsTheNumberOfThreads) {
  auto body = [](void *context, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      ++static_cast<int *>(context)[i];
  };
  std::vector<int> seen(4096);
  int64_t before = dnd_rt_num_threads();
  for (int64_t threads : {2, 1, 4, 3, 2}) {
    dnd::rt::setNumThreads(threads);
    for (int round = 0; round < 40; ++round)
      dnd_rt_parallel_for(4096, 1, body, seen.data());
  }
  dnd::rt::setNumThreads(before);
  for (int n : seen)
    ASSERT_EQ(n, 5 * 40);
}

namespace {

using dnd::rt::Patience;
using std::chrono::microseconds;

/// How long a thread looks that nobody wakes, in steps of the given length.
microseconds lookingTime(Patience &patience, Patience::Time from,
                         microseconds step) {
  patience.begin(from);
  for (microseconds passed = step;; passed += step)
    if (patience.isOver(from + passed))
      return passed;
}

constexpr Patience::Time start{std::chrono::hours(1)};

} // namespace

TEST(Patience, LooksForAMillisecondOnAQuietMachine) {
  Patience patience;
  microseconds time = lookingTime(patience, start, microseconds(1));
  EXPECT_GT(time, Patience::much - microseconds(1));
  EXPECT_LE(time, Patience::much + microseconds(1));
  // Steps as long as a slow clock makes them are no sign of company.
  EXPECT_GE(lookingTime(patience, start, Patience::heldUp), Patience::much);
}

TEST(Patience, SoonSleepsAfterItWasHeldUp) {
  Patience patience;
  patience.begin(start);
  EXPECT_FALSE(patience.isOver(start + microseconds(1)));
  // Another program had the core for four milliseconds.
  Patience::Time later = start + std::chrono::milliseconds(4);
  EXPECT_TRUE(patience.isOver(later));
  EXPECT_LE(lookingTime(patience, later, microseconds(1)),
            Patience::little + microseconds(1));
}

TEST(Patience, ForgetsAfterAWhile) {
  Patience patience;
  patience.begin(start);
  Patience::Time held = start + 2 * Patience::heldUp;
  patience.isOver(held);
  Patience::Time before = held + Patience::busyTime - microseconds(100);
  EXPECT_LE(lookingTime(patience, before, microseconds(1)),
            Patience::little + microseconds(1));
  Patience::Time after = held + Patience::busyTime + microseconds(1);
  EXPECT_GT(lookingTime(patience, after, microseconds(1)),
            Patience::much - microseconds(1));
}

TEST(Patience, ASleepIsNotBeingHeldUp) {
  Patience patience;
  lookingTime(patience, start, microseconds(1));
  // It slept a second, and looks anew.
  EXPECT_GT(
      lookingTime(patience, start + std::chrono::seconds(1), microseconds(1)),
      Patience::much - microseconds(1));
}
