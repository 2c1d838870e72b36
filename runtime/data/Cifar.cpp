//===- Cifar.cpp - The binary format of CIFAR -----------------------------===//
#include "runtime/data/Cifar.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

namespace dnd::rt {

void parseCifar(std::string_view bytes, const std::string &path, size_t skip,
                std::vector<int32_t> &labels, std::string &pixels) {
  size_t record = skip + 1 + cifarPixels;
  if (bytes.empty() || bytes.size() % record != 0)
    throw Error(Exit::Data, fmt::format("'{}' has {} bytes, no multiple of the "
                                        "{} of a CIFAR record",
                                        path, bytes.size(), record));
  for (size_t at = 0; at < bytes.size(); at += record) {
    labels.push_back(static_cast<uint8_t>(bytes[at + skip]));
    pixels.append(bytes.substr(at + skip + 1, cifarPixels));
  }
}

} // namespace dnd::rt
