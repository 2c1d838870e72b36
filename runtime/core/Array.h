//===- Array.h - Typed arrays from files ------------------------*- C++ -*-===//
//
// What .npy, .npz and .safetensors files hold: an element type, a shape and
// dense row-major bytes in the byte order of this machine.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_ARRAY_H
#define RUNTIME_CORE_ARRAY_H

#include "runtime/core/Buffer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

enum class DType {
  Bool,
  U8,
  I8,
  U16,
  I16,
  U32,
  I32,
  U64,
  I64,
  F16,
  BF16,
  F32,
  F64
};

size_t sizeOf(DType type);
/// "f32", "u8", ... for messages.
const char *nameOf(DType type);
bool isReal(DType type);

struct Array {
  DType type = DType::F32;
  std::vector<int64_t> shape;
  int64_t elements = 0;
  Buffer data;
};

struct NamedArray {
  std::string name;
  Array array;
};

/// An array to be written: the bytes stay where they are.
struct ArrayView {
  std::string name;
  DType type = DType::F32;
  std::vector<int64_t> shape;
  const void *data = nullptr;
};

/// A zeroed array. Throws std::overflow_error for impossible shapes.
Array makeArray(DType type, std::vector<int64_t> shape);
ArrayView viewOf(std::string name, const Array &array);

/// Bytes of a view.
size_t bytesOf(const ArrayView &view);

/// Element conversions over the whole array.
void convertTo(const Array &array, float *out);
void convertTo(const Array &array, double *out);
/// Converts to i32; returns the index of the first element that is no whole
/// number or does not fit, or -1.
int64_t convertTo(const Array &array, int32_t *out);

/// The array of that name, or null.
const Array *findArray(const std::vector<NamedArray> &arrays,
                       std::string_view name);

} // namespace dnd::rt

#endif // RUNTIME_CORE_ARRAY_H
