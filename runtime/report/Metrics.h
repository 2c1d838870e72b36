//===- Metrics.h - Exact metrics over a whole set ---------------*- C++ -*-===//
//
// Everything comes from integer counters or double sums over all samples, never
// from averages over batches.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_METRICS_H
#define RUNTIME_REPORT_METRICS_H

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace dnd::rt {

/// Counts of (true class, predicted class).
class Confusion {
public:
  explicit Confusion(int64_t classes = 0)
      : size(classes), counts(static_cast<size_t>(classes * classes)) {}

  void add(int64_t truth, int64_t predicted) {
    ++counts[static_cast<size_t>(truth * size + predicted)];
  }
  void clear() { std::fill(counts.begin(), counts.end(), 0); }
  int64_t classes() const { return size; }
  int64_t at(int64_t truth, int64_t predicted) const {
    return counts[static_cast<size_t>(truth * size + predicted)];
  }
  int64_t total() const;
  /// Share of right predictions; 0 without samples.
  double accuracy() const;
  /// F1 of one class; 0 when it is neither present nor predicted.
  double f1(int64_t label) const;
  /// Mean F1 over the classes that are present or predicted (scikit-learn's
  /// macro average with zero_division = 0).
  double macroF1() const;
  /// Share of the class's samples that were found; 0 without any.
  double recall(int64_t label) const;
  /// Mean recall over the classes that are present (scikit-learn's
  /// balanced_accuracy_score).
  double balancedAccuracy() const;
  /// Agreement beyond chance (Cohen 1960): (p_o - p_e) / (1 - p_e). 0 where
  /// all samples and predictions are of one class, for which it has no meaning.
  double kappa() const;
  /// Rows are true classes; the heading names the predicted ones.
  std::string csv(const std::vector<std::string> &names) const;

  std::vector<int64_t> &raw() { return counts; }
  const std::vector<int64_t> &raw() const { return counts; }

private:
  int64_t size;
  std::vector<int64_t> counts;
};

/// Sums for regression: mean squared and absolute error, coefficient of
/// determination (over all outputs together, each about its own mean).
class Regression {
public:
  explicit Regression(int64_t width = 0)
      : mean(static_cast<size_t>(width)), spread(static_cast<size_t>(width)) {}
  void add(const float *truth, const float *predicted);
  /// The same with the sums of its errors known.
  void add(const float *truth, double squared, double absolute);
  void clear();
  int64_t count() const { return samples; }
  /// All sums as numbers, and back; for checkpoints.
  std::vector<double> pack() const;
  bool unpack(const std::vector<double> &sums);
  double mse() const;
  double mae() const;
  /// 0 where the targets never change: then there is nothing to explain.
  double r2() const;

private:
  void addTruth(const float *truth);

  int64_t samples = 0;
  double squaredError = 0, absoluteError = 0;
  std::vector<double> mean, spread; ///< of each target; squares about the mean
};

/// Index of the largest of n numbers, the first one at ties.
int64_t argmax(const float *values, int64_t n);

} // namespace dnd::rt

#endif // RUNTIME_REPORT_METRICS_H
