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

std::string bytesText(double bytes) {
  const char *units[] = {"bytes", "kB", "MB", "GB", "TB"};
  int unit = 0;
  while (bytes >= 1000 && unit < 4) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit ? 1 : 0, units[unit]);
}

void tell(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

} // namespace dnd::rt
