//===- Transport.cpp - Messages over standard input and output ------------===//

#include "frontend/lsp/Transport.h"

#include <algorithm>

using namespace dnd::lsp;
using llvm::StringRef;

/// A line without its end; false at the end of the input. What is longer than
/// any header is cut.
bool Transport::readLine(std::string &line) {
  constexpr std::size_t Longest = 4096;
  line.clear();
  int c;
  while ((c = std::getc(in)) != EOF && c != '\n')
    if (line.size() < Longest)
      line += char(c);
  if (!line.empty() && line.back() == '\r')
    line.pop_back();
  return c != EOF;
}

Received Transport::receive(std::string &content) {
  std::optional<std::size_t> length;
  std::string line;
  while (readLine(line)) {
    // The empty line ends a header that said how much follows.
    if (line.empty() && length)
      break;
    auto [name, value] = StringRef(line).split(':');
    std::size_t number;
    if (name.equals_insensitive("content-length") &&
        !value.trim().getAsInteger(10, number))
      length = number;
  }
  if (!length || std::feof(in))
    return Received::End;
  content.clear();
  bool isTooLarge = *length > MaxBytes;
  char buffer[1 << 14];
  for (std::size_t left = *length; left > 0;) {
    std::size_t count =
        std::fread(buffer, 1, std::min(left, sizeof buffer), in);
    if (count == 0)
      return Received::End;
    left -= count;
    if (!isTooLarge)
      content.append(buffer, count);
  }
  return isTooLarge ? Received::TooLarge : Received::Message;
}

void Transport::send(const Json &message) {
  std::string text = write(message);
  std::lock_guard<std::mutex> lock(writing);
  std::fprintf(out, "Content-Length: %zu\r\n\r\n", text.size());
  std::fwrite(text.data(), 1, text.size(), out);
  std::fflush(out);
}
