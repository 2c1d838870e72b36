//===- Files.cpp - Tensor files of the reference tools --------------------===//
//
// NumPy's .npy (format 1 to 3) and .npz (zip, stored or deflated), and
// safetensors. Sizes are checked against the file before anything is read.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <zlib.h>

using namespace llvm;
using support::endian::read16le;
using support::endian::read32le;
using support::endian::read64le;

namespace dnd::reference {

static Error bad(StringRef path, const Twine &why) {
  return createStringError(inconvertibleErrorCode(), path + ": " + why);
}

static Expected<std::unique_ptr<MemoryBuffer>> open(StringRef path) {
  auto buffer = MemoryBuffer::getFile(path, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (!buffer)
    return bad(path, buffer.getError().message());
  return std::move(*buffer);
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

template <typename T> static double numberAt(const char *at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return static_cast<double>(value);
}

struct NumberType {
  unsigned size = 0;
  double (*read)(const char *) = nullptr;
};

/// The type of NumPy's `<f4` or of safetensors' `F32`; size 0 if unknown.
static NumberType numberType(StringRef name) {
  name.consume_front("<");
  name.consume_front("|");
  return llvm::StringSwitch<NumberType>(name)
      .Cases("f4", "F32", {4, numberAt<float>})
      .Cases("f8", "F64", {8, numberAt<double>})
      .Cases("i4", "I32", {4, numberAt<int32_t>})
      .Cases("i8", "I64", {8, numberAt<int64_t>})
      .Cases("i2", "I16", {2, numberAt<int16_t>})
      .Cases("u1", "U8", {1, numberAt<uint8_t>})
      .Cases("i1", "I8", {1, numberAt<int8_t>})
      .Cases("b1", "BOOL", {1, numberAt<uint8_t>})
      .Default({});
}

static Expected<Tensor> fromBytes(StringRef path, StringRef typeName,
                                  Tensor::Shape shape, StringRef bytes) {
  NumberType type = numberType(typeName);
  if (type.size == 0)
    return bad(path, "unknown type of numbers '" + typeName + "'");
  uint64_t count = 1;
  for (int64_t extent : shape) {
    if (extent < 0 || (extent > 0 && count > bytes.size() / uint64_t(extent)))
      return bad(path, "the shape is larger than the file");
    count *= uint64_t(extent);
  }
  if (bytes.size() != count * type.size)
    return bad(path, "the numbers do not fill the shape");
  Tensor tensor(std::move(shape));
  for (uint64_t i = 0; i < count; ++i)
    tensor.data[i] = type.read(bytes.data() + i * type.size);
  return tensor;
}

//===----------------------------------------------------------------------===//
// .npy
//===----------------------------------------------------------------------===//

/// The text behind `'key':` in the header of a .npy file.
static StringRef headerField(StringRef header, StringRef key) {
  size_t at = header.find(("'" + key + "'").str());
  return at == StringRef::npos ? StringRef()
                               : header.substr(at).split(':').second.ltrim();
}

static Expected<Tensor> parseNpy(StringRef path, StringRef bytes) {
  if (bytes.size() < 10 || !bytes.starts_with("\x93NUMPY"))
    return bad(path, "is no .npy file");
  bool small = bytes[6] == 1;
  uint64_t start = small ? 10 : 12;
  if (bytes.size() < start)
    return bad(path, "is cut off");
  uint64_t length =
      small ? read16le(bytes.data() + 8) : read32le(bytes.data() + 8);
  if (bytes.size() < start + length)
    return bad(path, "is cut off");
  StringRef header = bytes.substr(start, length);
  StringRef descr = headerField(header, "descr").split('\'').second;
  if (headerField(header, "fortran_order").starts_with("True"))
    return bad(path, "has Fortran order");
  StringRef extents =
      headerField(header, "shape").split('(').second.split(')').first;
  Tensor::Shape shape;
  while (!extents.trim().empty()) {
    auto [first, rest] = extents.split(',');
    int64_t extent;
    if (first.trim().getAsInteger(10, extent))
      return bad(path, "has a header that is not understood");
    shape.push_back(extent);
    extents = rest;
  }
  return fromBytes(path, descr.split('\'').first, std::move(shape),
                   bytes.substr(start + length));
}

Expected<Tensor> readNpy(StringRef path) {
  auto buffer = open(path);
  if (!buffer)
    return buffer.takeError();
  return parseNpy(path, (*buffer)->getBuffer());
}

template <typename T>
static void appendNumbers(std::string &out, const Tensor &tensor) {
  for (double number : tensor.data) {
    T narrow = static_cast<T>(number);
    out.append(reinterpret_cast<const char *>(&narrow), sizeof(T));
  }
}

static std::string npyOf(const Tensor &tensor, Width width) {
  std::string extents;
  for (int64_t extent : tensor.shape)
    extents += std::to_string(extent) + ", ";
  if (tensor.rank() > 1)
    extents.resize(extents.size() - 2);
  const char *type = width == Width::Double ? "<f8"
                     : tensor.isInteger     ? "<i4"
                                            : "<f4";
  std::string header = std::string("{'descr': '") + type +
                       "', 'fortran_order': False, 'shape': (" + extents +
                       "), }";
  header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
  header += '\n';
  std::string out("\x93NUMPY\x01\x00", 8);
  out += static_cast<char>(header.size() & 255);
  out += static_cast<char>(header.size() >> 8);
  out += header;
  if (width == Width::Double)
    appendNumbers<double>(out, tensor);
  else if (tensor.isInteger)
    appendNumbers<int32_t>(out, tensor);
  else
    appendNumbers<float>(out, tensor);
  return out;
}

static Error writeFile(StringRef path, StringRef bytes) {
  std::error_code error;
  raw_fd_ostream out(path, error);
  if (error)
    return bad(path, error.message());
  out << bytes;
  out.close();
  if (!out.has_error())
    return Error::success();
  out.clear_error();
  return bad(path, "cannot be written");
}

Error writeNpy(StringRef path, const Tensor &tensor, Width width) {
  return writeFile(path, npyOf(tensor, width));
}

//===----------------------------------------------------------------------===//
// .npz
//===----------------------------------------------------------------------===//

static Expected<std::string> inflateMember(StringRef path, StringRef packed,
                                           uint64_t size) {
  std::string out(size, '\0');
  z_stream stream = {};
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
  stream.avail_in = packed.size();
  stream.next_out = reinterpret_cast<Bytef *>(out.data());
  stream.avail_out = out.size();
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    return bad(path, "cannot be unpacked");
  int state = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (state != Z_STREAM_END || stream.total_out != size)
    return bad(path, "cannot be unpacked");
  return out;
}

/// The bytes of the member whose central directory entry starts at `entry`.
static Expected<std::string> member(StringRef path, StringRef zip,
                                    StringRef entry, StringRef extra) {
  uint16_t method = read16le(entry.data() + 10);
  uint64_t packed = read32le(entry.data() + 20);
  uint64_t size = read32le(entry.data() + 24);
  uint64_t local = read32le(entry.data() + 42);
  // Python writes 64-bit sizes into the extra field for some members.
  while (extra.size() >= 4) {
    uint16_t id = read16le(extra.data()), length = read16le(extra.data() + 2);
    StringRef body = extra.substr(4, length);
    extra = extra.drop_front(std::min<size_t>(extra.size(), 4 + length));
    if (id != 1)
      continue;
    for (uint64_t *field : {&size, &packed, &local})
      if (*field == 0xffffffff && body.size() >= 8) {
        *field = read64le(body.data());
        body = body.drop_front(8);
      }
  }
  if (local + 30 > zip.size())
    return bad(path, "is cut off");
  uint64_t start = local + 30 + read16le(zip.data() + local + 26) +
                   read16le(zip.data() + local + 28);
  if (start + packed > zip.size())
    return bad(path, "is cut off");
  StringRef bytes = zip.substr(start, packed);
  if (method == 0)
    return bytes.str();
  return inflateMember(path, bytes, size);
}

static Expected<NamedTensors> parseNpz(StringRef path, StringRef zip) {
  size_t end = zip.rfind(StringRef("PK\x05\x06", 4));
  if (end == StringRef::npos || end + 22 > zip.size())
    return bad(path, "is no .npz file");
  uint64_t count = read16le(zip.data() + end + 10);
  uint64_t at = read32le(zip.data() + end + 16);
  NamedTensors tensors;
  for (uint64_t i = 0; i < count; ++i) {
    if (at + 46 > zip.size())
      return bad(path, "is cut off");
    StringRef entry = zip.substr(at, 46);
    uint64_t nameSize = read16le(entry.data() + 28);
    uint64_t extraSize = read16le(entry.data() + 30);
    StringRef name = zip.substr(at + 46, nameSize);
    auto bytes =
        member(path, zip, entry, zip.substr(at + 46 + nameSize, extraSize));
    if (!bytes)
      return bytes.takeError();
    name.consume_back(".npy");
    auto tensor = parseNpy(path, *bytes);
    if (!tensor)
      return tensor.takeError();
    tensors[name.str()] = std::move(*tensor);
    at += 46 + nameSize + extraSize + read16le(entry.data() + 32);
  }
  return tensors;
}

/// Little-endian fields of a zip record.
static void put(std::string &out,
                std::initializer_list<std::pair<uint64_t, int>> fields) {
  for (auto [value, bytes] : fields)
    for (int i = 0; i < bytes; ++i)
      out += static_cast<char>(value >> (8 * i));
}

Error writeNpz(StringRef path, const NamedTensors &tensors, Width width) {
  std::string body, directory;
  for (const auto &[name, tensor] : tensors) {
    std::string file = name + ".npy", bytes = npyOf(tensor, width);
    uint64_t sum =
        crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), bytes.size());
    uint64_t local = body.size();
    put(body, {{0x04034b50, 4},
               {20, 2},
               {0, 2},
               {0, 2},
               {0, 2},
               {0x21, 2},
               {sum, 4},
               {bytes.size(), 4},
               {bytes.size(), 4},
               {file.size(), 2},
               {0, 2}});
    body += file + bytes;
    put(directory, {{0x02014b50, 4},
                    {20, 2},
                    {20, 2},
                    {0, 2},
                    {0, 2},
                    {0, 2},
                    {0x21, 2},
                    {sum, 4},
                    {bytes.size(), 4},
                    {bytes.size(), 4},
                    {file.size(), 2},
                    {0, 2},
                    {0, 2},
                    {0, 2},
                    {0, 2},
                    {0, 4},
                    {local, 4}});
    directory += file;
  }
  if (body.size() > 0xf0000000)
    return bad(path, "would be larger than a plain zip can be");
  uint64_t start = body.size();
  body += directory;
  put(body, {{0x06054b50, 4},
             {0, 2},
             {0, 2},
             {tensors.size(), 2},
             {tensors.size(), 2},
             {directory.size(), 4},
             {start, 4},
             {0, 2}});
  return writeFile(path, body);
}

//===----------------------------------------------------------------------===//
// .safetensors
//===----------------------------------------------------------------------===//

static Expected<NamedTensors> parseSafetensors(StringRef path,
                                               StringRef bytes) {
  if (bytes.size() < 8 || read64le(bytes.data()) > bytes.size() - 8)
    return bad(path, "is no .safetensors file");
  uint64_t length = read64le(bytes.data());
  auto header = json::parse(bytes.substr(8, length));
  if (!header)
    return header.takeError();
  StringRef body = bytes.substr(8 + length);
  NamedTensors tensors;
  auto *members = header->getAsObject();
  if (!members)
    return bad(path, "has a header that is not understood");
  for (const auto &[name, value] : *members) {
    if (name.str() == "__metadata__")
      continue;
    auto *fields = value.getAsObject();
    auto *extents = fields ? fields->getArray("shape") : nullptr;
    auto *offsets = fields ? fields->getArray("data_offsets") : nullptr;
    auto type = fields ? fields->getString("dtype") : std::nullopt;
    if (!extents || !offsets || offsets->size() != 2 || !type)
      return bad(path, "has a header that is not understood");
    Tensor::Shape shape;
    for (const json::Value &extent : *extents)
      shape.push_back(extent.getAsInteger().value_or(-1));
    uint64_t from = (*offsets)[0].getAsUINT64().value_or(0);
    uint64_t to = (*offsets)[1].getAsUINT64().value_or(0);
    if (from > to || to > body.size())
      return bad(path, "has offsets outside of the file");
    auto tensor =
        fromBytes(path, *type, std::move(shape), body.slice(from, to));
    if (!tensor)
      return tensor.takeError();
    tensors[name.str()] = std::move(*tensor);
  }
  return tensors;
}

Expected<NamedTensors> readArrays(StringRef path) {
  auto buffer = open(path);
  if (!buffer)
    return buffer.takeError();
  StringRef bytes = (*buffer)->getBuffer();
  return path.ends_with(".safetensors") ? parseSafetensors(path, bytes)
                                        : parseNpz(path, bytes);
}

} // namespace dnd::reference
