//===- Statistics.h - Means, spreads, intervals -----------------*- C++ -*-===//
#ifndef DND_DOOR_STATISTICS_H
#define DND_DOOR_STATISTICS_H

#include <string>
#include <vector>

namespace dnd::door {

struct Summary {
  double mean = 0;
  double deviation = 0; ///< of the sample (n - 1); NaN for one number
  size_t n = 0;
};
Summary summarise(const std::vector<double> &numbers);

struct Interval {
  double low = 0, high = 0;
};
/// The percentile interval of the mean by bootstrap: `samples` draws with
/// replacement (Efron 1979), from a fixed seed, so that the same numbers give
/// the same interval.
Interval bootstrapMean(const std::vector<double> &numbers, double level,
                       int samples = 10000);

/// Rows of cells in columns of equal width, two spaces apart; numbers and other
/// cells are aligned to the left.
std::string tableText(const std::vector<std::vector<std::string>> &rows);

/// Numbers as a row of eight heights, "▁▂▅█", at most `width` of them; numbers
/// that are not finite are blanks. Heights go from `low` to `high`.
std::string sparkline(const std::vector<double> &numbers, double low,
                      double high, size_t width = 40);

} // namespace dnd::door

#endif // DND_DOOR_STATISTICS_H
