//===- Missing.cpp - Values that a table does not have --------------------===//
//
// Found, filled in, or left out with their rows.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Missing.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dnd::rt {

static constexpr std::string_view words[] = {"error", "drop", "mean", "median"};

Missing missingRule(std::string_view word) {
  auto found = std::find(std::begin(words), std::end(words), word);
  if (found == std::end(words))
    throw Error(Exit::Data,
                fmt::format("missing wants error, drop, mean or median, not "
                            "'{}'",
                            word));
  return static_cast<Missing>(found - std::begin(words));
}

std::string_view wordOf(Missing rule) {
  return words[static_cast<size_t>(rule)];
}

bool isMissing(std::string_view cell) {
  static constexpr std::string_view marks[] = {"",    "na",   "n/a",  "<na>",
                                               "nan", "null", "none", "?"};
  if (cell.size() > 4)
    return false;
  std::string lower(cell);
  for (char &c : lower)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return std::find(std::begin(marks), std::end(marks), lower) !=
         std::end(marks);
}

static double medianOf(std::vector<double> values) {
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2)
    return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::vector<double> fillsOf(const CsvTable &table,
                            const std::vector<size_t> &columns, Missing rule,
                            const std::string &path) {
  std::vector<double> fills;
  for (size_t c : columns) {
    std::vector<double> values;
    for (size_t r = 0; r < table.rows.size(); ++r)
      if (!isMissing(table.rows[r][c]))
        values.push_back(csvNumber(table, r, c, path));
    if (values.empty())
      throw Error(
          Exit::Data,
          fmt::format("'{}' has no values in {}", path, table.columnText(c)),
          "leave the column out with drop = [...]");
    fills.push_back(rule == Missing::Median
                        ? medianOf(std::move(values))
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size()));
  }
  return fills;
}

bool hasNumbers(const CsvTable &table, size_t column) {
  double value;
  bool any = false;
  for (const std::vector<std::string> &row : table.rows) {
    bool isNumber = parseReal(row[column], value) && std::isfinite(value);
    if (!isNumber && !isMissing(row[column]))
      return false;
    any |= isNumber;
  }
  return any;
}

int64_t dropMissing(CsvTable &table, const std::vector<size_t> &columns,
                    std::optional<size_t> label, const std::string &path) {
  size_t kept = 0;
  bool areNumbers = label && hasNumbers(table, *label);
  auto lacksLabel = [&](const std::string &cell) {
    return cell.empty() || (areNumbers && isMissing(cell));
  };
  for (size_t r = 0; r < table.rows.size(); ++r) {
    if ((label && lacksLabel(table.rows[r][*label])) ||
        std::any_of(columns.begin(), columns.end(),
                    [&](size_t c) { return isMissing(table.rows[r][c]); }))
      continue;
    if (kept != r) {
      table.rows[kept] = std::move(table.rows[r]);
      table.lines[kept] = table.lines[r];
    }
    ++kept;
  }
  if (!kept)
    throw Error(Exit::Data,
                fmt::format("every row of '{}' misses a value", path),
                "leave out the columns that are empty with drop = [...], or "
                "fill them with missing = \"median\"");
  int64_t dropped = std::ssize(table.rows) - static_cast<int64_t>(kept);
  table.rows.resize(kept);
  table.lines.resize(kept);
  return dropped;
}

} // namespace dnd::rt
