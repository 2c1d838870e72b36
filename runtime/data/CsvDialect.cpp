//===- CsvDialect.cpp - How a table of text is written --------------------===//
//
// The separator is the sign that stands most often in the first line, unless
// the commas are those of decimals.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/CsvDialect.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"
#include "runtime/data/FileKind.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt {

bool hasDecimalComma(std::string_view cell) {
  size_t comma = cell.find(',');
  if (comma == std::string_view::npos ||
      cell.find(',', comma + 1) != std::string_view::npos)
    return false;
  std::string with(cell);
  with[comma] = '.';
  double value;
  return parseReal(with, value);
}

static std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> splitLine(std::string_view line, char separator) {
  std::vector<std::string> cells;
  if (separator == ' ')
    line = trimmed(line);
  for (size_t begin = 0; begin <= line.size();) {
    size_t end = std::min(line.find(separator, begin), line.size());
    cells.emplace_back(trimmed(line.substr(begin, end - begin)));
    begin = end + 1;
    while (separator == ' ' && begin < line.size() && line[begin] == ' ')
      ++begin;
  }
  return cells;
}

/// The line at `position` without its end; moves behind that.
static std::string_view nextLine(std::string_view text, size_t &position) {
  size_t end = std::min(text.find_first_of("\r\n", position), text.size());
  std::string_view line = text.substr(position, end - position);
  position = end + 1;
  if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n')
    ++position;
  return line;
}

static int64_t countOutsideQuotes(std::string_view line, char sign) {
  int64_t count = 0;
  bool quoted = false;
  for (char c : line) {
    quoted ^= c == '"';
    count += c == sign && !quoted;
  }
  return count;
}

/// Whether `sign` separates cells of which some have decimal commas and none
/// has another comma.
static bool separatesDecimals(std::string_view line, char sign) {
  bool found = false;
  for (const std::string &cell : splitLine(line, sign)) {
    if (cell.find(',') == std::string::npos)
      continue;
    if (!hasDecimalComma(cell))
      return false;
    found = true;
  }
  return found && countOutsideQuotes(line, sign) > 0;
}

static char separatorOf(std::string_view first, std::string_view second) {
  for (char sign : {';', '\t', '|'})
    if (separatesDecimals(first, sign))
      return sign;
  char best = ',';
  for (char sign : {',', ';', '\t', '|'})
    if (countOutsideQuotes(first, sign) > countOutsideQuotes(first, best))
      best = sign;
  if (countOutsideQuotes(first, best))
    return best;
  // Blanks separate numbers, but also stand in headings of one column.
  std::vector<std::string> cells =
      splitLine(trimmed(second).empty() ? first : second, ' ');
  double value;
  bool numbers =
      std::any_of(cells.begin(), cells.end(), [&](const std::string &cell) {
        return parseReal(cell, value);
      });
  return cells.size() > 1 && numbers &&
                 splitLine(first, ' ').size() == cells.size()
             ? ' '
             : ',';
}

/// A line like `#ant,1,2`: behind its first cell there are numbers only.
static bool isRow(std::string_view line) {
  std::vector<std::string> cells = splitLine(line, separatorOf(line, line));
  double value;
  return cells.size() > 1 && std::all_of(cells.begin() + 1, cells.end(),
                                         [&](const std::string &cell) {
                                           return parseReal(cell, value);
                                         });
}

static void refuseOtherCodings(std::string_view text, const std::string &path) {
  using namespace std::string_view_literals;
  if (std::string kind = kindOfFile(text); !kind.empty())
    throw Error(Exit::Data,
                fmt::format("'{}' is {}, no table of text", path, kind),
                "save the table as CSV, in pandas with to_csv");
  if (text.starts_with("\xff\xfe\0\0"sv) || text.starts_with("\0\0\xfe\xff"sv))
    throw Error(
        Exit::Data,
        fmt::format("'{}' is a text in UTF-32; tables are read in UTF-8", path),
        "convert it: iconv -f UTF-32 -t UTF-8");
  bool isMarked =
      text.starts_with("\xff\xfe"sv) || text.starts_with("\xfe\xff"sv);
  size_t zero = text.substr(0, 1 << 16).find('\0');
  if (isMarked || (zero != std::string_view::npos && zero < 4))
    throw Error(
        Exit::Data,
        fmt::format("'{}' is a text in UTF-16; tables are read in UTF-8", path),
        "save it again in UTF-8, in pandas to_csv(encoding='utf-8'), "
        "or convert it: iconv -f UTF-16 -t UTF-8");
  if (zero != std::string_view::npos)
    throw Error(Exit::Data,
                fmt::format("'{}' is no text: it has a byte 0 at position {}",
                            path, zero));
}

CsvDialect findDialect(std::string_view text, const std::string &path) {
  refuseOtherCodings(text, path);
  CsvDialect dialect;
  if (text.starts_with("\xef\xbb\xbf")) // byte order mark
    dialect.start = 3;
  size_t position = dialect.start;
  std::string_view first = nextLine(text, position);
  char named = 0;
  while (true) {
    bool names = dialect.line == 1 && first.size() == 5 &&
                 first.starts_with("sep="); // of spreadsheets
    if (names)
      named = first[4];
    else if (first.starts_with("#") && !isRow(first))
      dialect.comment = first.substr(1);
    else if (!trimmed(first).empty())
      break;
    if (position >= text.size()) {
      dialect.start = text.size();
      return dialect;
    }
    dialect.start = position;
    ++dialect.line;
    first = nextLine(text, position);
  }
  std::string_view second =
      position < text.size() ? nextLine(text, position) : std::string_view();
  dialect.separator = named ? named : separatorOf(first, second);
  return dialect;
}

} // namespace dnd::rt
