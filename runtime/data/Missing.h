//===- Missing.h - Values that a table does not have ------------*- C++ -*-===//
//
// Which cells say that a value is missing, and what a reader makes of them.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_MISSING_H
#define RUNTIME_DATA_MISSING_H

#include "runtime/data/Csv.h"

namespace dnd::rt {

/// What happens to a sample with a missing value.
enum class Missing {
  Error,
  Drop,   ///< the sample is left out
  Mean,   ///< the mean of the training part's values of the column
  Median, ///< their median; the mean of the two middle ones
};

/// By the words of csv(missing = ...): "error", "drop", "mean", "median".
Missing missingRule(std::string_view word);
std::string_view wordOf(Missing rule);

/// An empty cell, or one of the words that pandas, R and the UCI repository
/// write: NA, N/A, <NA>, nan, null, none, ?
bool isMissing(std::string_view cell);

/// What stands for missing values of each column, by the values of the table.
/// Throws Error(Data) naming `path` for a column that has none.
std::vector<double> fillsOf(const CsvTable &table,
                            const std::vector<size_t> &columns, Missing rule,
                            const std::string &path);

/// Whether a column holds numbers: some cell is a finite one, and every other
/// is, too, or is missing.
bool hasNumbers(const CsvTable &table, size_t column);

/// Leaves out the rows that miss a value in one of the columns, or whose label
/// is empty (any word may be a class; beside numbers `nan` and the like are
/// none); their number. Throws
/// Error(Data) when no row is left.
int64_t dropMissing(CsvTable &table, const std::vector<size_t> &columns,
                    std::optional<size_t> label, const std::string &path);

} // namespace dnd::rt

#endif // RUNTIME_DATA_MISSING_H
