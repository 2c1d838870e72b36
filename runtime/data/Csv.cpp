//===- Csv.cpp - Tables of text -------------------------------------------===//
//
// One pass over the text, whole or in pieces; every complaint names the line.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Csv.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"
#include "runtime/data/CsvDialect.h"
#include "runtime/data/CsvStream.h"
#include "runtime/data/Missing.h"

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

bool isWhole(const std::string &cell) {
  int64_t value;
  return parseInteger(cell, value);
}

class Parser {
public:
  Parser(std::string_view text, const CsvDialect &dialect,
         const std::string &path)
      : text(text), path(path), separator(dialect.separator),
        position(dialect.start), line(dialect.line) {}

  void parse(CsvTable &table) {
    while (position < text.size()) {
      int64_t start = line;
      bool isComment = text[position] == '#';
      std::vector<std::string> row = readRow();
      if (row.size() == 1 && row[0].empty())
        continue; // an empty line
      if (table.columns == 0)
        table.columns = row.size();
      else if (row.size() != table.columns && isComment)
        continue;
      else if (row.size() != table.columns)
        throw Error(
            Exit::Data,
            fmt::format(
                "'{}', line {} has {} columns, the lines before have {}", path,
                start, row.size(), table.columns),
            row.size() == table.columns + 1 && row.back().empty()
                ? "it ends with a separator; leave that out of every line"
                : "complete the line; a cell that holds a separator stands in "
                  "double quotes");
      table.rows.push_back(std::move(row));
      table.lines.push_back(start);
    }
  }
  /// Of the place that is reached.
  int64_t lineHere() const { return line; }

private:
  std::string readQuoted() {
    int64_t start = line;
    std::string cell;
    ++position;
    while (true) {
      if (position >= text.size())
        throw Error(
            Exit::Data,
            fmt::format("'{}', line {}: a quoted cell has no end", path, start),
            "close it with \"; a \" of the text itself stands twice");
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

  std::string readPlain() {
    size_t end = position;
    while (end < text.size() && text[end] != separator && text[end] != '\n' &&
           text[end] != '\r')
      ++end;
    std::string_view cell = text.substr(position, end - position);
    position = end;
    return std::string(trim(cell));
  }

  void skipBlanks() {
    while (position < text.size() && text[position] == ' ')
      ++position;
  }

  /// Behind the last cell of a row: LF, CR LF or CR.
  bool acceptLineEnd() {
    if (position >= text.size())
      return true;
    char c = text[position];
    if (c != '\n' && c != '\r')
      return false;
    ++position;
    if (c == '\r' && position < text.size() && text[position] == '\n')
      ++position;
    ++line;
    return true;
  }

  std::vector<std::string> readRow() {
    std::vector<std::string> row;
    while (true) {
      size_t first = position;
      skipBlanks();
      if (position < text.size() && text[position] == '"') {
        row.push_back(readQuoted());
        if (separator != ' ')
          skipBlanks();
      } else {
        if (separator != ' ')
          position = first;
        row.push_back(readPlain());
      }
      size_t end = position;
      if (separator == ' ')
        skipBlanks();
      if (acceptLineEnd())
        return row;
      if (separator == ' ' && position > end)
        continue;
      if (text[position++] != separator)
        throw Error(Exit::Data,
                    fmt::format("'{}', line {}: text follows a quoted cell",
                                path, line));
    }
  }

  std::string_view text;
  const std::string &path;
  char separator;
  size_t position;
  int64_t line;
};

/// Whether a row numbers the columns, as a program writes that has no names for
/// them: 0,1,2 with words in some places. Few numbers could be a sample's;
/// then other numbers below must not be whole.
bool countsColumns(const CsvTable &table) {
  const std::vector<std::string> &first = table.rows[0];
  size_t offset = first[0].empty(), numbers = 0;
  bool hasReals = false;
  for (size_t c = offset; c < table.columns; ++c) {
    if (!isNumber(first[c]))
      continue;
    if (first[c] != fmt::format("{}", c - offset))
      return false;
    ++numbers;
    for (size_t r = 1; r < table.rows.size() && !hasReals; ++r)
      hasReals = isNumber(table.rows[r][c]) && !isWhole(table.rows[r][c]);
  }
  return numbers > 2 || (numbers > 0 && (offset || (hasReals && numbers > 1)));
}

bool containsAll(const std::vector<std::string> &row,
                 const std::vector<std::string> &names) {
  return std::all_of(names.begin(), names.end(), [&](const std::string &name) {
    return std::find(row.begin(), row.end(), name) != row.end();
  });
}

bool isHeading(const CsvTable &table, const CsvHints &hints) {
  const std::vector<std::string> &first = table.rows[0];
  if (!hints.label.empty() && containsAll(first, {hints.label}))
    return true;
  if (!hints.features.empty() && containsAll(first, hints.features))
    return true;
  if (table.rows.size() < 2)
    return false;
  for (size_t c = 0; c < table.columns; ++c) {
    if (isNumber(first[c]) || isMissing(first[c]))
      continue;
    size_t r = 1;
    while (r < table.rows.size() && isMissing(table.rows[r][c]))
      ++r;
    if (r < table.rows.size() && isNumber(table.rows[r][c]))
      return true;
  }
  return countsColumns(table);
}

void takeHeading(CsvTable &table, const std::string &path) {
  table.heading = table.rows[0];
  table.rows.erase(table.rows.begin());
  table.lines.erase(table.lines.begin());
  if (table.rows.empty())
    throw Error(Exit::Data,
                fmt::format("'{}' has a heading, but no rows", path));
}

void dropFirstColumn(CsvTable &table) {
  if (!table.heading.empty())
    table.heading.erase(table.heading.begin());
  for (std::vector<std::string> &row : table.rows)
    row.erase(row.begin());
  --table.columns;
}

/// Whether the first column is that of the numbers of rows that pandas writes,
/// below a heading without a name.
bool hasIndex(const CsvTable &table) {
  auto named = [](const std::string &name) { return !name.empty(); };
  return table.columns > 1 && !table.heading.empty() &&
         !named(table.heading[0]) &&
         std::all_of(table.heading.begin() + 1, table.heading.end(), named) &&
         std::all_of(table.rows.begin(), table.rows.end(),
                     [](const auto &row) { return isWhole(row[0]); });
}

void pointsForCommas(CsvTable &table) {
  for (std::vector<std::string> &row : table.rows)
    for (std::string &cell : row)
      if (hasDecimalComma(cell))
        cell[cell.find(',')] = '.';
}

/// Takes the rows of a text's beginning for a table: its heading, if it has
/// one, apart; numbers with points. An index stays.
void settle(CsvTable &table, const CsvDialect &dialect, const std::string &path,
            const CsvHints &hints) {
  if (table.rows.empty())
    throw Error(Exit::Data, fmt::format("'{}' has no rows", path));
  table.separator = dialect.separator;
  if (hints.decimalComma && table.separator != ',')
    pointsForCommas(table);
  // A heading may also be a comment.
  std::vector<std::string> comment =
      splitLine(dialect.comment, dialect.separator);
  bool heading = hints.header.value_or(isHeading(table, hints));
  if (heading)
    takeHeading(table, path);
  else if (hints.header.value_or(true) && comment.size() == table.columns &&
           !std::all_of(comment.begin(), comment.end(), isNumber))
    table.heading = comment;
}

/// Behind the last line that ends in `text`, outside quotes.
size_t behindWholeRows(std::string_view text, char separator) {
  size_t end = 0;
  bool beginsCell = true, isQuoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool more = i + 1 < text.size();
    if (isQuoted) {
      if (c == '"' && more && text[i + 1] == '"')
        ++i;
      else
        isQuoted = c != '"';
      continue;
    }
    if (c == '"' && beginsCell) {
      isQuoted = true;
    } else if (c == '\n' || (c == '\r' && more)) {
      if (c == '\r' && text[i + 1] == '\n')
        ++i;
      end = i + 1;
    }
    beginsCell = end == i + 1 || c == separator || (beginsCell && c == ' ');
  }
  return end;
}

} // namespace

CsvTable parseCsv(std::string_view text, const std::string &path,
                  const CsvHints &hints) {
  CsvDialect dialect = findDialect(text, path);
  CsvTable table;
  Parser(text, dialect, path).parse(table);
  settle(table, dialect, path, hints);
  if (hasIndex(table))
    dropFirstColumn(table);
  return table;
}

//===----------------------------------------------------------------------===//
// In pieces
//===----------------------------------------------------------------------===//

bool CsvStream::findBeginning(bool isLast) {
  size_t lines = isLast ? pending.size() : pending.rfind('\n') + 1;
  if (lines == 0 && !isLast)
    return false;
  CsvDialect found =
      findDialect(std::string_view(pending).substr(0, lines), path);
  if (!isLast) {
    std::string_view first = std::string_view(pending).substr(found.start);
    if (found.start >= lines)
      return false; // comments
    // Words with blanks between: the second line tells whether these separate.
    size_t end = first.find('\n');
    bool isOpen = found.separator == ',' && end + 1 + found.start >= lines;
    first = first.substr(0, end);
    if (isOpen && first.find(',') == std::string_view::npos &&
        first.find(' ') != std::string_view::npos)
      return false;
  }
  pending.erase(0, found.start);
  found.start = 0;
  dialect = std::move(found);
  return true;
}

/// One row alone may be the heading of what comes.
static bool mayBeHeading(const CsvTable &table) {
  const std::vector<std::string> &row = table.rows[0];
  return countsColumns(table) ||
         !std::all_of(row.begin(), row.end(), [](const std::string &cell) {
           return isNumber(cell) || isMissing(cell);
         });
}

void CsvStream::likeBefore(CsvTable &table) const {
  if (hints.decimalComma && known.separator != ',')
    pointsForCommas(table);
  table.heading = known.heading;
  table.separator = known.separator;
  if (isIndexed)
    for (std::vector<std::string> &row : table.rows)
      row.erase(row.begin());
  table.columns = known.columns;
}

void CsvStream::begin(CsvTable &table) {
  settle(table, *dialect, path, hints);
  isIndexed = hasIndex(table);
  if (isIndexed)
    dropFirstColumn(table);
  known = table;
  known.rows.clear();
  isKnown = true;
}

CsvTable CsvStream::take(std::string_view bytes, bool isLast) {
  if (failure)
    throw Error(*failure);
  pending += bytes;
  if (!dialect && !findBeginning(isLast))
    return {};
  size_t end =
      isLast ? pending.size() : behindWholeRows(pending, dialect->separator);
  CsvTable table;
  table.columns = isKnown ? known.columns + isIndexed : 0;
  Parser parser(std::string_view(pending).substr(0, end), *dialect, path);
  try {
    parser.parse(table);
  } catch (const Error &error) {
    if (table.rows.empty())
      throw;
    failure = error;
  }
  if (!isKnown && !isLast && !failure &&
      (table.rows.empty() ||
       (table.rows.size() == 1 && !hints.header && mayBeHeading(table))))
    return {}; // looked at again together with what follows
  if (isKnown)
    likeBefore(table);
  else
    begin(table);
  dialect->line = parser.lineHere();
  pending.erase(0, end);
  return table;
}

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

size_t CsvTable::column(const std::string &name,
                        const std::string &path) const {
  if (name == "last")
    return columns - 1;
  if (name == "first")
    return 0;
  auto found = std::find(heading.begin(), heading.end(), name);
  if (found != heading.end() && std::count(found, heading.end(), name) > 1)
    throw Error(Exit::Data,
                fmt::format("'{}' has {} columns '{}'", path,
                            std::count(found, heading.end(), name), name),
                "give each a heading of its own, or name the column by its "
                "number, from 0");
  if (found != heading.end())
    return static_cast<size_t>(found - heading.begin());
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

static void lacksColumn(const std::string &path, const std::string &name,
                        const std::vector<std::string> &here) {
  throw Error(Exit::Data,
              fmt::format("'{}' has no column '{}', which the training file "
                          "has{}",
                          path, name, didYouMean(name, here)));
}

std::string CsvTable::columnText(size_t column) const {
  return column < heading.size() ? fmt::format("column '{}'", heading[column])
                                 : fmt::format("column {}", column);
}

size_t CsvTable::named(const std::string &name, const std::string &path) const {
  auto found = std::find(heading.begin(), heading.end(), name);
  if (found == heading.end())
    lacksColumn(path, name, heading);
  return static_cast<size_t>(found - heading.begin());
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
      lacksColumn(path, name, here);
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
  std::string where = table.columnText(column);
  if (hasDecimalComma(cell))
    throw Error(
        Exit::Data,
        fmt::format("'{}', line {}, {}: '{}' has a comma in place of "
                    "the decimal point",
                    path, table.lines[row], where, cell.substr(0, 40)),
        "write decimal = \",\" in csv(...), or points into the file, in "
        "pandas to_csv(decimal='.')");
  if (isMissing(cell))
    throw Error(Exit::Data,
                fmt::format("'{}', line {}, {}: the value is missing{}", path,
                            table.lines[row], where,
                            cell.empty() ? "" : fmt::format(" ('{}')", cell)),
                "write missing = \"median\", \"mean\" or \"drop\" in csv(...)");
  double value64;
  throw Error(
      Exit::Data,
      fmt::format("'{}', line {}, {}: '{}' is no finite number", path,
                  table.lines[row], where, cell.substr(0, 40)),
      parseReal(cell, value64)
          ? "numbers are f32, up to 3.4e38; correct it, or leave the cell "
            "empty: it counts as missing"
      : row == 0 && table.heading.empty()
          ? "a heading is one line, above numbers; header = true in csv(...) "
            "says that there is one"
          : "correct it, leave the cell empty (it counts as missing), or leave "
            "the column out: drop = in csv(...)");
}

} // namespace dnd::rt
