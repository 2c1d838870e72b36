//===- Runs.h - Run folders, as others read them ----------------*- C++ -*-===//
#ifndef DND_DOOR_RUNS_H
#define DND_DOOR_RUNS_H

#include "runtime/core/Value.h"

#include <optional>
#include <string>
#include <vector>

namespace dnd::door {

struct Run {
  std::string path;
  rt::Value record;              ///< run.json
  std::vector<rt::Value> epochs; ///< the lines of metrics.jsonl
  int64_t seed() const;
  std::string status() const;
  /// A number of the weights that the run ended on.
  std::optional<double> result(const std::string &name) const;
  /// A number of every epoch; NaN where an epoch lacks it.
  std::vector<double> curve(const std::string &name) const;
};

/// Throws Error(Data) when it is no run folder, or a damaged one. A line of
/// metrics.jsonl that was torn by a kill ends the list.
Run readRun(const std::string &path);

/// The last parts of the runs' paths, as few as tell all runs apart.
std::vector<std::string> shortNames(const std::vector<Run> &runs);

/// Runs of one setting that differ in their seed.
struct RunGroup {
  std::string path;
  std::vector<Run> runs; ///< sorted by seed
};

/// `path` is a run folder, or a folder of run folders. Throws Error(Data).
RunGroup readGroup(const std::string &path);

} // namespace dnd::door

#endif // DND_DOOR_RUNS_H
