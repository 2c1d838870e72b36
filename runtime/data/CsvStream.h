//===- CsvStream.h - Tables of text that arrive in pieces -------*- C++ -*-===//
//
// What comes from a pipe is answered row by row: rows are handed out as soon as
// they are whole. Separator, heading and index are found out from the first
// rows and hold for all.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_CSVSTREAM_H
#define RUNTIME_DATA_CSVSTREAM_H

#include "runtime/core/Error.h"
#include "runtime/data/Csv.h"
#include "runtime/data/CsvDialect.h"

#include <optional>

namespace dnd::rt {

class CsvStream {
public:
  /// `path` is for messages.
  CsvStream(std::string path, CsvHints hints)
      : path(std::move(path)), hints(std::move(hints)) {}

  /// The rows that are whole with `bytes` behind those of before; none while
  /// the first row may be a heading and the second is not known. The last call
  /// has `isLast` and gives what is left. Throws Error(Data) naming the line;
  /// rows in front of it are handed out first, and the next call throws.
  CsvTable take(std::string_view bytes, bool isLast);

private:
  /// False while nothing of the table is there.
  bool findBeginning(bool isLast);
  void begin(CsvTable &table);
  /// Brings rows into the form of the first ones.
  void likeBefore(CsvTable &table) const;

  std::string path;
  CsvHints hints;
  std::string pending; ///< no whole row, or the first one
  std::optional<CsvDialect> dialect;
  CsvTable known; ///< heading and columns, without rows
  bool isKnown = false, isIndexed = false;
  std::optional<Error> failure; ///< of a row behind those handed out
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_CSVSTREAM_H
