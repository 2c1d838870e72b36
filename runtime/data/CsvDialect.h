//===- CsvDialect.h - How a table of text is written ------------*- C++ -*-===//
//
// Programs write tables with commas, semicolons, tabs or blanks, with a mark of
// the byte order, comments, or a line that names the separator. What is found
// out from the first lines holds for the file.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_CSVDIALECT_H
#define RUNTIME_DATA_CSVDIALECT_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

struct CsvDialect {
  char separator = ','; ///< ' ' stands for any number of blanks
  size_t start = 0;     ///< where the table begins
  int64_t line = 1;     ///< the line of that place
  std::string comment;  ///< the last comment before the table, without '#'
};

/// Throws Error(Data) naming `path` when it is no text, or one in UTF-16.
CsvDialect findDialect(std::string_view text, const std::string &path);

/// "1,5": a number with a comma in place of the point.
bool hasDecimalComma(std::string_view cell);

/// The cells of one line without quotes.
std::vector<std::string> splitLine(std::string_view line, char separator);

} // namespace dnd::rt

#endif // RUNTIME_DATA_CSVDIALECT_H
