//===- Statistics.cpp - Means, spreads, intervals -------------------------===//
#include "door/Statistics.h"

#include "runtime/core/Random.h"

#include <algorithm>
#include <cmath>

namespace dnd::door {

Summary summarise(const std::vector<double> &numbers) {
  Summary s;
  s.n = numbers.size();
  auto n = static_cast<double>(s.n);
  double sum = 0, square = 0;
  for (double x : numbers)
    sum += x;
  s.mean = sum / n;
  for (double x : numbers)
    square += (x - s.mean) * (x - s.mean);
  s.deviation = std::sqrt(square / (n - 1));
  return s;
}

Interval bootstrapMean(const std::vector<double> &numbers, double level,
                       int samples) {
  if (numbers.empty())
    return {NAN, NAN};
  rt::RandomSequence random(0, rt::streamOf("bootstrap"));
  std::vector<double> means(static_cast<size_t>(samples));
  for (double &mean : means) {
    double sum = 0;
    for (size_t i = 0; i < numbers.size(); ++i)
      sum += numbers[random.below(numbers.size())];
    mean = sum / static_cast<double>(numbers.size());
  }
  std::sort(means.begin(), means.end());
  auto at = [&](double share) {
    double place = share * static_cast<double>(means.size() - 1);
    auto below = static_cast<size_t>(place);
    double rest = place - static_cast<double>(below);
    double next = means[std::min(below + 1, means.size() - 1)];
    return means[below] + rest * (next - means[below]);
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

/// Columns on a terminal: bytes that continue a character of UTF-8 take none.
static size_t widthOf(const std::string &text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      }));
}

std::string tableText(const std::vector<std::vector<std::string>> &rows) {
  std::vector<size_t> width;
  for (const auto &row : rows)
    for (size_t i = 0; i < row.size(); ++i) {
      width.resize(std::max(width.size(), i + 1));
      width[i] = std::max(width[i], widthOf(row[i]));
    }
  std::string out;
  for (const auto &row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size())
        line.append(width[i] - widthOf(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string sparkline(const std::vector<double> &numbers, double low,
                      double high, size_t width) {
  static const char *const heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out;
  size_t count = std::min(width, numbers.size());
  for (size_t i = 0; i < count; ++i) {
    double x = numbers[(i + 1) * numbers.size() / count - 1];
    if (!std::isfinite(x)) {
      out += " ";
      continue;
    }
    double share = high > low ? (x - low) / (high - low) : 1;
    out += heights[std::clamp(static_cast<int>(share * 8), 0, 7)];
  }
  return out;
}

} // namespace dnd::door
