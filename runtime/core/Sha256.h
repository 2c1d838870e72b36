//===- Sha256.h - Checksums of data files -----------------------*- C++ -*-===//
//
// SHA-256 (FIPS 180-4), to name in run.json exactly which data were used.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SHA256_H
#define RUNTIME_CORE_SHA256_H

#include <string>
#include <string_view>

namespace dnd::rt {

/// The checksum in 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

} // namespace dnd::rt

#endif // RUNTIME_CORE_SHA256_H
