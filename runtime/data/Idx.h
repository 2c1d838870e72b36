//===- Idx.h - The IDX format of MNIST --------------------------*- C++ -*-===//
//
// Two zero bytes, an element type, the number of dimensions, the dimensions
// and the elements, all big endian.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_IDX_H
#define RUNTIME_DATA_IDX_H

#include "runtime/core/Array.h"

namespace dnd::rt {

/// Parses an unpacked IDX file. Throws Error(Data) naming `path`.
Array parseIdx(std::string_view bytes, const std::string &path);

} // namespace dnd::rt

#endif // RUNTIME_DATA_IDX_H
