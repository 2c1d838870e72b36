//===- Csv.h - Tables of text -----------------------------------*- C++ -*-===//
//
// A strict CSV reader: commas, semicolons or tabs, quoted cells, rows of equal
// length, a heading found by itself.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_CSV_H
#define RUNTIME_DATA_CSV_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

struct CsvTable {
  std::vector<std::string> heading; ///< empty without one
  std::vector<std::vector<std::string>> rows;
  std::vector<int64_t> lines; ///< line of each row, from 1
  size_t columns = 0;

  /// The column meant by "last", "first", a heading, or a number (from 0;
  /// negative counts from the end). Throws Error(Data) naming `path`.
  size_t column(const std::string &name, const std::string &path) const;

  /// The columns of features in the order of `names`, those of the training
  /// file. Without names there or here, the order of the file holds. Throws
  /// Error(Data) when a name is missing, or when a column has another one and
  /// `others` are not allowed.
  std::vector<size_t> inOrder(const std::vector<size_t> &features,
                              const std::vector<std::string> &names,
                              const std::string &path,
                              bool others = false) const;
};

/// Parses CSV text. A first row is a heading when some column has no number in
/// it but one in the second row, or when it contains the cell `label`;
/// `header` decides it. Throws Error(Data) naming `path` and the line.
CsvTable parseCsv(std::string_view text, const std::string &path,
                  const std::string &label = {},
                  std::optional<bool> header = std::nullopt);

/// A cell as a number. Throws Error(Data) naming file, line and column.
double csvNumber(const CsvTable &table, size_t row, size_t column,
                 const std::string &path);

} // namespace dnd::rt

#endif // RUNTIME_DATA_CSV_H
