//===- SeedSummary.h - Means over the runs of several seeds -----*- C++ -*-===//
#ifndef RUNTIME_REPORT_SEEDSUMMARY_H
#define RUNTIME_REPORT_SEEDSUMMARY_H

#include "runtime/core/Value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dnd::rt {

/// Mean, sample standard deviation, least and largest of each metric of runs
/// that differ in their seed.
class SeedSummary {
public:
  /// `metrics` is the last line of the run's metrics.jsonl.
  void add(uint64_t seed, const std::string &run, const Value &metrics);

  /// {"test_accuracy": {"mean", "std", "min", "max", "n"}, ...} of what the
  /// first run has.
  Value metrics() const;
  /// A line for each metric.
  std::string text() const;
  /// What summary.json holds: network, seeds, runs, metrics.
  Value record(const std::string &network) const;

private:
  struct Entry {
    uint64_t seed;
    std::string run;
    Value metrics;
  };
  std::vector<Entry> entries;
};

} // namespace dnd::rt

#endif // RUNTIME_REPORT_SEEDSUMMARY_H
