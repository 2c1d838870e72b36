//===- Source.h - Source files and positions in them ------------*- C++ -*-===//
//
// Owns the text of every .dnd file of a compilation and turns byte ranges into
// lines and columns.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_SOURCE_H
#define DND_FRONTEND_SOURCE_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dnd::frontend {

/// Names a file in its SourceManager. The invalid id stands for "no place",
/// as in a diagnostic about the command line.
using FileId = std::uint32_t;
inline constexpr FileId InvalidFile = std::numeric_limits<FileId>::max();

/// Half-open byte range [begin, end) in one file.
struct SourceRange {
  FileId file = InvalidFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool isValid() const { return file != InvalidFile; }
  bool operator==(const SourceRange &) const = default;

  /// The empty range at the first byte of this one.
  SourceRange startPoint() const { return {file, begin, begin}; }
  /// The empty range directly behind this one.
  SourceRange endPoint() const { return {file, end, end}; }
};

/// The smallest range that covers both; an invalid operand is ignored, and so
/// is a second one of another file.
SourceRange join(SourceRange a, SourceRange b);

/// A position as an author counts it: from 1. `column` counts Unicode code
/// points and a tab as one; `byteColumn` counts bytes (what MLIR and editors
/// that speak UTF-8 want).
struct LineColumn {
  unsigned line = 0;
  unsigned column = 0;
  unsigned byteColumn = 0;
};

/// One file: the name as the user wrote it, and the text.
class SourceFile {
public:
  SourceFile(std::string name, std::string text);

  llvm::StringRef name() const { return fileName; }
  llvm::StringRef text() const { return contents; }
  unsigned lineCount() const { return lineStarts.size(); }
  /// Line and column of a byte offset; offsets behind the end mean the end.
  LineColumn lineColumn(std::uint32_t offset) const;
  /// Byte offset of the first byte of a line (counted from 1).
  std::uint32_t lineStart(unsigned line) const;
  /// The text of a line (counted from 1) without its line end.
  llvm::StringRef lineText(unsigned line) const;

private:
  std::string fileName;
  std::string contents;
  std::vector<std::uint32_t> lineStarts;
};

/// All files of one compilation. Files never move or go away, so that
/// StringRefs into their text stay valid as long as the manager lives.
class SourceManager {
public:
  /// The largest file that is read; a model text of this size is a mistake.
  static constexpr std::size_t MaxFileBytes = std::size_t(4) << 20;

  /// Adds text under a display name ("<stdin>", "<std>/dense.dnd", ...).
  FileId addText(std::string name, std::string text);
  /// From now on `text` is what a file holds, whatever the disk says; for texts
  /// that an editor has not saved. Two spellings of a path are one file.
  void overlay(llvm::StringRef path, std::string text);
  /// Reads a file from disk ("-" is the standard input). On failure returns
  /// nothing and says why in `error` (without the file's name).
  std::optional<FileId> addFile(llvm::StringRef path, std::string &error);

  const SourceFile &file(FileId id) const { return *files[id]; }
  std::size_t size() const { return files.size(); }

  llvm::StringRef fileName(SourceRange range) const;
  /// The text under a range ("" for an invalid one).
  llvm::StringRef text(SourceRange range) const;
  /// Position of the first byte of a range; zeros for an invalid one.
  LineColumn begin(SourceRange range) const;
  /// Position directly behind the last byte of a range.
  LineColumn end(SourceRange range) const;

private:
  std::vector<std::unique_ptr<SourceFile>> files;
  std::map<std::string, std::string> overlays;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_SOURCE_H
