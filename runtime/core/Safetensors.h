//===- Safetensors.h - The checkpoint format --------------------*- C++ -*-===//
//
// Reader and writer of .safetensors files. The reader trusts nothing: header
// length, JSON, offsets and sizes are checked before memory is asked for.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SAFETENSORS_H
#define RUNTIME_CORE_SAFETENSORS_H

#include "runtime/core/Array.h"

#include <map>
#include <string>
#include <vector>

namespace dnd::rt {

using Metadata = std::map<std::string, std::string>;

struct TensorFile {
  Metadata metadata;
  std::vector<NamedArray> arrays;
};

/// Where one tensor lies inside the data part of a file.
struct TensorSlice {
  std::string name;
  DType type = DType::F32;
  std::vector<int64_t> shape;
  int64_t begin = 0, end = 0;
};

/// Checks a header (the JSON text) against the size of the data part. Throws
/// Error(Data) naming `path`; the slices come in the order of their offsets.
std::vector<TensorSlice> parseSafetensorsHeader(std::string_view header,
                                                int64_t dataSize,
                                                const std::string &path,
                                                Metadata &metadata);

TensorFile readSafetensors(const std::string &path);

/// Writes atomically, tensors in the given order.
void writeSafetensors(const std::string &path,
                      const std::vector<ArrayView> &arrays,
                      const Metadata &metadata);

} // namespace dnd::rt

#endif // RUNTIME_CORE_SAFETENSORS_H
