//===- Scores.h - Metrics of the numbers behind a class ---------*- C++ -*-===//
//
// What the predicted class alone does not tell: whether the true class is among
// the k best, and how well the numbers order the samples.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_SCORES_H
#define RUNTIME_REPORT_SCORES_H

#include <cstdint>
#include <utility>
#include <vector>

namespace dnd::rt {

class Scores {
public:
  struct Wanted {
    std::vector<int64_t> best; ///< the k of each top_k
    bool areas = false;        ///< the areas under the curves
  };
  /// Samples have `width` numbers: one for each class, or 1 for two classes.
  /// Logits are made probabilities before samples are compared.
  Scores(Wanted wanted, int64_t width, bool areLogits);
  Scores() = default;

  bool isWanted() const { return wanted.areas || !wanted.best.empty(); }
  const std::vector<int64_t> &best() const { return wanted.best; }
  bool hasAreas() const { return wanted.areas; }
  int64_t count() const { return samples; }
  void add(const float *numbers, int64_t truth);
  void clear();

  /// The share of samples whose true class is among the k largest numbers; of
  /// equal numbers the first ones count, as for the predicted class.
  double topK(int64_t k) const;
  /// The area under the ROC curve: the chance that a sample of the class has a
  /// larger number than one of another class, a tie for one half (Mann and
  /// Whitney); for more than two classes the mean over each class against the
  /// others. Classes without samples, or with all, have none. NaN when no class
  /// has one.
  double area() const;

private:
  double areaOf(int64_t label) const;

  Wanted wanted;
  int64_t width = 0;
  bool areLogits = false;
  int64_t samples = 0;
  std::vector<int64_t> hits; ///< of each wanted k
  std::vector<float> kept;   ///< probabilities of all samples
  std::vector<int32_t> labels;
};

} // namespace dnd::rt

#endif // RUNTIME_REPORT_SCORES_H
