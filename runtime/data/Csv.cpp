//===- Csv.cpp - Tables of text -------------------------------------------===//
//
// One pass over the text; every complaint names the line.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Csv.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

bool isNumber(const std::string &cell) {
  double value;
  return parseReal(cell, value);
}

class Parser {
public:
  Parser(std::string_view text, const std::string &path)
      : text(text), path(path) {
    if (text.starts_with("\xef\xbb\xbf")) // byte order mark
      this->text.remove_prefix(3);
    std::string_view first = this->text.substr(0, this->text.find('\n'));
    for (char c : {',', ';', '\t'})
      if (std::count(first.begin(), first.end(), c) >
          std::count(first.begin(), first.end(), separator))
        separator = c;
  }

  void parse(CsvTable &table) {
    while (position < text.size()) {
      int64_t start = line;
      std::vector<std::string> row = readRow();
      if (row.size() == 1 && row[0].empty())
        continue; // an empty line
      if (table.rows.empty())
        table.columns = row.size();
      else if (row.size() != table.columns)
        throw Error(
            Exit::Data,
            fmt::format(
                "'{}', line {} has {} columns, the lines before have {}", path,
                start, row.size(), table.columns));
      table.rows.push_back(std::move(row));
      table.lines.push_back(start);
    }
  }

private:
  std::string readQuoted() {
    int64_t start = line;
    std::string cell;
    ++position;
    while (true) {
      if (position >= text.size())
        throw Error(Exit::Data,
                    fmt::format("'{}', line {}: a quoted cell has no end", path,
                                start));
      char c = text[position++];
      if (c == '"') {
        if (position >= text.size() || text[position] != '"')
          return cell;
        ++position;
      }
      line += c == '\n';
      cell += c;
    }
  }

  std::vector<std::string> readRow() {
    std::vector<std::string> row;
    while (true) {
      size_t first = position;
      while (first < text.size() && text[first] == ' ')
        ++first;
      if (first < text.size() && text[first] == '"') {
        position = first;
        row.push_back(readQuoted());
        while (position < text.size() &&
               (text[position] == ' ' || text[position] == '\r'))
          ++position;
      } else {
        size_t end = position;
        while (end < text.size() && text[end] != separator && text[end] != '\n')
          ++end;
        std::string_view cell = text.substr(position, end - position);
        if (cell.ends_with('\r'))
          cell.remove_suffix(1);
        row.emplace_back(trim(cell));
        position = end;
      }
      if (position >= text.size())
        return row;
      char c = text[position++];
      if (c == '\n') {
        ++line;
        return row;
      }
      if (c != separator)
        throw Error(Exit::Data,
                    fmt::format("'{}', line {}: text follows a quoted cell",
                                path, line));
    }
  }

  std::string_view text;
  const std::string &path;
  char separator = ',';
  size_t position = 0;
  int64_t line = 1;
};

} // namespace

CsvTable parseCsv(std::string_view text, const std::string &path,
                  const std::string &label, std::optional<bool> header) {
  CsvTable table;
  Parser(text, path).parse(table);
  if (table.rows.empty())
    throw Error(Exit::Data, fmt::format("'{}' has no rows", path));
  const std::vector<std::string> &first = table.rows[0];
  bool heading = !label.empty() &&
                 std::find(first.begin(), first.end(), label) != first.end();
  if (table.rows.size() > 1)
    for (size_t c = 0; c < table.columns; ++c)
      heading |= !isNumber(first[c]) && isNumber(table.rows[1][c]);
  if (header.value_or(heading)) {
    table.heading = first;
    table.rows.erase(table.rows.begin());
    table.lines.erase(table.lines.begin());
  }
  return table;
}

size_t CsvTable::column(const std::string &name,
                        const std::string &path) const {
  if (name == "last")
    return columns - 1;
  if (name == "first")
    return 0;
  for (size_t c = 0; c < heading.size(); ++c)
    if (heading[c] == name)
      return c;
  int64_t number;
  if (parseInteger(name, number)) {
    if (number < 0)
      number += static_cast<int64_t>(columns);
    if (number >= 0 && number < static_cast<int64_t>(columns))
      return static_cast<size_t>(number);
    throw Error(Exit::Data,
                fmt::format("'{}' has no column {}; it has {} columns", path,
                            name, columns));
  }
  throw Error(Exit::Data,
              fmt::format("'{}' has no column '{}'{}", path, name,
                          heading.empty() ? "; its first line is no heading"
                                          : didYouMean(name, heading)));
}

std::vector<size_t> CsvTable::inOrder(const std::vector<size_t> &features,
                                      const std::vector<std::string> &names,
                                      const std::string &path,
                                      bool others) const {
  if (names.empty() || heading.empty())
    return features;
  std::vector<size_t> ordered;
  std::vector<std::string> here;
  for (size_t c : features)
    here.push_back(heading[c]);
  for (const std::string &name : names) {
    auto found = std::find(here.begin(), here.end(), name);
    if (found == here.end())
      throw Error(
          Exit::Data,
          fmt::format("'{}' has no column '{}', which the training file "
                      "has{}",
                      path, name, didYouMean(name, here)));
    ordered.push_back(features[static_cast<size_t>(found - here.begin())]);
  }
  for (const std::string &name : here)
    if (!others && std::find(names.begin(), names.end(), name) == names.end())
      throw Error(Exit::Data,
                  fmt::format("'{}' has a column '{}', which the training file "
                              "does not have",
                              path, name));
  return ordered;
}

double csvNumber(const CsvTable &table, size_t row, size_t column,
                 const std::string &path) {
  const std::string &cell = table.rows[row][column];
  double value;
  // What is too large for the inputs, which are f32, is infinite, too.
  if (parseReal(cell, value) && std::isfinite(static_cast<float>(value)))
    return value;
  std::string where = column < table.heading.size()
                          ? fmt::format("column '{}'", table.heading[column])
                          : fmt::format("column {}", column);
  throw Error(Exit::Data,
              fmt::format("'{}', line {}, {}: {}", path, table.lines[row],
                          where,
                          cell.empty() ? "the value is missing"
                                       : fmt::format("'{}' is no finite number",
                                                     cell.substr(0, 40))));
}

} // namespace dnd::rt
