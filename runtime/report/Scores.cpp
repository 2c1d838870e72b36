//===- Scores.cpp - Metrics of the numbers behind a class -----------------===//
//
// Hits among the k best are counted as samples come; areas need all of them.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/Scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dnd::rt {

Scores::Scores(Wanted what, int64_t width, bool areLogits)
    : wanted(std::move(what)), width(width), areLogits(areLogits),
      hits(wanted.best.size()) {}

void Scores::clear() {
  samples = 0;
  std::fill(hits.begin(), hits.end(), 0);
  kept.clear();
  labels.clear();
}

/// How many classes come before the true one.
static int64_t placeOfTruth(const float *numbers, int64_t width,
                            int64_t truth) {
  int64_t before = 0;
  for (int64_t c = 0; c < width; ++c)
    before += numbers[c] > numbers[truth] ||
              (c < truth && numbers[c] == numbers[truth]);
  return before;
}

void Scores::add(const float *numbers, int64_t truth) {
  ++samples;
  if (!wanted.best.empty()) {
    int64_t place = placeOfTruth(numbers, width, truth);
    for (size_t i = 0; i < hits.size(); ++i)
      hits[i] += place < wanted.best[i];
  }
  if (!wanted.areas)
    return;
  labels.push_back(static_cast<int32_t>(truth));
  if (width == 1 || !areLogits) {
    kept.insert(kept.end(), numbers, numbers + width);
    return;
  }
  double most = *std::max_element(numbers, numbers + width), sum = 0;
  for (int64_t c = 0; c < width; ++c)
    sum += std::exp(numbers[c] - most);
  for (int64_t c = 0; c < width; ++c)
    kept.push_back(static_cast<float>(std::exp(numbers[c] - most) / sum));
}

double Scores::topK(int64_t k) const {
  for (size_t i = 0; i < hits.size(); ++i)
    if (wanted.best[i] == k && samples)
      return static_cast<double>(hits[i]) / static_cast<double>(samples);
  return 0;
}

double Scores::areaOf(int64_t label) const {
  auto column = static_cast<size_t>(width == 1 ? 0 : label);
  auto number = [&](size_t n) {
    return kept[n * static_cast<size_t>(width) + column];
  };
  std::vector<size_t> order(static_cast<size_t>(samples));
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return number(a) < number(b); });
  // Ranks of equal numbers are their mean.
  double ranks = 0, own = 0;
  for (size_t first = 0; first < order.size();) {
    size_t last = first;
    double inside = 0;
    for (; last < order.size() && number(order[last]) == number(order[first]);
         ++last)
      inside += labels[order[last]] == label;
    ranks += inside * (static_cast<double>(first + last) + 1) / 2;
    own += inside;
    first = last;
  }
  double others = static_cast<double>(samples) - own;
  if (own == 0 || others == 0)
    return std::numeric_limits<double>::quiet_NaN();
  return (ranks - own * (own + 1) / 2) / (own * others);
}

double Scores::area() const {
  if (width <= 2)
    return areaOf(1);
  double sum = 0;
  int64_t present = 0;
  for (int64_t c = 0; c < width; ++c)
    if (double area = areaOf(c); !std::isnan(area)) {
      sum += area;
      ++present;
    }
  return present ? sum / static_cast<double>(present)
                 : std::numeric_limits<double>::quiet_NaN();
}

} // namespace dnd::rt
