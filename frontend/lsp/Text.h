//===- Text.h - A text that is being edited ---------------------*- C++ -*-===//
//
// Bytes here, positions in lines and UTF-16 units there: what editors count.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_TEXT_H
#define DND_FRONTEND_LSP_TEXT_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dnd::lsp {

/// Both from 0; `character` counts UTF-16 units.
struct Position {
  unsigned line = 0, character = 0;
  bool operator==(const Position &) const = default;
};

/// Half open.
struct Span {
  Position begin, end;
  bool operator==(const Span &) const = default;
};

class Text {
public:
  explicit Text(std::string text = "");

  llvm::StringRef str() const { return bytes; }
  unsigned lineCount() const { return lineStarts.size(); }
  /// The byte at a position. What lies behind the end of a line is its end,
  /// behind the last line the end of the text; the middle of a character is
  /// its first byte.
  std::uint32_t offset(Position position) const;
  /// The position of a byte; of one inside of a character, that character's.
  Position position(std::uint32_t offset) const;
  Span span(std::uint32_t begin, std::uint32_t end) const {
    return {position(begin), position(end)};
  }
  /// Puts `with` in the place of a span; ends that are crossed are exchanged.
  void replace(Span span, llvm::StringRef with);

private:
  void findLines();

  std::string bytes;
  std::vector<std::uint32_t> lineStarts;
};

/// One change between two texts: what lies between their common beginning and
/// their common end.
class TextChange {
public:
  TextChange(llvm::StringRef from, llvm::StringRef to);
  /// Where a byte of the first text lies in the second; nothing when it lies in
  /// what was changed.
  std::optional<std::uint32_t> map(std::uint32_t offset) const;

private:
  std::size_t fromSize, toSize, front = 0, back = 0;
};

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_TEXT_H
