//===- RunDirectory.h - What a training leaves behind -----------*- C++ -*-===//
//
// run.json, metrics.jsonl, weights.safetensors, best.safetensors,
// last.state.safetensors and confusion.csv in a folder of their own.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_RUNDIRECTORY_H
#define RUNTIME_REPORT_RUNDIRECTORY_H

#include "runtime/core/Value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dnd::rt {

class RunDirectory {
public:
  /// Creates a new folder: `out`, or runs/NETWORK-TIME-sSEED. Throws
  /// Error(Output) when it exists and is not empty.
  static RunDirectory create(const std::string &out, const std::string &network,
                             uint64_t seed);
  /// An existing folder. Throws Error(Data) when it holds no run.
  static RunDirectory open(const std::string &path);

  std::string file(std::string_view name) const;
  const std::string &path() const { return folder; }

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
  explicit RunDirectory(std::string folder) : folder(std::move(folder)) {}
  void append(std::string_view name, const std::string &text);
  std::string folder;
};

/// Name of this machine, processor, threads: for run.json.
Value hostDescription();

/// UTC now, "2026-11-20T14:03:11Z".
std::string timeText();

} // namespace dnd::rt

#endif // RUNTIME_REPORT_RUNDIRECTORY_H
