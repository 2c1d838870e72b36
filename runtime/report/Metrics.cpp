//===- Metrics.cpp - Exact metrics over a whole set -----------------------===//
//
// Accuracy, macro F1, confusion matrix, regression sums.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/Metrics.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dnd::rt {

int64_t Confusion::total() const {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

double Confusion::accuracy() const {
  int64_t all = total(), right = 0;
  for (int64_t c = 0; c < size; ++c)
    right += at(c, c);
  return all ? static_cast<double>(right) / static_cast<double>(all) : 0;
}

/// Samples of the class plus predictions of it: 2 TP + FP + FN.
static int64_t mentions(const Confusion &m, int64_t label) {
  int64_t n = 0;
  for (int64_t c = 0; c < m.classes(); ++c)
    n += m.at(label, c) + m.at(c, label);
  return n;
}

double Confusion::f1(int64_t label) const {
  int64_t n = mentions(*this, label);
  return n ? 2 * static_cast<double>(at(label, label)) / static_cast<double>(n)
           : 0;
}

double Confusion::macroF1() const {
  double sum = 0;
  int64_t present = 0;
  for (int64_t c = 0; c < size; ++c)
    if (mentions(*this, c)) {
      sum += f1(c);
      ++present;
    }
  return present ? sum / static_cast<double>(present) : 0;
}

static int64_t samplesOf(const Confusion &m, int64_t label) {
  int64_t n = 0;
  for (int64_t c = 0; c < m.classes(); ++c)
    n += m.at(label, c);
  return n;
}

double Confusion::recall(int64_t label) const {
  int64_t n = samplesOf(*this, label);
  return n ? static_cast<double>(at(label, label)) / static_cast<double>(n) : 0;
}

double Confusion::balancedAccuracy() const {
  double sum = 0;
  int64_t present = 0;
  for (int64_t c = 0; c < size; ++c)
    if (samplesOf(*this, c)) {
      sum += recall(c);
      ++present;
    }
  return present ? sum / static_cast<double>(present) : 0;
}

double Confusion::kappa() const {
  auto all = static_cast<double>(total());
  double chance = 0;
  for (int64_t c = 0; c < size; ++c) {
    auto of = static_cast<double>(samplesOf(*this, c));
    double named = static_cast<double>(mentions(*this, c)) - of;
    chance += of * named;
  }
  chance = all > 0 ? chance / (all * all) : 1;
  return chance < 1 ? (accuracy() - chance) / (1 - chance) : 0;
}

std::string Confusion::csv(const std::vector<std::string> &names) const {
  auto name = [&](int64_t c) {
    if (c >= static_cast<int64_t>(names.size()))
      return fmt::format("{}", c);
    std::string text = names[static_cast<size_t>(c)];
    if (text.find_first_of(",\"\n") == std::string::npos)
      return text;
    std::string quoted = "\"";
    for (char ch : text)
      quoted += ch == '"' ? std::string("\"\"") : std::string(1, ch);
    return quoted + "\"";
  };
  std::string out = "true\\predicted";
  for (int64_t c = 0; c < size; ++c)
    out += "," + name(c);
  out += '\n';
  for (int64_t t = 0; t < size; ++t) {
    out += name(t);
    for (int64_t p = 0; p < size; ++p)
      out += fmt::format(",{}", at(t, p));
    out += '\n';
  }
  return out;
}

/// Welford's update: the squares about the mean are sums of what is left of the
/// numbers, not differences of large ones.
void Regression::addTruth(const float *truth) {
  ++samples;
  for (size_t i = 0; i < mean.size(); ++i) {
    double before = truth[i] - mean[i];
    mean[i] += before / static_cast<double>(samples);
    spread[i] += before * (truth[i] - mean[i]);
  }
}

void Regression::add(const float *truth, const float *predicted) {
  addTruth(truth);
  for (size_t i = 0; i < mean.size(); ++i) {
    double error = static_cast<double>(predicted[i]) - truth[i];
    squaredError += error * error;
    absoluteError += std::abs(error);
  }
}

void Regression::add(const float *truth, double squared, double absolute) {
  addTruth(truth);
  squaredError += squared;
  absoluteError += absolute;
}

std::vector<double> Regression::pack() const {
  std::vector<double> out{static_cast<double>(samples), squaredError,
                          absoluteError};
  out.insert(out.end(), mean.begin(), mean.end());
  out.insert(out.end(), spread.begin(), spread.end());
  return out;
}

bool Regression::unpack(const std::vector<double> &sums) {
  size_t width = mean.size();
  if (sums.size() != 3 + 2 * width)
    return false;
  samples = static_cast<int64_t>(sums[0]);
  squaredError = sums[1];
  absoluteError = sums[2];
  std::copy_n(sums.begin() + 3, width, mean.begin());
  std::copy_n(sums.begin() + 3 + static_cast<int64_t>(width), width,
              spread.begin());
  return true;
}

void Regression::clear() { *this = Regression(std::ssize(mean)); }

static double perElement(double total, int64_t samples, size_t width) {
  double n = static_cast<double>(samples) * static_cast<double>(width);
  return n > 0 ? total / n : 0;
}

double Regression::mse() const {
  return perElement(squaredError, samples, mean.size());
}

double Regression::mae() const {
  return perElement(absoluteError, samples, mean.size());
}

double Regression::r2() const {
  double all = std::accumulate(spread.begin(), spread.end(), 0.0);
  return all > 0 ? 1 - squaredError / all : 0;
}

int64_t argmax(const float *values, int64_t n) {
  int64_t best = 0;
  for (int64_t i = 1; i < n; ++i)
    if (values[i] > values[best])
      best = i;
  return best;
}

} // namespace dnd::rt
