//===- Engine.cpp - Runs the blocks and threads of a launch ---------------===//
#include "tests/simt/Engine.h"
#include "runtime/cuda/DriverTypes.h"
#include "tests/simt/Shadow.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

using namespace dnd::simt;
namespace cuda = dnd::rt::cuda;

Engine dnd::simt::engine;

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

Order Order::fromEnvironment() {
  const char *set = std::getenv("DND_SIMT_ORDER");
  if (!set || !*set || !std::strcmp(set, "forward"))
    return {};
  if (!std::strcmp(set, "reverse"))
    return {reverse, 0};
  if (!std::strncmp(set, "shuffle:", 8) && set[8])
    return {shuffle, std::strtoull(set + 8, nullptr, 10)};
  std::fprintf(stderr,
               "dnd SIMT: DND_SIMT_ORDER is '%s', not one of forward, reverse, "
               "shuffle:SEED\n",
               set);
  std::exit(2);
}

std::vector<uint64_t> Order::make(uint64_t count, uint64_t salt) const {
  std::vector<uint64_t> numbers(count);
  for (uint64_t i = 0; i < count; ++i)
    numbers[i] = kind == reverse ? count - 1 - i : i;
  if (kind == shuffle) {
    std::mt19937_64 random(seed * 0x9e3779b97f4a7c15u + salt);
    for (uint64_t i = count; i > 1; --i)
      std::swap(numbers[i - 1], numbers[random() % i]);
  }
  return numbers;
}

//===----------------------------------------------------------------------===//
// Launches and blocks
//===----------------------------------------------------------------------===//

/// The threads of a kernel that waits nowhere, one after the other.
void dnd::simt::runGrid(void *context) {
  auto &engine = *static_cast<Engine *>(context);
  const Launch &launch = *engine.launch;
  Thread &thread = engine.threads[0];
  engine.self = &thread;
  thread.warp = &engine.warps[0];
  for (uint64_t block :
       engine.order.make(launch.grid.count(), engine.launches)) {
    engine.beginBlock(block);
    for (uint64_t i : engine.threadOrder) {
      thread.id = launch.block.at(i);
      thread.linear = i;
      thread.lane = i % 32;
      thread.blockSync = engine.blockClock;
      thread.warpSync = 0;
      thread.copies.clear();
      launch.kernel->run(engine.arguments.data());
      engine.waitCopies(0, /*open=*/true);
    }
  }
  thread.done = true;
  thread.fibre->leave();
}

/// One thread of a block whose threads wait for each other.
void dnd::simt::runThread(void *context) {
  Thread &thread = *static_cast<Thread *>(context);
  Engine &engine = dnd::simt::engine;
  engine.launch->kernel->run(engine.arguments.data());
  engine.waitCopies(0, /*open=*/true);
  engine.endThread(thread);
  thread.fibre->leave();
}

int Engine::run(const Launch &asked) {
  launch = &asked;
  faulted = 0;
  ++launches;
  order = Order::fromEnvironment();
  launchClock = ++clock;
  starts.clear();
  arguments.clear();
  for (const std::vector<char> &value : asked.arguments)
    arguments.push_back(const_cast<char *>(value.data()));
  bool meets = asked.kernel->meets;
  uint64_t count = meets ? asked.block.count() : 1;
  while (fibres.size() < count)
    fibres.push_back(std::make_unique<Fibre>());
  threads.assign(count, {});
  warps.assign((count + 31) / 32, {});
  for (uint64_t i = 0; i < count; ++i)
    threads[i].fibre = fibres[i].get();
  threadOrder = order.make(asked.block.count(), launches);
  laneOrder.assign(warps.size(), {});
  if (meets)
    for (uint64_t i : threadOrder)
      laneOrder[i / 32].push_back(i % 32);
  if (!meets) {
    fibres[0]->start(runGrid, this);
    self = &threads[0];
    fibres[0]->resume();
  } else {
    for (uint64_t block : order.make(asked.grid.count(), launches)) {
      beginBlock(block);
      runBlock();
      if (faulted)
        break;
    }
  }
  launch = nullptr;
  self = nullptr;
  return faulted;
}

void Engine::beginBlock(uint64_t index) {
  blockId = launch->grid.at(index);
  blockClock = ++clock;
  starts.push_back({blockClock, index});
  const Image &image = *launch->image->image;
  for (uint32_t i = 0; i < launch->kernel->numShared; ++i) {
    const SharedVariable &variable = image.shared[launch->kernel->shared[i]];
    uint64_t size = variable.size ? variable.size : launch->dynamicShared;
    std::memset(static_cast<char *>(image.sharedMemory) + variable.offset, 0xff,
                size);
    auto cells = launch->image->shared.begin();
    std::fill(cells + variable.offset / image.granule,
              cells +
                  (variable.offset + size + image.granule - 1) / image.granule,
              Cell{});
  }
}

void Engine::runBlock() {
  for (Barrier &barrier : barriers)
    barrier = {};
  for (Warp &warp : warps)
    warp = {};
  ready.clear();
  nextReady = 0;
  for (uint64_t i = 0; i < threads.size(); ++i) {
    Thread &thread = threads[i];
    thread.id = launch->block.at(i);
    thread.linear = i;
    thread.lane = i % 32;
    thread.warp = &warps[i / 32];
    thread.warp->alive |= 1u << thread.lane;
    thread.done = false;
    thread.waiting = nullptr;
    thread.blockSync = blockClock;
    thread.warpSync = 0;
    thread.copies.clear();
    thread.fibre->start(runThread, &thread);
  }
  for (uint64_t i : threadOrder)
    ready.push_back(&threads[i]);
  schedule();
}

void Engine::schedule() {
  while (nextReady < ready.size()) {
    self = ready[nextReady++];
    if (nextReady == ready.size()) {
      ready.clear();
      nextReady = 0;
    }
    self->fibre->resume();
    if (faulted)
      return;
  }
  for (Thread &thread : threads)
    if (!thread.done) {
      // Reported on a fibre, since a fault leaves one.
      self = &thread;
      thread.fibre->start([](void *) { engine.stuck(); }, nullptr);
      thread.fibre->resume();
      return;
    }
}

//===----------------------------------------------------------------------===//
// Waiting
//===----------------------------------------------------------------------===//

void Engine::wait(Site *site) {
  self->waiting = site;
  Thread *me = self;
  me->fibre->leave();
  me->waiting = nullptr;
}

static std::string placeOf(const Site *site) {
  std::string text;
  if (site->file)
    text = std::string(site->file) + ":" + std::to_string(site->line) + ":" +
           std::to_string(site->column) + ": ";
  return text + (site->text ? site->text : "?");
}

/// Nobody can go on, and not all have ended.
void Engine::stuck() {
  std::vector<std::pair<const Site *, std::vector<const Thread *>>> groups;
  uint64_t ended = 0;
  for (const Thread &thread : threads) {
    if (thread.done) {
      ++ended;
      continue;
    }
    auto same = [&](const auto &group) {
      return group.first == thread.waiting;
    };
    auto found = std::find_if(groups.begin(), groups.end(), same);
    if (found == groups.end())
      found = groups.insert(groups.end(), {thread.waiting, {}});
    found->second.push_back(&thread);
  }
  std::string text = "threads of the block wait for ever:";
  for (const auto &[site, who] : groups) {
    const Dim &first = who[0]->id;
    text += "\n    " + std::to_string(who.size()) + " (first: (" +
            std::to_string(first.x) + "," + std::to_string(first.y) + "," +
            std::to_string(first.z) + ")) at " + placeOf(site);
  }
  text += "\n    " + std::to_string(ended) + " of " +
          std::to_string(threads.size()) + " have ended";
  fault(cuda::launchFailed, *self, groups[0].first, text);
}

void Engine::completeBarrier(Barrier &barrier) {
  ++clock;
  std::vector<Thread *> waiting = std::move(barrier.waiting);
  barrier = {};
  // They go on in the order of the launch, not in that of their arrival.
  std::vector<bool> here(threads.size());
  for (Thread *thread : waiting)
    here[thread->linear] = true;
  for (uint64_t i : threadOrder) {
    if (!here[i])
      continue;
    threads[i].blockSync = clock;
    ready.push_back(&threads[i]);
  }
}

unsigned Engine::barrier(unsigned number, unsigned expected, bool vote,
                         Site *site) {
  if (number >= 16)
    fault(cuda::launchFailed, *self, site,
          "there are barriers 0 to 15, not " + std::to_string(number));
  if (expected % 32 || expected > threads.size())
    fault(cuda::launchFailed, *self, site,
          "a barrier for " + std::to_string(expected) +
              " threads: not a multiple of 32, or more than the block has");
  for (const Thread *other : barriers[number].waiting)
    if (other->warp == self->warp && other->waiting != site)
      fault(cuda::launchFailed, *self, site,
            "threads of one warp wait at different barriers; the other is at " +
                placeOf(other->waiting));
  Barrier &barrier = barriers[number];
  if (barrier.arrived == 0)
    barrier.expected = expected ? expected : threads.size();
  else if (barrier.expected != (expected ? expected : threads.size()))
    fault(cuda::launchFailed, *self, site,
          "threads wait at one barrier for different numbers of threads");
  Thread *me = self;
  ++barrier.arrived;
  barrier.votes += vote;
  barrier.waiting.push_back(me);
  // Votes of the round are handed to the threads before the barrier is empty.
  unsigned votes = 0;
  me->result = &votes;
  if (barrier.arrived == barrier.expected) {
    for (Thread *thread : barrier.waiting)
      *static_cast<unsigned *>(thread->result) = barrier.votes;
    completeBarrier(barrier);
  }
  wait(site);
  return votes;
}

bool Engine::completeMeeting(Warp &warp, size_t index) {
  Meeting &open = warp.meetings[index];
  uint32_t expected = open.mask & warp.alive;
  if (open.arrived != expected)
    return false;
  Meeting meeting = open;
  warp.meetings.erase(warp.meetings.begin() + index);
  meeting.operation(meeting);
  for (unsigned lane : laneOrder[&warp - warps.data()])
    if (meeting.arrived >> lane & 1)
      ready.push_back(meeting.lanes[lane]);
  return true;
}

void Engine::meet(const char *name, void (*operation)(Meeting &), uint32_t mask,
                  const void *arguments, void *result, Site *site,
                  bool aligned) {
  Thread *me = self;
  Warp &warp = *me->warp;
  if (!(mask >> me->lane & 1))
    fault(cuda::launchFailed, *me, site,
          std::string(name) + ": the lane itself is not in its mask");
  if (aligned && warp.alive != 0xffffffff)
    fault(cuda::launchFailed, *me, site,
          std::string(name) + " in a warp of which threads are missing or "
                              "have ended");
  me->arguments = arguments;
  me->result = result;
  size_t index = 0;
  for (; index < warp.meetings.size(); ++index) {
    Meeting &other = warp.meetings[index];
    if (!(other.mask >> me->lane & 1))
      continue;
    if (other.operation != operation || other.mask != mask ||
        (aligned && other.site != site))
      fault(cuda::launchFailed, *me, site,
            "lanes of one warp wait for each other at different places; the "
            "other is at " +
                placeOf(other.site));
    break;
  }
  if (index == warp.meetings.size()) {
    Meeting &fresh = warp.meetings.emplace_back();
    fresh.operation = operation;
    fresh.name = name;
    fresh.mask = mask;
    fresh.site = site;
    fresh.aligned = aligned;
  }
  Meeting &meeting = warp.meetings[index];
  meeting.arrived |= 1u << me->lane;
  meeting.lanes[me->lane] = me;
  completeMeeting(warp, index);
  wait(site);
}

void Engine::orderWarpMemory(Meeting &meeting) {
  ++clock;
  for (Thread *thread : meeting.lanes)
    if (thread) {
      thread->warpSync = clock;
      thread->warpSyncMask = meeting.arrived;
    }
}

void Engine::endThread(Thread &thread) {
  thread.done = true;
  Warp &warp = *thread.warp;
  warp.alive &= ~(1u << thread.lane);
  // The others need not wait for it any more.
  for (size_t i = 0; i < warp.meetings.size();)
    if (!completeMeeting(warp, i))
      ++i;
}

//===----------------------------------------------------------------------===//
// Faults
//===----------------------------------------------------------------------===//

void Engine::fault(int code, const Thread &thread, const Site *site,
                   const std::string &what) {
  auto name = [](const Dim &dim) {
    return "(" + std::to_string(dim.x) + "," + std::to_string(dim.y) + "," +
           std::to_string(dim.z) + ")";
  };
  std::string text = "dnd SIMT: " + what + "\n  kernel " +
                     launch->kernel->name + ", block " + name(blockId) +
                     " of " + name(launch->grid) + ", thread " +
                     name(thread.id) + " of " + name(launch->block) + "\n";
  if (site)
    text += "  at " + placeOf(site) + "\n";
  if (site && site->function &&
      std::strcmp(site->function, launch->kernel->name) != 0)
    text += std::string("  in function ") + site->function + "\n";
  report(text);
  faulted = code;
  self->fibre->leave();
  std::abort(); // nobody goes on with a launch that has failed
}
