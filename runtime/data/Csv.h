//===- Csv.h - Tables of text -----------------------------------*- C++ -*-===//
//
// A strict CSV reader: commas, semicolons, tabs or blanks, quoted cells, rows
// of equal length, a heading found by itself.
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
  char separator = ','; ///< between the columns

  /// The column meant by "last", "first", a heading, or a number (from 0;
  /// negative counts from the end). Throws Error(Data) naming `path`.
  size_t column(const std::string &name, const std::string &path) const;

  /// "column 'age'" or "column 3", for messages.
  std::string columnText(size_t column) const;

  /// The column of that name in the heading, as the training file has one.
  size_t named(const std::string &name, const std::string &path) const;

  /// The columns of features in the order of `names`, those of the training
  /// file. Without names there or here, the order of the file holds. Throws
  /// Error(Data) when a name is missing, or when a column has another one and
  /// `others` are not allowed.
  std::vector<size_t> inOrder(const std::vector<size_t> &features,
                              const std::vector<std::string> &names,
                              const std::string &path,
                              bool others = false) const;
};

/// What is known before a table is read.
struct CsvHints {
  std::string label = {}; ///< a name in the heading, or empty
  std::vector<std::string> features =
      {}; ///< names of the training file's columns
  /// Whether the first row is a heading.
  std::optional<bool> header = std::nullopt;
  /// Numbers may have a comma in place of the point, where columns have another
  /// separator.
  bool decimalComma = false;
};

/// Parses CSV text. A first row is a heading when it contains the label or all
/// features, when some column has no number in it but one in the second row, or
/// when it numbers the columns (0,1,2). A comment in front of the table with as
/// many cells is one, too. A first column of whole numbers below an empty
/// heading, the index of pandas, is left out. Throws Error(Data) naming `path`
/// and the line.
CsvTable parseCsv(std::string_view text, const std::string &path,
                  const CsvHints &hints = {});

/// A cell as a number. Throws Error(Data) naming file, line and column; a value
/// that is missing is none.
double csvNumber(const CsvTable &table, size_t row, size_t column,
                 const std::string &path);

} // namespace dnd::rt

#endif // RUNTIME_DATA_CSV_H
