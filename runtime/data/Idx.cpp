//===- Idx.cpp - The IDX format of MNIST ----------------------------------===//
//
// Sizes are checked against the length of the file before anything is made.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Idx.h"

#include "runtime/core/Error.h"
#include "runtime/core/Model.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace dnd::rt {

static std::optional<DType> typeOfCode(unsigned code) {
  switch (code) {
  case 0x08:
    return DType::U8;
  case 0x09:
    return DType::I8;
  case 0x0B:
    return DType::I16;
  case 0x0C:
    return DType::I32;
  case 0x0D:
    return DType::F32;
  case 0x0E:
    return DType::F64;
  }
  return std::nullopt;
}

Array parseIdx(std::string_view bytes, const std::string &path) {
  auto fail = [&](const std::string &why) {
    throw Error(Exit::Data,
                fmt::format("'{}' is not a valid IDX file: {}", path, why));
  };
  auto byteAt = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() < 4 || byteAt(0) != 0 || byteAt(1) != 0)
    fail("it does not start with two zero bytes, a type and a rank");
  std::optional<DType> type = typeOfCode(byteAt(2));
  if (!type)
    fail(fmt::format("unknown element type {}", static_cast<int>(byteAt(2))));
  size_t rank = byteAt(3), start = 4 + 4 * rank;
  if (rank < 1 || rank > 8 || bytes.size() < start)
    fail("its header is damaged");
  std::vector<int64_t> shape;
  for (size_t i = 0; i < rank; ++i) {
    size_t at = 4 + 4 * i;
    shape.push_back(static_cast<int64_t>(byteAt(at)) << 24 |
                    byteAt(at + 1) << 16 | byteAt(at + 2) << 8 |
                    byteAt(at + 3));
  }
  size_t width = sizeOf(*type);
  int64_t count = 0;
  try {
    count = elementCount(shape);
  } catch (const std::overflow_error &) {
    fail(fmt::format("shape {} is larger than any memory", shapeText(shape)));
  }
  if (bytes.size() - start != static_cast<size_t>(count) * width)
    fail(fmt::format("shape {} needs {} bytes, {} follow", shapeText(shape),
                     static_cast<size_t>(count) * width, bytes.size() - start));
  Array out = makeArray(*type, std::move(shape));
  char *to = out.data.as<char>();
  if (out.data.size())
    std::memcpy(to, bytes.data() + start, out.data.size());
  if (width > 1)
    for (int64_t i = 0; i < count; ++i)
      std::reverse(to + static_cast<size_t>(i) * width,
                   to + static_cast<size_t>(i + 1) * width);
  return out;
}

} // namespace dnd::rt
