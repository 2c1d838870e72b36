//===- Error.cpp - Texts for errors --------------------------------------===//
//
// Shapes, sizes and "did you mean" in the messages of the runtime.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <numeric>

namespace dnd::rt {

std::string shapeText(const std::vector<int64_t> &shape) {
  std::string out = "[";
  for (size_t i = 0; i < shape.size(); ++i)
    out += fmt::format("{}{}", i ? ", " : "", shape[i]);
  return out + "]";
}

/// Insertions, deletions, changes and exchanges of neighbours.
static size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> older, old(b.size() + 1), row(b.size() + 1);
  std::iota(old.begin(), old.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min(
          {old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], older[j - 2] + 1);
    }
    older = old;
    old = row;
  }
  return old[b.size()];
}

/// Whether `text` is made of the first letters of the words of `word` (lr,
/// learning_rate).
static bool isAbbreviation(std::string_view text, std::string_view word) {
  std::string initials;
  bool begins = true;
  for (char c : word) {
    if (begins)
      initials += c;
    begins = c == '_' || c == '-';
  }
  return initials.size() > 1 && text == initials;
}

/// What people write in place of a name by habit: its beginning, or the name
/// with something behind it, its first letters, or what those stand for.
static bool isHabit(std::string_view word, std::string_view candidate) {
  auto letters = [](std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('-'), text.size()));
  };
  std::string_view a = letters(word), b = letters(candidate);
  if (isAbbreviation(a, b) || isAbbreviation(b, a))
    return true;
  if (a.size() < 3 || b.size() < 3 || a.size() == b.size())
    return false;
  return b.starts_with(a) ||
         (a.starts_with(b) && (a[b.size()] == '_' || a[b.size()] == '-'));
}

std::string nearest(std::string_view word,
                    const std::vector<std::string> &candidates) {
  // Longer texts are pasted data, not slips of the finger.
  if (word.size() > 64)
    return {};
  size_t best = std::max<size_t>(1, word.size() / 3) + 1;
  std::string found;
  for (const std::string &candidate : candidates) {
    size_t distance = editDistance(word, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  if (!found.empty())
    return found;
  for (const std::string &candidate : candidates)
    if (isHabit(word, candidate)) {
      if (!found.empty())
        return {}; // it could be either
      found = candidate;
    }
  return found;
}

std::string didYouMean(std::string_view word,
                       const std::vector<std::string> &candidates) {
  std::string found = nearest(word, candidates);
  return found.empty() ? std::string()
                       : fmt::format("; did you mean '{}'?", found);
}

std::string shellWord(const std::string &word) {
  auto isPlain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("_-./=,:+@%").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), isPlain))
    return word;
  std::string out = "'";
  for (char c : word)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// The length of the UTF-8 character at `i`, 0 when there is none.
static size_t utf8Length(std::string_view text, size_t i) {
  auto byte = [&](size_t k) { return static_cast<unsigned char>(text[k]); };
  size_t length = byte(i) < 0x80                      ? 1
                  : byte(i) >= 0xc2 && byte(i) < 0xe0 ? 2
                  : byte(i) >= 0xe0 && byte(i) < 0xf0 ? 3
                  : byte(i) >= 0xf0 && byte(i) < 0xf5 ? 4
                                                      : 0;
  if (length == 0 || i + length > text.size())
    return 0;
  for (size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xc0) != 0x80)
      return 0;
  return length;
}

std::string printable(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    size_t length = utf8Length(text, i);
    bool isControl =
        (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || length == 0 ||
        (c == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0);
    length = std::max<size_t>(length, 1);
    for (size_t k = i; k < i + length; ++k)
      if (isControl)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[k]));
      else
        out += text[k];
    i += length;
  }
  return out;
}

std::string bytesText(double bytes) {
  const char *units[] = {"bytes", "kB", "MB", "GB", "TB"};
  int unit = 0;
  while (bytes >= 1000 && unit < 4) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit ? 1 : 0, units[unit]);
}

void tell(std::string_view raw) {
  std::string text = printable(raw);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

} // namespace dnd::rt
