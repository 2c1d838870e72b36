//===- Cifar.h - The binary format of CIFAR ---------------------*- C++ -*-===//
//
// Records of some bytes, a label, and 3 x 32 x 32 bytes of pixels.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_CIFAR_H
#define RUNTIME_DATA_CIFAR_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

constexpr size_t cifarPixels = 3 * 32 * 32;
/// Training files of CIFAR-10.
constexpr int64_t cifarBatches = 5;

/// Appends the labels and pixels of the records of an unpacked file, which have
/// `skip` bytes before their label (1 in CIFAR-100, the coarse one). Throws
/// Error(Data) naming `path`.
void parseCifar(std::string_view bytes, const std::string &path, size_t skip,
                std::vector<int32_t> &labels, std::string &pixels);

} // namespace dnd::rt

#endif // RUNTIME_DATA_CIFAR_H
