//===- RunDirectory.h - What a training leaves behind -----------*- C++ -*-===//
//
// run.json, metrics.jsonl, weights.safetensors, best.safetensors,
// last.state.safetensors and confusion.csv in a folder of their own.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_RUNDIRECTORY_H
#define RUNTIME_REPORT_RUNDIRECTORY_H

#include "runtime/core/Value.h"
#include "runtime/report/Events.h"
#include "runtime/report/RunLock.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dnd::rt {

/// Holds the lock of its folder for its lifetime.
class RunDirectory {
public:
  /// Creates a new folder: `out`, or runs/NETWORK-TIME-sSEED. Throws
  /// Error(Output) when it exists and is not empty, or another process has it.
  static RunDirectory create(const std::string &out, const std::string &network,
                             uint64_t seed);
  /// Creates runs/NETWORK-TIME, for the runs of several seeds. Throws
  /// Error(Output).
  static std::string makeFolder(const std::string &network);
  /// An existing folder; what a killed process left half-written goes. Throws
  /// Error(Data) when it holds no run, Error(Output) when another process has
  /// it.
  static RunDirectory open(const std::string &path);

  std::string file(std::string_view name) const;
  const std::string &path() const { return folder; }

  /// True for a run that was ended before its first save: nothing but its
  /// record is there, and it begins at the beginning.
  bool isFresh() const;

  /// Writes what goes to metrics.jsonl to event files of TensorBoard, too: in a
  /// folder of `events` that bears the path of this one. Throws Error(Output).
  void mirrorTo(const std::string &events);

  /// Appends one object to metrics.jsonl.
  void appendMetrics(const Value &line);
  /// The object of an epoch in metrics.jsonl, or null.
  Value metricsOf(int64_t epoch) const;
  /// Drops the lines of epochs after `epoch`.
  void truncateMetrics(int64_t epoch);
  /// The same for steps.csv, "step,loss" a line: steps are whole numbers
  /// from 1.
  void appendSteps(const std::string &lines);
  void truncateSteps(int64_t step);
  void writeRun(const Value &run);
  Value readRun() const;

private:
  explicit RunDirectory(std::string folder);
  std::string folder;
  RunLock lock;
  std::shared_ptr<EventFile> events;
};

/// Name of this machine, processor, threads: for run.json.
Value hostDescription();

/// UTC now, "2026-11-20T14:03:11Z".
std::string timeText();

} // namespace dnd::rt

#endif // RUNTIME_REPORT_RUNDIRECTORY_H
