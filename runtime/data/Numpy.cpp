//===- Numpy.cpp - .npy files ---------------------------------------------===//
//
// Header parser (the literal of a Python dictionary, read strictly) and
// conversion to row-major order of this machine.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Numpy.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Model.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace dnd::rt {
namespace {

constexpr int64_t maxFile = int64_t{1} << 40;
constexpr std::string_view magic = "\x93NUMPY";

const std::pair<const char *, DType> kinds[] = {
    {"b1", DType::Bool}, {"u1", DType::U8},  {"i1", DType::I8},
    {"u2", DType::U16},  {"i2", DType::I16}, {"u4", DType::U32},
    {"i4", DType::I32},  {"u8", DType::U64}, {"i8", DType::I64},
    {"f2", DType::F16},  {"f4", DType::F32}, {"f8", DType::F64}};

/// Letters and words that NumPy takes for them, too (64-bit Unix; words have no
/// mark of the order of bytes).
const std::pair<const char *, DType> typeLetters[] = {
    {"?", DType::Bool}, {"B", DType::U8},  {"b", DType::I8},  {"H", DType::U16},
    {"h", DType::I16},  {"I", DType::U32}, {"i", DType::I32}, {"L", DType::U64},
    {"Q", DType::U64},  {"N", DType::U64}, {"P", DType::U64}, {"l", DType::I64},
    {"q", DType::I64},  {"n", DType::I64}, {"p", DType::I64}, {"e", DType::F16},
    {"f", DType::F32},  {"d", DType::F64}};
const std::pair<const char *, DType> typeWords[] = {
    {"bool", DType::Bool},    {"bool_", DType::Bool},
    {"uint8", DType::U8},     {"ubyte", DType::U8},
    {"int8", DType::I8},      {"byte", DType::I8},
    {"uint16", DType::U16},   {"ushort", DType::U16},
    {"int16", DType::I16},    {"short", DType::I16},
    {"uint32", DType::U32},   {"uintc", DType::U32},
    {"int32", DType::I32},    {"intc", DType::I32},
    {"uint64", DType::U64},   {"ulonglong", DType::U64},
    {"uint", DType::U64},     {"ulong", DType::U64},
    {"uintp", DType::U64},    {"int64", DType::I64},
    {"longlong", DType::I64}, {"int", DType::I64},
    {"int_", DType::I64},     {"long", DType::I64},
    {"intp", DType::I64},     {"float16", DType::F16},
    {"half", DType::F16},     {"float32", DType::F32},
    {"single", DType::F32},   {"float64", DType::F64},
    {"double", DType::F64},   {"float", DType::F64}};

template <size_t N>
std::optional<DType> typeIn(const std::pair<const char *, DType> (&names)[N],
                            std::string_view name) {
  for (auto [known, type] : names)
    if (name == known)
      return type;
  return std::nullopt;
}

/// What to do about elements that are no plain numbers of at most 64 bits, by
/// the letter of NumPy.
struct OtherKind {
  const char *letters, *what, *remedy;
};
const OtherKind otherKinds[] = {
    {"USa", "texts",
     "number the classes, for instance with "
     "np.unique(labels, return_inverse=True)[1]"},
    {"O", "Python objects, whose reading can run code",
     "save array.astype('float32') in place of it"},
    {"V", "bytes without a meaning, as which NumPy saves bfloat16 and others",
     "save array.astype('float32') where it is made"},
    {"cFDG", "complex numbers", "save its parts: array.real, array.imag"},
    {"Mm", "dates or durations",
     "save numbers, for instance array.astype('int64')"},
    {"fg", "floating-point numbers of an unusual size",
     "save array.astype('float32') in place of it"}};

struct Header {
  DType type = DType::F32;
  bool swapped = false, fortran = false;
  std::vector<int64_t> shape;
};

/// Reads the dictionary of a header.
class HeaderParser {
public:
  HeaderParser(std::string_view text, const std::string &path)
      : text(text), path(path) {}

  Header parse() {
    expect('{');
    bool hasType = false, hasOrder = false, hasShape = false;
    while (!accept('}')) {
      std::string key = string();
      expect(':');
      if (key == "descr")
        type(), hasType = true;
      else if (key == "fortran_order")
        header.fortran = boolean(), hasOrder = true;
      else if (key == "shape")
        shape(), hasShape = true;
      else
        fail(fmt::format("unknown key '{}' in the header", key));
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!hasType || !hasOrder || !hasShape)
      fail("the header lacks descr, fortran_order or shape");
    return header;
  }

  [[noreturn]] void fail(const std::string &why) const {
    throw Error(Exit::Data,
                fmt::format("'{}' is not a valid .npy file: {}", path, why));
  }

private:
  bool isOneOf(std::string_view characters) const {
    return position < text.size() &&
           characters.find(text[position]) != std::string_view::npos;
  }
  void skip() {
    while (isOneOf(" \t\r\n\f"))
      ++position;
  }
  bool accept(char c) {
    skip();
    if (position >= text.size() || text[position] != c)
      return false;
    ++position;
    return true;
  }
  void expect(char c) {
    if (!accept(c))
      fail(fmt::format("its header lacks a '{}'", c));
  }
  /// Python 2 marks texts: u'descr', b'descr'.
  std::string string() {
    skip();
    if (isOneOf("ubUB"))
      ++position;
    char quote = position < text.size() ? text[position] : ' ';
    if (quote != '\'' && quote != '"')
      fail("its header lacks a quoted text");
    size_t end = text.find(quote, position + 1);
    if (end == std::string_view::npos)
      fail("a text in its header has no end");
    std::string out(text.substr(position + 1, end - position - 1));
    position = end + 1;
    return out;
  }
  bool boolean() {
    skip();
    for (std::string_view word : {"True", "False"})
      if (text.substr(position, word.size()) == word) {
        position += word.size();
        return word == "True";
      }
    fail("fortran_order is neither True nor False");
  }
  void type() {
    skip();
    if (isOneOf("[("))
      fail("it holds records; only arrays of plain numbers are read");
    std::string descr = string();
    std::string_view name = descr;
    bool hasOrder =
        !name.empty() && std::string_view("<>|=").find(name[0]) != name.npos;
    if (hasOrder)
      name.remove_prefix(1);
    std::optional<DType> type = typeIn(kinds, name);
    if (!type)
      type = typeIn(typeLetters, name);
    if (!type && !hasOrder)
      type = typeIn(typeWords, name);
    if (!type)
      failType(descr, name);
    header.type = *type;
    header.swapped = hasOrder && descr[0] == '>';
  }
  [[noreturn]] void failType(const std::string &descr, std::string_view name) {
    if (descr.find(',') != std::string::npos)
      fail("it holds records; only arrays of plain numbers are read");
    // A letter and a size; dates have their unit in brackets.
    bool isCode = !name.empty() &&
                  (name.find_first_not_of("0123456789", 1) == name.npos ||
                   name.starts_with("M8[") || name.starts_with("m8["));
    for (const OtherKind &other : otherKinds)
      if (isCode && std::string_view(other.letters).find(name[0]) !=
                        std::string_view::npos)
        fail(fmt::format("element type '{}' ({}) is not supported; {}", descr,
                         other.what, other.remedy));
    fail(fmt::format("'{}' is no element type that NumPy knows, such as '<f4' "
                     "or '|u1'; the header was changed after it was written",
                     descr));
  }
  void shape() {
    expect('(');
    while (!accept(')')) {
      skip();
      int64_t extent = 0;
      auto [end, ec] = std::from_chars(text.data() + position,
                                       text.data() + text.size(), extent);
      if (ec != std::errc() || extent < 0 || header.shape.size() >= 32)
        fail("its shape is invalid");
      position = static_cast<size_t>(end - text.data());
      if (isOneOf("L")) // Python 2
        ++position;
      header.shape.push_back(extent);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
  }

  std::string_view text;
  const std::string &path;
  size_t position = 0;
  Header header;
};

/// Brings column-major elements into row-major order.
void copyFortran(const char *from, char *to, const std::vector<int64_t> &shape,
                 int64_t count, size_t width) {
  std::vector<int64_t> stride(shape.size(), 1), index(shape.size(), 0);
  for (size_t i = 1; i < shape.size(); ++i)
    stride[i] = stride[i - 1] * shape[i - 1];
  int64_t offset = 0;
  for (int64_t n = 0; n < count; ++n) {
    std::memcpy(to + static_cast<size_t>(n) * width,
                from + static_cast<size_t>(offset) * width, width);
    for (size_t i = shape.size(); i-- > 0;) {
      offset += stride[i];
      if (++index[i] < shape[i])
        break;
      offset -= stride[i] * shape[i];
      index[i] = 0;
    }
  }
}

} // namespace

Array parseNpy(std::string_view bytes, const std::string &path) {
  HeaderParser complain("", path);
  if (bytes.size() < 10 || bytes.substr(0, 6) != magic)
    complain.fail("it does not start with the mark of NumPy");
  auto byteAt = [&](size_t i) {
    return static_cast<size_t>(static_cast<unsigned char>(bytes[i]));
  };
  size_t version = byteAt(6), start = version == 1 ? 10 : 12;
  if (version < 1 || version > 3 || bytes.size() < start)
    complain.fail(fmt::format("unknown format version {}", version));
  size_t length = byteAt(8) | byteAt(9) << 8;
  if (version > 1)
    length |= byteAt(10) << 16 | byteAt(11) << 24;
  if (length > bytes.size() - start)
    complain.fail("its header is longer than the file");
  Header header = HeaderParser(bytes.substr(start, length), path).parse();
  std::string_view data = bytes.substr(start + length);
  int64_t count = 0;
  try {
    count = elementCount(header.shape);
  } catch (const std::overflow_error &) {
    complain.fail(fmt::format("shape {} is larger than any memory",
                              shapeText(header.shape)));
  }
  size_t width = sizeOf(header.type);
  if (static_cast<size_t>(count) * width != data.size())
    complain.fail(
        fmt::format("shape {} of {} needs {} bytes of data, {} follow",
                    shapeText(header.shape), nameOf(header.type),
                    static_cast<size_t>(count) * width, data.size()));
  Array out = makeArray(header.type, header.shape);
  char *to = out.data.as<char>();
  bool fortran = header.fortran && header.shape.size() > 1;
  if (fortran)
    copyFortran(data.data(), to, header.shape, count, width);
  else if (!data.empty())
    std::memcpy(to, data.data(), data.size());
  if (header.swapped && width > 1)
    for (int64_t i = 0; i < count; ++i)
      std::reverse(to + static_cast<size_t>(i) * width,
                   to + static_cast<size_t>(i + 1) * width);
  return out;
}

Array readNpy(const std::string &path) {
  return parseNpy(readFile(path, maxFile), path);
}

static std::string npyHeader(const ArrayView &array) {
  std::string descr;
  for (auto [name, type] : kinds)
    if (type == array.type)
      descr = fmt::format("{}{}", sizeOf(type) == 1 ? "|" : "<", name);
  if (descr.empty())
    throw Error(Exit::Internal,
                fmt::format("an .npy file cannot hold {}", nameOf(array.type)));
  std::string shape = "(";
  for (int64_t extent : array.shape)
    shape += fmt::format("{},", extent);
  std::string text =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}), }}",
                  descr, shape);
  // Data start at a multiple of 64 bytes; a newline ends the header.
  size_t total = (10 + text.size() + 1 + 63) / 64 * 64;
  text.append(total - 10 - text.size() - 1, ' ');
  text += '\n';
  std::string out(magic);
  out += '\1';
  out += '\0';
  out += static_cast<char>(text.size() & 255);
  out += static_cast<char>(text.size() >> 8);
  return out + text;
}

std::string npyBytes(const ArrayView &array) {
  std::string out = npyHeader(array);
  out.append(static_cast<const char *>(array.data), bytesOf(array));
  return out;
}

void writeNpy(const std::string &path, const ArrayView &array) {
  AtomicFile file(path);
  file.write(npyHeader(array));
  file.write(array.data, bytesOf(array));
  file.commit();
}

} // namespace dnd::rt
