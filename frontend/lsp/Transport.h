//===- Transport.h - Messages over standard input and output ----*- C++ -*-===//
//
// The base protocol of LSP: a header with Content-Length, an empty line, JSON.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_TRANSPORT_H
#define DND_FRONTEND_LSP_TRANSPORT_H

#include "frontend/lsp/Json.h"

#include <cstdio>
#include <mutex>

namespace dnd::lsp {

/// What the input held next.
enum class Received { Message, TooLarge, End };

/// Reads in one thread, writes from any.
class Transport {
public:
  /// The largest message that is read: many times the largest model.
  static constexpr std::size_t MaxBytes = std::size_t(64) << 20;

  Transport(std::FILE *in, std::FILE *out) : in(in), out(out) {}

  /// The next message, as text. Header lines that are none are skipped; a
  /// message that is too large is skipped, too.
  Received receive(std::string &content);
  /// Writes a message whole.
  void send(const Json &message);

private:
  bool readLine(std::string &line);

  std::FILE *in, *out;
  std::mutex writing;
};

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_TRANSPORT_H
