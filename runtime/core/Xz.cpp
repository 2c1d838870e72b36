//===- Xz.cpp - Unpacking xz ----------------------------------------------===//
#include "runtime/core/Xz.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <lzma.h>
#include <new>

namespace dnd::rt {

/// What unpacking may need besides the result: more than any level of xz.
static constexpr uint64_t memoryLimit = uint64_t{1} << 28;

bool isXz(std::string_view bytes) {
  return bytes.starts_with(std::string_view("\xFD"
                                            "7zXZ\0",
                                            6));
}

std::string unxz(std::string_view packed, const std::string &path,
                 int64_t limit) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, memoryLimit, LZMA_CONCATENATED) != LZMA_OK)
    throw std::bad_alloc();
  stream.next_in = reinterpret_cast<const uint8_t *>(packed.data());
  stream.avail_in = packed.size();
  std::string out;
  lzma_ret state = LZMA_OK;
  while (state == LZMA_OK && static_cast<int64_t>(out.size()) <= limit) {
    size_t old = out.size(), chunk = size_t{1} << 20;
    out.resize(old + chunk);
    stream.next_out = reinterpret_cast<uint8_t *>(out.data() + old);
    stream.avail_out = chunk;
    state = lzma_code(&stream, LZMA_FINISH);
    out.resize(old + chunk - stream.avail_out);
  }
  lzma_end(&stream);
  if (static_cast<int64_t>(out.size()) > limit)
    throw Error(
        Exit::Data,
        fmt::format("'{}' unpacks to more than the limit of {} for its kind",
                    path, bytesText(static_cast<double>(limit))));
  if (state != LZMA_STREAM_END)
    throw Error(Exit::Data,
                fmt::format("'{}' is damaged: its xz data {}", path,
                            state == LZMA_BUF_ERROR || state == LZMA_OK
                                ? "end too early"
                            : state == LZMA_MEMLIMIT_ERROR
                                ? "want more than 256 MiB for unpacking"
                                : "are invalid"),
                "fetch the file again");
  return out;
}

} // namespace dnd::rt
