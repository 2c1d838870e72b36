//===- Worker.h - Analyses texts beside the conversation --------*- C++ -*-===//

#ifndef DND_FRONTEND_LSP_WORKER_H
#define DND_FRONTEND_LSP_WORKER_H

#include "frontend/lsp/Analysis.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace dnd::lsp {

/// One thread that looks at a text when its author pauses. A newer text ends
/// the work on an older one.
class Worker {
public:
  /// Called in the worker's thread for every analysis of a newest text.
  using Publish = std::function<void(const Snapshot &, const Analysis &)>;

  Worker(Publish publish, FormFinder findForms);
  ~Worker();

  void submit(Snapshot snapshot);
  /// A text that is closed: nothing is published of it any more.
  void forget(const std::string &uri);
  /// The newest analysis; null before the first.
  std::shared_ptr<const Analysis> latest(const std::string &uri);

private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    Snapshot snapshot;
    Clock::time_point due;
    /// Set for the second part of the work, the forms.
    std::shared_ptr<const Analysis> base;
  };

  void run();
  std::optional<std::string> nextDue() const;
  void work(Job job, std::unique_lock<std::mutex> &lock);

  Publish publish;
  FormFinder findForms;
  std::mutex mutex;
  /// Held while something is published; nobody waits for it with `mutex` held.
  std::mutex publishing;
  std::condition_variable wake;
  std::map<std::string, Job> jobs;
  std::map<std::string, std::shared_ptr<const Analysis>> results;
  /// What is being worked on.
  std::string current;
  std::atomic<bool> stop = false;
  bool isEnding = false;
  std::thread thread;
};

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_WORKER_H
