//===- DocTexts.cpp - What a model's text says of itself ------------------===//
//
// The compiler has read the text: what stands at the beginning of a line is a
// declaration, what stands above it in `///` is its own.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/DocTexts.h"

#include <cctype>
#include <sstream>

namespace dnd::rt {

std::map<std::string, std::string> docTexts(const std::string &text) {
  std::map<std::string, std::string> found;
  std::istringstream lines(text);
  std::string doc;
  for (std::string line; std::getline(lines, line);) {
    size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos) {
      doc.clear();
      continue;
    }
    if (line.compare(begin, 3, "///") == 0) {
      size_t from = begin + 3 + (line.compare(begin + 3, 1, " ") == 0);
      size_t end = line.find_last_not_of(" \t\r");
      doc += (doc.empty() ? "" : "\n") +
             (from <= end ? line.substr(from, end + 1 - from) : "");
      continue;
    }
    for (std::string_view word : {"layer ", "network "}) {
      if (doc.empty() || line.compare(begin, word.size(), word) != 0)
        continue;
      size_t at = line.find_first_not_of(' ', begin + word.size()), end = at;
      while (end < line.size() &&
             (std::isalnum(static_cast<unsigned char>(line[end])) ||
              line[end] == '_'))
        ++end;
      if (at != std::string::npos)
        found.emplace(line.substr(at, end - at), doc);
    }
    doc.clear();
  }
  return found;
}

} // namespace dnd::rt
