//===- Xz.h - Unpacking xz --------------------------------------*- C++ -*-===//
#ifndef RUNTIME_CORE_XZ_H
#define RUNTIME_CORE_XZ_H

#include <cstdint>
#include <string>
#include <string_view>

namespace dnd::rt {

/// Whether bytes begin as an xz file does.
bool isXz(std::string_view bytes);

/// Unpacks an xz file, of one or more streams. Throws Error(Data) naming `path`
/// when it is damaged or unpacks to more than `limit` bytes.
std::string unxz(std::string_view packed, const std::string &path,
                 int64_t limit);

} // namespace dnd::rt

#endif // RUNTIME_CORE_XZ_H
