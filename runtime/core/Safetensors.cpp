//===- Safetensors.cpp - The checkpoint format ----------------------------===//
//
// Eight bytes of header length (little endian), the header in JSON, then the
// tensors without gaps.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Safetensors.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Model.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>

namespace dnd::rt {

static constexpr int64_t maxHeader = 100 * 1000 * 1000;

static const std::pair<const char *, DType> typeNames[] = {
    {"BOOL", DType::Bool}, {"U8", DType::U8},     {"I8", DType::I8},
    {"U16", DType::U16},   {"I16", DType::I16},   {"U32", DType::U32},
    {"I32", DType::I32},   {"U64", DType::U64},   {"I64", DType::I64},
    {"F16", DType::F16},   {"BF16", DType::BF16}, {"F32", DType::F32},
    {"F64", DType::F64}};

static std::optional<DType> typeOf(std::string_view text) {
  for (auto [name, type] : typeNames)
    if (text == name)
      return type;
  return std::nullopt;
}

[[noreturn]] static void damaged(const std::string &path,
                                 const std::string &why) {
  throw Error(
      Exit::Data,
      fmt::format("'{}' is not a valid safetensors file: {}", path, why));
}

static TensorSlice parseSlice(const std::string &name, const Value &v,
                              const std::string &path) {
  TensorSlice s;
  s.name = name;
  const Value *type = v.find("dtype"), *shape = v.find("shape"),
              *offsets = v.find("data_offsets");
  if (!type || !type->isString() || !shape || !shape->isList() || !offsets ||
      !offsets->isList() || offsets->items.size() != 2)
    damaged(path, fmt::format(
                      "tensor '{}' lacks a proper dtype, shape or data_offsets",
                      name));
  std::optional<DType> known = typeOf(type->text);
  if (!known)
    damaged(path, fmt::format("tensor '{}' has the unknown element type '{}'",
                              name, type->text));
  s.type = *known;
  for (const Value &extent : shape->items) {
    if (!extent.isInteger() || extent.integer < 0)
      damaged(path, fmt::format("tensor '{}' has an invalid shape", name));
    s.shape.push_back(extent.integer);
  }
  for (const Value &offset : offsets->items)
    if (!offset.isInteger() || offset.integer < 0)
      damaged(path, fmt::format("tensor '{}' has invalid offsets", name));
  s.begin = offsets->items[0].integer;
  s.end = offsets->items[1].integer;
  int64_t bytes = 0;
  try {
    bytes = elementCount(s.shape) * static_cast<int64_t>(sizeOf(s.type));
  } catch (const std::overflow_error &) {
    damaged(path, fmt::format("tensor '{}' is larger than any memory", name));
  }
  if (s.end < s.begin || s.end - s.begin != bytes)
    damaged(path,
            fmt::format(
                "tensor '{}' of shape {} needs {} bytes, its offsets give {}",
                name, shapeText(s.shape), bytes, s.end - s.begin));
  return s;
}

std::vector<TensorSlice> parseSafetensorsHeader(std::string_view header,
                                                int64_t dataSize,
                                                const std::string &path,
                                                Metadata &metadata) {
  if (header.empty() || header.front() != '{')
    damaged(path, "its header does not start with '{'");
  Value root;
  std::string error;
  if (!parseJson(header, root, error))
    damaged(path, fmt::format("its header is no JSON: {}", error));
  std::vector<TensorSlice> slices;
  for (const Value::Member &m : root.members) {
    if (m.first == "__metadata__") {
      for (const Value::Member &entry : m.second.members) {
        if (!entry.second.isString())
          damaged(path, fmt::format("metadata '{}' is no text", entry.first));
        metadata[entry.first] = entry.second.text;
      }
      continue;
    }
    slices.push_back(parseSlice(m.first, m.second, path));
  }
  std::stable_sort(slices.begin(), slices.end(),
                   [](const TensorSlice &a, const TensorSlice &b) {
                     return std::pair(a.begin, a.end) <
                            std::pair(b.begin, b.end);
                   });
  int64_t position = 0;
  for (const TensorSlice &s : slices) {
    if (s.begin != position)
      damaged(path,
              fmt::format("tensor '{}{}", s.name,
                          s.begin < position ? "' overlaps the one before it"
                                             : "' leaves a hole before it"));
    position = s.end;
  }
  if (position > dataSize)
    damaged(path, fmt::format(
                      "it ends too early: {} bytes of tensor data are missing",
                      position - dataSize));
  if (position < dataSize)
    damaged(path, fmt::format("{} stray bytes stand after the last tensor",
                              dataSize - position));
  return slices;
}

namespace {
struct CloseFile {
  void operator()(FILE *f) const { std::fclose(f); }
};
} // namespace

TensorFile readSafetensors(const std::string &path) {
  std::unique_ptr<FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (!file || isDirectory(path))
    throw Error(Exit::Data,
                fmt::format("cannot read '{}': {}", path,
                            file ? "it is a folder" : strerror(errno)));
  auto read = [&](void *out, size_t size) {
    if (std::fread(out, 1, size, file.get()) != size)
      damaged(path, "it ends too early");
  };
  if (::fseeko(file.get(), 0, SEEK_END) != 0)
    throw Error(Exit::Data,
                fmt::format("cannot read '{}': not a plain file", path));
  int64_t size = ::ftello(file.get());
  ::fseeko(file.get(), 0, SEEK_SET);
  if (size < 8)
    damaged(path, fmt::format("it has only {} bytes", size));
  unsigned char lengthBytes[8];
  read(lengthBytes, 8);
  uint64_t length = 0;
  for (int i = 7; i >= 0; --i)
    length = length << 8 | lengthBytes[i];
  if (length > static_cast<uint64_t>(maxHeader) ||
      static_cast<int64_t>(length) > size - 8)
    damaged(path, fmt::format("its header claims {} bytes, the file has {}",
                              length, size - 8));
  std::string header(length, '\0');
  read(header.data(), length);
  TensorFile result;
  for (TensorSlice &s :
       parseSafetensorsHeader(header, size - 8 - static_cast<int64_t>(length),
                              path, result.metadata)) {
    Array a = makeArray(s.type, std::move(s.shape));
    read(a.data.data(), a.data.size());
    result.arrays.push_back({std::move(s.name), std::move(a)});
  }
  return result;
}

void writeSafetensors(const std::string &path,
                      const std::vector<ArrayView> &arrays,
                      const Metadata &metadata) {
  Value root = Value::object();
  if (!metadata.empty()) {
    Value meta = Value::object();
    for (const auto &[key, text] : metadata)
      meta.set(key, text);
    root.set("__metadata__", std::move(meta));
  }
  int64_t position = 0;
  for (const ArrayView &a : arrays) {
    Value entry = Value::object();
    for (auto [name, type] : typeNames)
      if (type == a.type)
        entry.set("dtype", name);
    entry.set("shape", Value::listOf(a.shape));
    Value offsets = Value::list();
    offsets.push(position);
    position += static_cast<int64_t>(bytesOf(a));
    offsets.push(position);
    entry.set("data_offsets", std::move(offsets));
    root.members.emplace_back(a.name, std::move(entry));
  }
  std::string header = root.dump();
  // Data start at a multiple of eight bytes.
  header.append((8 - header.size() % 8) % 8, ' ');
  AtomicFile file(path);
  unsigned char length[8];
  for (int i = 0; i < 8; ++i)
    length[i] = static_cast<unsigned char>(header.size() >> (8 * i));
  file.write(length, 8);
  file.write(header);
  for (const ArrayView &a : arrays)
    file.write(a.data, bytesOf(a));
  file.commit();
}

} // namespace dnd::rt
