//===- FileKind.h - What a file is by its first bytes -----------*- C++ -*-===//
#ifndef RUNTIME_DATA_FILEKIND_H
#define RUNTIME_DATA_FILEKIND_H

#include <string>
#include <string_view>

namespace dnd::rt {

/// A name for messages ("a Parquet file"), of a file that no table of text, no
/// array and no archive of arrays is; empty for what is not known.
std::string kindOfFile(std::string_view bytes);

} // namespace dnd::rt

#endif // RUNTIME_DATA_FILEKIND_H
