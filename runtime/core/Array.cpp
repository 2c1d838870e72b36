//===- Array.cpp - Typed arrays from files --------------------------------===//
//
// Element types and conversions between them.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Array.h"

#include "runtime/core/Model.h"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace dnd::rt {

size_t sizeOf(DType type) {
  switch (type) {
  case DType::Bool:
  case DType::U8:
  case DType::I8:
    return 1;
  case DType::U16:
  case DType::I16:
  case DType::F16:
  case DType::BF16:
    return 2;
  case DType::U32:
  case DType::I32:
  case DType::F32:
    return 4;
  case DType::U64:
  case DType::I64:
  case DType::F64:
    return 8;
  }
  return 0;
}

const char *nameOf(DType type) {
  static const char *const names[] = {"bool", "u8",  "i8",  "u16", "i16",
                                      "u32",  "i32", "u64", "i64", "f16",
                                      "bf16", "f32", "f64"};
  return names[static_cast<int>(type)];
}

bool isReal(DType type) { return type >= DType::F16; }

Array makeArray(DType type, std::vector<int64_t> shape) {
  Array a;
  a.type = type;
  a.elements = elementCount(shape);
  a.shape = std::move(shape);
  a.data = Buffer(static_cast<size_t>(a.elements) * sizeOf(type));
  return a;
}

ArrayView viewOf(std::string name, const Array &array) {
  return {std::move(name), array.type, array.shape, array.data.data()};
}

size_t bytesOf(const ArrayView &view) {
  return static_cast<size_t>(elementCount(view.shape)) * sizeOf(view.type);
}

static float fromBf16(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

static float fromF16(uint16_t bits) {
  int exponent = bits >> 10 & 31, fraction = bits & 1023;
  float sign = bits >> 15 ? -1.0f : 1.0f;
  if (exponent == 31)
    return fraction ? std::numeric_limits<float>::quiet_NaN()
                    : sign * std::numeric_limits<float>::infinity();
  if (exponent == 0)
    return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
}

/// Calls visit(index, value) with each element in its own type.
template <typename Visit>
static void forEach(const Array &a, const Visit &visit) {
  auto loop = [&]<typename T>(const T *data) {
    for (int64_t i = 0; i < a.elements; ++i)
      visit(i, data[i]);
  };
  switch (a.type) {
  case DType::Bool:
  case DType::U8:
    return loop(a.data.as<uint8_t>());
  case DType::I8:
    return loop(a.data.as<int8_t>());
  case DType::U16:
    return loop(a.data.as<uint16_t>());
  case DType::I16:
    return loop(a.data.as<int16_t>());
  case DType::U32:
    return loop(a.data.as<uint32_t>());
  case DType::I32:
    return loop(a.data.as<int32_t>());
  case DType::U64:
    return loop(a.data.as<uint64_t>());
  case DType::I64:
    return loop(a.data.as<int64_t>());
  case DType::F32:
    return loop(a.data.as<float>());
  case DType::F64:
    return loop(a.data.as<double>());
  case DType::F16:
    for (int64_t i = 0; i < a.elements; ++i)
      visit(i, fromF16(a.data.as<uint16_t>()[i]));
    return;
  case DType::BF16:
    for (int64_t i = 0; i < a.elements; ++i)
      visit(i, fromBf16(a.data.as<uint16_t>()[i]));
    return;
  }
}

void convertTo(const Array &array, float *out) {
  forEach(array, [&](int64_t i, auto v) { out[i] = static_cast<float>(v); });
}

void convertTo(const Array &array, double *out) {
  forEach(array, [&](int64_t i, auto v) { out[i] = static_cast<double>(v); });
}

int64_t convertTo(const Array &array, int32_t *out) {
  int64_t wrong = -1;
  forEach(array, [&](int64_t i, auto v) {
    // Every i32 is exact as a double, and what is larger stays larger.
    double d = static_cast<double>(v);
    if (d >= -2147483648.0 && d <= 2147483647.0 && d == std::floor(d))
      out[i] = static_cast<int32_t>(d);
    else if (wrong < 0)
      wrong = i;
  });
  return wrong;
}

const Array *findArray(const std::vector<NamedArray> &arrays,
                       std::string_view name) {
  for (const NamedArray &a : arrays)
    if (a.name == name)
      return &a.array;
  return nullptr;
}

} // namespace dnd::rt
