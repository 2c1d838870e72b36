//===- FormatterColumns.h - Columns over neighbouring lines -----*- C++ -*-===//

#ifndef DND_FRONTEND_FORMATTERCOLUMNS_H
#define DND_FRONTEND_FORMATTERCOLUMNS_H

#include <cstddef>
#include <string>
#include <vector>

namespace dnd::frontend {

/// Width of `output`, the longest word of a declaration.
constexpr std::size_t HeadWidth = 6;

/// One line of the formatter's result, before columns are aligned.
struct FormattedLine {
  unsigned indent = 0;
  /// `param` or the key of a recipe line; what follows stands in a column.
  std::string head;
  /// The head is a short name before '=', which follows the lines around it.
  bool softHead = false;
  std::string code;
  /// Behind the code, or alone on the line.
  std::string comment;
  /// Where the '~' of a parameter stands in `code`.
  std::size_t tilde = std::string::npos;
  /// Recipe lines with one number share their column; 0 for none.
  unsigned recipe = 0;
  bool blank = false;
};

/// Drops blank lines at the edges of blocks and repeated ones, then aligns
/// names behind declarations, '~' of neighbouring parameters, values of each of
/// the `recipes` and comments of neighbouring lines.
void alignColumns(std::vector<FormattedLine> &lines, unsigned recipes);

} // namespace dnd::frontend

#endif // DND_FRONTEND_FORMATTERCOLUMNS_H
