//===- Worker.cpp - Analyses texts beside the conversation ----------------===//

#include "frontend/lsp/Worker.h"
#include "frontend/lsp/Document.h"

using namespace dnd::lsp;
using namespace std::chrono_literals;

/// How long a text must rest before it is elaborated, and before its forms are
/// looked for.
static constexpr auto PauseForMessages = 80ms;
static constexpr auto PauseForForms = 250ms;

Worker::Worker(Publish publish, FormFinder findForms)
    : publish(std::move(publish)), findForms(std::move(findForms)),
      thread([this] { run(); }) {}

Worker::~Worker() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    isEnding = true;
    stop = true;
  }
  wake.notify_all();
  thread.join();
}

void Worker::submit(Snapshot snapshot) {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (current == snapshot.uri)
      stop = true;
    std::string uri = snapshot.uri;
    jobs.insert_or_assign(uri, Job{std::move(snapshot),
                                   Clock::now() + PauseForMessages, nullptr});
  }
  wake.notify_all();
}

void Worker::forget(const std::string &uri) {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (current == uri)
      stop = true;
    jobs.erase(uri);
    results.erase(uri);
  }
  // What is on its way out still comes before the caller goes on.
  std::lock_guard<std::mutex> out(publishing);
}

std::shared_ptr<const Analysis> Worker::latest(const std::string &uri) {
  std::lock_guard<std::mutex> lock(mutex);
  auto it = results.find(uri);
  return it == results.end() ? nullptr : it->second;
}

std::optional<std::string> Worker::nextDue() const {
  std::optional<std::string> next;
  for (const auto &[uri, job] : jobs)
    if (!next || job.due < jobs.at(*next).due)
      next = uri;
  return next;
}

void Worker::run() {
  parseStd();
  std::unique_lock<std::mutex> lock(mutex);
  while (!isEnding) {
    std::optional<std::string> next = nextDue();
    if (!next) {
      wake.wait(lock);
    } else if (jobs.at(*next).due > Clock::now()) {
      Clock::time_point due = jobs.at(*next).due;
      wake.wait_until(lock, due);
    } else {
      Job job = std::move(jobs.at(*next));
      jobs.erase(*next);
      work(std::move(job), lock);
    }
  }
}

void Worker::work(Job job, std::unique_lock<std::mutex> &lock) {
  stop = false;
  current = job.snapshot.uri;
  lock.unlock();
  std::shared_ptr<Analysis> result;
  if (job.base) {
    result = std::make_shared<Analysis>(*job.base);
    recogniseForms(job.snapshot, *result, findForms, stop);
  } else {
    result = analyse(job.snapshot, stop);
  }
  lock.lock();
  if (!stop && result)
    results[job.snapshot.uri] = result;
  if (stop || !result || job.base) {
    current.clear();
    return;
  }
  bool hasErrors = false;
  for (const Message &message : result->messages)
    hasErrors |= message.isError;
  lock.unlock();
  {
    std::lock_guard<std::mutex> out(publishing);
    if (!stop)
      publish(job.snapshot, *result);
  }
  lock.lock();
  current.clear();
  if (!hasErrors && !isEnding && !stop) {
    std::string uri = job.snapshot.uri;
    jobs.try_emplace(uri, Job{std::move(job.snapshot),
                              Clock::now() + PauseForForms, result});
  }
}
