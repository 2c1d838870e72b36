//===- Text.cpp - A text that is being edited -----------------------------===//

#include "frontend/lsp/Text.h"

#include <algorithm>

using namespace dnd::lsp;
using llvm::StringRef;

/// Bytes of the UTF-8 character that starts here; 1 for a byte that starts
/// none, as files may hold it.
static unsigned characterBytes(StringRef rest) {
  unsigned char first = rest.front();
  unsigned wanted = first >= 0xf0   ? 4
                    : first >= 0xe0 ? 3
                    : first >= 0xc0 ? 2
                                    : 1;
  unsigned count = 1;
  while (count < wanted && count < rest.size() &&
         (static_cast<unsigned char>(rest[count]) & 0xc0) == 0x80)
    ++count;
  return count == wanted ? count : 1;
}

/// Characters beyond the first plane are two units.
static unsigned unitsOf(unsigned bytes) { return bytes == 4 ? 2 : 1; }

Text::Text(std::string text) : bytes(std::move(text)) { findLines(); }

void Text::findLines() {
  lineStarts.assign(1, 0);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] == '\n' ||
        (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n')))
      lineStarts.push_back(i + 1);
}

std::uint32_t Text::offset(Position position) const {
  if (position.line >= lineStarts.size())
    return bytes.size();
  std::size_t at = lineStarts[position.line];
  for (unsigned left = position.character; left > 0 && at < bytes.size() &&
                                           bytes[at] != '\n' &&
                                           bytes[at] != '\r';) {
    unsigned count = characterBytes(StringRef(bytes).drop_front(at));
    if (unitsOf(count) > left)
      break;
    left -= unitsOf(count);
    at += count;
  }
  return at;
}

Position Text::position(std::uint32_t offset) const {
  std::size_t end = std::min<std::size_t>(offset, bytes.size());
  auto line = std::upper_bound(lineStarts.begin(), lineStarts.end(), end) - 1;
  Position result{unsigned(line - lineStarts.begin()), 0};
  for (std::size_t at = *line; at < end;) {
    unsigned count = characterBytes(StringRef(bytes).drop_front(at));
    if (at + count > end)
      break;
    result.character += unitsOf(count);
    at += count;
  }
  return result;
}

void Text::replace(Span span, StringRef with) {
  std::uint32_t begin = offset(span.begin), end = offset(span.end);
  if (begin > end)
    std::swap(begin, end);
  bytes.replace(begin, end - begin, with.data(), with.size());
  findLines();
}

TextChange::TextChange(StringRef from, StringRef to)
    : fromSize(from.size()), toSize(to.size()) {
  std::size_t shorter = std::min(from.size(), to.size());
  front =
      std::mismatch(from.begin(), from.begin() + shorter, to.begin()).first -
      from.begin();
  while (back < shorter - front &&
         from[from.size() - 1 - back] == to[to.size() - 1 - back])
    ++back;
}

std::optional<std::uint32_t> TextChange::map(std::uint32_t offset) const {
  if (offset < front)
    return offset;
  if (offset > fromSize || fromSize - offset > back)
    return std::nullopt;
  return toSize - (fromSize - offset);
}
