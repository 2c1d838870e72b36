//===- FileFormatTest.cpp - safetensors, NumPy and IDX files --------------===//
//
// Round trips, and files as an attacker or a full disk would leave them.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/data/Idx.h"
#include "runtime/data/Numpy.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sstream>
#include <zlib.h>

using namespace dnd::rt;
using dnd::rt::test::freshFolder;

namespace {

std::string framed(const std::string &header, const std::string &data) {
  std::string out(8, '\0');
  for (int i = 0; i < 8; ++i)
    out[static_cast<size_t>(i)] = static_cast<char>(header.size() >> (8 * i));
  return out + header + data;
}

/// The message of reading these bytes as .safetensors; "" when they are taken.
std::string refusal(const std::string &bytes) {
  std::string path = freshFolder() + "/x.safetensors";
  writeFile(path, bytes);
  try {
    readSafetensors(path);
    return "";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, Exit::Data);
    EXPECT_NE(e.message.find(path), std::string::npos);
    return e.message;
  }
}

template <typename T>
ArrayView view(std::string name, DType type, std::vector<int64_t> shape,
               const std::vector<T> &data) {
  return {std::move(name), type, std::move(shape), data.data()};
}

std::string npyText(const std::string &dictionary, const std::string &data) {
  std::string out("\x93NUMPY\x01\x00", 8);
  out += static_cast<char>(dictionary.size() & 255);
  out += static_cast<char>(dictionary.size() >> 8);
  return out + dictionary + data;
}

std::string npyRefusal(const std::string &bytes) {
  try {
    parseNpy(bytes, "x.npy");
    return "";
  } catch (const Error &e) {
    return e.message;
  }
}

void expectContains(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos)
      << "'" << text << "' lacks '" << part << "'";
}

} // namespace

//===----------------------------------------------------------------------===//
// safetensors
//===----------------------------------------------------------------------===//

TEST(Safetensors, RoundTrip) {
  std::string path = freshFolder() + "/w.safetensors";
  std::vector<float> w{1, -2.5f, 3, NAN, 0, 6};
  std::vector<int32_t> t{7, -8};
  std::vector<double> s{0.125}, none;
  writeSafetensors(path,
                   {view("a.w", DType::F32, {2, 3}, w),
                    view("t", DType::I32, {2}, t), view("s", DType::F64, {}, s),
                    view("none", DType::F64, {0, 5}, none)},
                   {{"format", "pt"}, {"note", "a \"quoted\" \\ text"}});
  TensorFile file = readSafetensors(path);
  ASSERT_EQ(file.arrays.size(), 4u);
  EXPECT_EQ(file.metadata.at("note"), "a \"quoted\" \\ text");
  const Array *a = findArray(file.arrays, "a.w");
  ASSERT_TRUE(a);
  EXPECT_EQ(a->shape, (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(std::memcmp(a->data.data(), w.data(), 24), 0);
  EXPECT_EQ(findArray(file.arrays, "t")->data.as<int32_t>()[1], -8);
  EXPECT_EQ(findArray(file.arrays, "s")->data.as<double>()[0], 0.125);
  EXPECT_EQ(findArray(file.arrays, "none")->elements, 0);
}

TEST(Safetensors, DataStartAtAMultipleOfEight) {
  std::string path = freshFolder() + "/w.safetensors";
  std::vector<float> w{1};
  for (const char *name : {"a", "ab", "abc", "abcd"}) {
    writeSafetensors(path, {view(name, DType::F32, {1}, w)}, {});
    EXPECT_EQ((readFile(path, 1 << 20).size() - 4) % 8, 0u);
  }
}

TEST(Safetensors, HalfPrecisionIsWidened) {
  std::vector<uint16_t> half{0x3c00, 0xc000, 0x0001, 0x7c00},
      brain{0x3f80, 0xc000, 0x0000, 0x7f80};
  std::string path = freshFolder() + "/w.safetensors";
  writeSafetensors(
      path,
      {view("h", DType::F16, {4}, half), view("b", DType::BF16, {4}, brain)},
      {});
  TensorFile file = readSafetensors(path);
  float v[4];
  convertTo(*findArray(file.arrays, "h"), v);
  EXPECT_EQ(v[0], 1);
  EXPECT_EQ(v[1], -2);
  EXPECT_EQ(v[2], std::ldexp(1.0f, -24));
  EXPECT_TRUE(std::isinf(v[3]));
  convertTo(*findArray(file.arrays, "b"), v);
  EXPECT_EQ(v[0], 1);
  EXPECT_EQ(v[1], -2);
  EXPECT_TRUE(std::isinf(v[3]));
}

TEST(Safetensors, Abuse) {
  auto tensor = [](const std::string &offsets, const std::string &shape = "[1]",
                   const std::string &type = "F32") {
    return R"({"a":{"dtype":")" + type + R"(","shape":)" + shape +
           R"(,"data_offsets":)" + offsets + "}";
  };
  std::string four(4, '\0');
  expectContains(refusal(""), "only 0 bytes");
  expectContains(refusal("1234567"), "only 7 bytes");
  expectContains(refusal(std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}")),
                 "claims");
  expectContains(refusal(framed("{}", "").substr(0, 9)), "claims");
  expectContains(refusal(framed(" {}", "")), "start with");
  expectContains(refusal(framed("{", "")), "JSON");
  expectContains(refusal(framed("{\"a\xff\":1}", "")), "JSON");
  std::string deep = R"({"a":)" + std::string(200, '[');
  expectContains(refusal(framed(deep, "")), "deeper");
  std::string twice = tensor("[0,4]") + "," + tensor("[4,8]").substr(1) + "}";
  expectContains(refusal(framed(twice, four + four)), "twice");
  expectContains(refusal(framed(tensor("[0,4]") + "}", four + "1234")),
                 "4 stray bytes");
  expectContains(refusal(framed(tensor("[0,4]") + "}", "12")),
                 "2 bytes of tensor data are missing");
  expectContains(refusal(framed(tensor("[4,8]") + "}", four + four)), "hole");
  std::string overlap =
      tensor("[0,8]", "[2]") +
      R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})";
  expectContains(refusal(framed(overlap, four + four)), "overlaps");
  expectContains(refusal(framed(tensor("[0,4]", "[2]") + "}", four)),
                 "needs 8 bytes");
  expectContains(refusal(framed(tensor("[4,0]") + "}", four)), "needs 4 bytes");
  expectContains(refusal(framed(tensor("[-4,0]") + "}", four)), "offsets");
  expectContains(refusal(framed(tensor("[0]") + "}", four)), "offsets");
  expectContains(refusal(framed(tensor("[0,4]", "[-1]") + "}", four)), "shape");
  expectContains(refusal(framed(tensor("[0,4]", "[1.5]") + "}", four)),
                 "shape");
  expectContains(
      refusal(framed(tensor("[0,4]", "[4294967296,4294967296]") + "}", four)),
      "larger than any memory");
  expectContains(refusal(framed(tensor("[0,4]", "[1]", "F99") + "}", four)),
                 "element type 'F99'");
  expectContains(refusal(framed(R"({"__metadata__":{"a":1}})", "")),
                 "metadata");
}

TEST(AtomicFile, NothingIsLeftOfAFailure) {
  std::string folder = freshFolder(), path = folder + "/w";
  writeFile(path, "good");
  {
    AtomicFile file(path);
    file.write("half");
    // No commit: the program died.
  }
  EXPECT_EQ(readFile(path, 100), "good");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  EXPECT_THROW(AtomicFile(folder + "/no/such/folder"), Error);
  EXPECT_THROW(AtomicFile{folder}, Error);
  std::vector<float> w(5000, 1);
  try {
    writeSafetensors("/dev/full", {view("a", DType::F32, {5000}, w)}, {});
    ADD_FAILURE();
  } catch (const Error &e) {
    EXPECT_EQ(e.code, Exit::Output);
    expectContains(e.message, "/dev/full");
  }
}

TEST(AtomicFile, WritesThroughALink) {
  std::string folder = freshFolder();
  writeFile(folder + "/real", "old");
  std::filesystem::create_symlink(folder + "/real", folder + "/link");
  writeFile(folder + "/link", "new");
  EXPECT_EQ(readFile(folder + "/real", 100), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder + "/link"));
}

//===----------------------------------------------------------------------===//
// NumPy
//===----------------------------------------------------------------------===//

TEST(Npy, RoundTripOfEveryType) {
  std::vector<unsigned char> bytes(48);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<unsigned char>(i * 5);
  for (DType type : {DType::Bool, DType::U8, DType::I8, DType::U16, DType::I16,
                     DType::U32, DType::I32, DType::U64, DType::I64, DType::F16,
                     DType::F32, DType::F64}) {
    std::string text = npyBytes(view("", type, {2, 3}, bytes));
    EXPECT_EQ((text.size() - 6 * sizeOf(type)) % 64, 0u);
    Array a = parseNpy(text, "x");
    EXPECT_EQ(a.type, type);
    EXPECT_EQ(a.shape, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(std::memcmp(a.data.data(), bytes.data(), a.data.size()), 0);
  }
  EXPECT_EQ(parseNpy(npyBytes(view("", DType::F32, {}, bytes)), "x").elements,
            1);
  EXPECT_EQ(
      parseNpy(npyBytes(view("", DType::F32, {0, 3}, bytes)), "x").elements, 0);
}

TEST(Npy, FortranOrderAndBigEndian) {
  // [[0, 1, 2], [3, 4, 5]] by columns.
  std::string data;
  for (int v : {0, 3, 1, 4, 2, 5}) {
    data += '\0';
    data += static_cast<char>(v);
  }
  Array a = parseNpy(
      npyText("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }",
              data),
      "x");
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(a.data.as<int16_t>()[i], i);
}

TEST(Npy, HeadersOfOldAndNewPrograms) {
  std::string data(24, '\0');
  data[4] = 1; // element 1 of the bytes below
  for (const char *header :
       {"{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
        "{'descr': u'<f4', u'fortran_order': False, 'shape': (2, 3), }",
        "{'descr': b'<f4', 'fortran_order': False, 'shape': (2, 3), }",
        "{'descr':\t'<f4',\t'fortran_order': False,\r\n'shape': (2,3) }",
        "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2,3,)}"}) {
    Array a = parseNpy(npyText(header, data), "x");
    EXPECT_EQ(a.shape, (std::vector<int64_t>{2, 3})) << header;
    EXPECT_EQ(a.data.as<int32_t>()[1], 1) << header;
  }
  expectContains(
      npyRefusal(npyText(
          "{'descr': '<U8', 'fortran_order': False, 'shape': (1,)}", "1234")),
      "np.unique");
}

// What numpy.load takes as the name of a type (NumPy 2.4 on 64-bit Linux).
TEST(Npy, EveryNameOfAType) {
  std::string data(16, '\0');
  auto typeOf = [&](const std::string &name) {
    size_t count = 16;
    for (size_t width : {1, 2, 4, 8}) {
      std::string text =
          npyText(fmt::format("{{'descr': '{}', 'fortran_order': False, "
                              "'shape': ({},)}}",
                              name, count / width),
                  data);
      if (npyRefusal(text).empty())
        return nameOf(parseNpy(text, "x").type);
    }
    ADD_FAILURE() << name;
    return "";
  };
  for (auto [names, type] : std::vector<std::pair<std::string, DType>>{
           {"bool bool_ ? |? b1 |b1", DType::Bool},
           {"uint8 ubyte B |B u1 |u1 <u1", DType::U8},
           {"int8 byte b i1 >i1", DType::I8},
           {"uint16 ushort H <H", DType::U16},
           {"int16 short h >h", DType::I16},
           {"uint32 uintc I", DType::U32},
           {"int32 intc i i4 =i4", DType::I32},
           {"uint64 ulonglong uint ulong uintp L Q N P", DType::U64},
           {"int64 longlong int int_ long intp l q n p <l", DType::I64},
           {"float16 half e <e f2", DType::F16},
           {"float32 single f <f f4 |f4", DType::F32},
           {"float64 double float d >d f8", DType::F64}}) {
    std::istringstream in(names);
    for (std::string name; in >> name;)
      EXPECT_STREQ(typeOf(name), nameOf(type)) << name;
  }
  std::string swapped = "\x3f\x80";
  swapped += std::string(2, '\0');
  EXPECT_EQ(parseNpy(npyText("{'descr': '>f', 'fortran_order': False, 'shape': "
                             "(1,)}",
                             swapped),
                     "x")
                .data.as<float>()[0],
            1);
  struct {
    const char *descr, *word;
  } cases[] = {{"'<float32'", "no element type that NumPy knows"},
               {"'Float32'", "no element type that NumPy knows"},
               {"''", "no element type that NumPy knows"},
               {"'<'", "no element type that NumPy knows"},
               {"'f3x'", "no element type that NumPy knows"},
               {"'|V2'", "bfloat16"},
               {"'<c8'", "array.real"},
               {"'<m8[s]'", "durations"},
               {"'<f16'", "save array.astype('float32')"},
               {"'g'", "save array.astype('float32')"},
               {"'O'", "objects"},
               {"'f8,f4'", "records"},
               {"('<f4', (2,))", "records"}};
  for (const auto &c : cases)
    expectContains(npyRefusal(npyText(fmt::format("{{'descr': {}, "
                                                  "'fortran_order': False, "
                                                  "'shape': (1,)}}",
                                                  c.descr),
                                      "1234")),
                   c.word);
}

TEST(Npy, Abuse) {
  std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}";
  EXPECT_EQ(npyRefusal(npyText(good, "1234")), "");
  expectContains(npyRefusal(""), "mark");
  expectContains(npyRefusal("\x93NUMPY"), "mark");
  expectContains(npyRefusal(npyText(good, "123")), "3 follow");
  expectContains(npyRefusal(npyText(good, "12345")), "5 follow");
  expectContains(npyRefusal(std::string("\x93NUMPY\x09\x00\x01\x00{}", 12)),
                 "version 9");
  expectContains(npyRefusal(std::string("\x93NUMPY\x01\x00\xff\xff{}", 12)),
                 "longer than the file");
  struct {
    const char *header, *word;
  } cases[] = {
      {"", "'{'"},
      {"{'descr': '<f4'}", "lacks descr"},
      {"{'descr': '<U8', 'fortran_order': False, 'shape': (1,)}", "'<U8'"},
      {"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "'|O'"},
      {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",
       "records"},
      {"{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}", "True nor"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "shape"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (x,)}", "shape"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': "
       "(99999999999999999999,)}",
       "shape"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, "
       "4294967296)}",
       "larger than any memory"},
      {"{'descr': '<f4', 'evil': 1}", "evil"},
      {"{'descr': '<f4", "no end"}};
  for (const auto &c : cases)
    expectContains(npyRefusal(npyText(c.header, "1234")), c.word);
}

// numpy.savez_compressed(a = arange(200, f4) in 20x10, b = arange(6, >i2) in
// 2x3, Fortran order).
static const char compressed[] =
    "\x50\x4b\x03\x04\x2d\x00\x00\x00\x08\x00\x00\x00\x21\x00"
    "\xd3\xd7\x6d\x5d\xff\xff\xff\xff\xff\xff\xff\xff\x05\x00"
    "\x14\x00\x61\x2e\x6e\x70\x79\x01\x00\x10\x00\xa0\x03\x00"
    "\x00\x00\x00\x00\x00\x9e\x01\x00\x00\x00\x00\x00\x00\x9d"
    "\xc8\xef\x6b\x8d\x01\x18\x06\xe0\x77\x0c\x33\xc3\x30\x0c"
    "\xc3\x8b\x71\x36\x0e\xce\x66\x98\x19\x3b\xfb\x61\x7c\x40"
    "\xfb\x40\x51\xca\x96\x9d\xb5\x0f\xcb\xd6\xd9\x92\x42\x9d"
    "\x24\x2d\x49\x0b\x69\x49\x5a\x92\x96\xa4\x25\x69\x49\x5a"
    "\x92\x96\xa4\x25\x69\x49\x5a\x92\x96\xa4\x25\x69\x49\x72"
    "\xf1\x27\xb8\x7b\xae\xbb\x9e\xfb\xd2\xde\xfd\x7b\xea\x0e"
    "\xa6\x05\xc7\x82\x13\x91\xc6\x44\xfb\x91\x64\xa4\x2c\x8c"
    "\x94\x37\x95\x44\xa2\x61\xa4\xa9\x35\xd9\x91\x6c\x38\x7a"
    "\xb8\x35\xd9\x98\xf8\xbb\xd7\x36\xb4\xb4\x27\xec\xed\xcd"
    "\x0d\x6d\x09\x7f\x41\x71\x2c\x1a\x16\xc5\x0a\xa3\xe1\xa9"
    "\xf0\x3f\x93\x19\xfc\x4b\xaa\x42\xc5\x1d\x29\x7a\x18\x60"
    "\x84\xa0\x32\x08\xb2\x09\x89\x11\xa7\x8e\x7a\xda\x48\xd1"
    "\x49\x17\xdd\xf4\xd0\x4b\x1f\xfd\x0c\x30\xc8\x10\xc3\x8c"
    "\x30\xca\x18\xe3\x04\x55\x41\x90\x4e\x06\x59\x64\x93\x43"
    "\x2e\x79\x84\xe4\x53\x40\x94\x18\x25\x94\x52\x4e\x9c\x1a"
    "\x76\xb1\x9b\x3a\xf6\x71\x80\x43\xd4\xd3\x48\x33\x2d\xb4"
    "\xd1\xc1\x71\x4e\x92\xe2\x34\x67\x38\x4b\x27\xe7\x38\xcf"
    "\x05\xba\xb8\xc8\x65\xae\xd0\xcd\x55\xae\x71\x9d\x1e\x6e"
    "\x70\x93\x5b\xf4\x72\x9b\x3b\xdc\xa5\x8f\x7b\xdc\xe7\x01"
    "\xfd\x3c\xe4\x11\x8f\x19\xe0\x09\x4f\x79\xc6\x20\xcf\x79"
    "\xc1\x4b\x86\x78\xc5\x6b\xde\x30\xcc\x5b\xde\xf1\x9e\x11"
    "\x3e\xf0\x91\x4f\x8c\xf2\x99\x2f\x7c\x65\x8c\x6f\x7c\xe7"
    "\x07\xe3\xfc\xe4\x17\xbf\x09\xaa\x83\x20\x8d\x09\x4c\x24"
    "\x9d\x49\x4c\x66\x0a\x19\x4c\x25\x93\x69\x64\x31\x9d\x19"
    "\xcc\x24\x9b\x59\xcc\x66\x0e\x39\xcc\x65\x1e\xf3\xc9\x65"
    "\x01\x0b\x59\x44\x1e\x8b\x59\xc2\x52\x42\x96\xb1\x9c\x15"
    "\xe4\xb3\x92\x55\x44\x28\xa0\x90\xd5\xac\x21\xca\x5a\xd6"
    "\xb1\x9e\x18\x45\x14\xb3\x81\x12\x36\xb2\x89\xcd\x94\xb2"
    "\x85\x32\xb6\x52\xce\x36\xb6\x53\x41\x9c\x4a\xaa\xa8\xa6"
    "\x86\x1d\xd4\xb2\xb3\xfa\x0f\x50\x4b\x03\x04\x2d\x00\x00"
    "\x00\x08\x00\x00\x00\x21\x00\xe1\x1e\xfa\xa8\xff\xff\xff"
    "\xff\xff\xff\xff\xff\x05\x00\x14\x00\x62\x2e\x6e\x70\x79"
    "\x01\x00\x10\x00\x8c\x00\x00\x00\x00\x00\x00\x00\x51\x00"
    "\x00\x00\x00\x00\x00\x00\x9b\xec\x17\xea\x1b\x10\xc9\xc8"
    "\x50\xc6\x50\xad\x9e\x92\x5a\x9c\x5c\xa4\x6e\xa5\xa0\x6e"
    "\x97\x69\xa4\xae\xa3\xa0\x9e\x96\x5f\x54\x52\x94\x98\x17"
    "\x9f\x5f\x94\x92\x0a\x12\x0f\x29\x2a\x4d\x05\x0a\x17\x67"
    "\x24\x16\xa4\x02\xb9\x1a\x46\x3a\x0a\xc6\x9a\x3a\x0a\xb5"
    "\x0a\xe4\x03\x2e\x06\x06\x06\x66\x06\x46\x06\x16\x06\x26"
    "\x06\x56\x00\x50\x4b\x01\x02\x2d\x03\x2d\x00\x00\x00\x08"
    "\x00\x00\x00\x21\x00\xd3\xd7\x6d\x5d\x9e\x01\x00\x00\xa0"
    "\x03\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x80\x01\x00\x00\x00\x00\x61\x2e\x6e\x70\x79\x50\x4b"
    "\x01\x02\x2d\x03\x2d\x00\x00\x00\x08\x00\x00\x00\x21\x00"
    "\xe1\x1e\xfa\xa8\x51\x00\x00\x00\x8c\x00\x00\x00\x05\x00"
    "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01\xd5\x01"
    "\x00\x00\x62\x2e\x6e\x70\x79\x50\x4b\x05\x06\x00\x00\x00"
    "\x00\x02\x00\x02\x00\x66\x00\x00\x00\x5d\x02\x00\x00\x00"
    "\x00";

TEST(Npz, ReadsDeflatedMembers) {
  std::string bytes(compressed, sizeof compressed - 1);
  std::vector<NamedArray> arrays = parseNpz(bytes, "x.npz");
  ASSERT_EQ(arrays.size(), 2u);
  const Array *a = findArray(arrays, "a"), *b = findArray(arrays, "b");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->shape, (std::vector<int64_t>{20, 10}));
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ(a->data.as<float>()[i], static_cast<float>(i));
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(b->data.as<int16_t>()[i], i);
}

TEST(Npz, DamagedByteIsNoticed) {
  std::string bytes(compressed, sizeof compressed - 1);
  int refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string bad = bytes;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    try {
      parseNpz(bad, "x");
    } catch (const Error &) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100); // times, attributes and the like may change
  EXPECT_THROW(parseNpz("", "x"), Error);
  EXPECT_THROW(parseNpz(bytes.substr(0, bytes.size() / 2), "x"), Error);
}

TEST(Npz, OfNothing) {
  std::string path = freshFolder() + "/none.npz";
  writeNpz(path, {});
  EXPECT_EQ(readNpz(path).size(), 0u);
  EXPECT_EQ(namesInNpz(path).size(), 0u);
}

TEST(Npz, RoundTripIsBytewiseRepeatable) {
  std::string folder = freshFolder();
  std::vector<float> w{1, 2, 3};
  std::vector<double> s{4};
  std::vector<ArrayView> views{view("stage.b.w", DType::F32, {3}, w),
                               view("loss", DType::F64, {}, s)};
  writeNpz(folder + "/a.npz", views);
  writeNpz(folder + "/b.npz", views);
  EXPECT_EQ(readFile(folder + "/a.npz", 1 << 20),
            readFile(folder + "/b.npz", 1 << 20));
  std::vector<NamedArray> arrays = readNpz(folder + "/a.npz");
  EXPECT_EQ(findArray(arrays, "stage.b.w")->data.as<float>()[2], 3);
  EXPECT_EQ(readNpz(folder + "/a.npz", {"loss"}).size(), 1u);
  EXPECT_THROW(writeNpz("/dev/full", views), Error);
  EXPECT_THROW(writeNpz(folder + "/no/a.npz", views), Error);
  EXPECT_THROW(readNpz(folder + "/none.npz"), Error);
}

//===----------------------------------------------------------------------===//
// IDX and gzip
//===----------------------------------------------------------------------===//

TEST(Idx, ReadsAndRefuses) {
  std::string good("\0\0\x08\x02\0\0\0\2\0\0\0\3abcdef", 18);
  Array a = parseIdx(good, "x");
  EXPECT_EQ(a.shape, (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(a.data.as<uint8_t>()[5], 'f');
  Array wide = parseIdx(std::string("\0\0\x0c\x01\0\0\0\1\1\2\3\4", 12), "x");
  EXPECT_EQ(wide.data.as<int32_t>()[0], 0x01020304);
  for (std::string bad :
       {std::string(), good.substr(0, 3), good.substr(0, 10),
        good.substr(0, 17), good + "g", "x" + good,
        std::string("\0\0\x07\1\0\0\0\1a", 9), std::string("\0\0\x08\0", 4),
        std::string("\0\0\x08\xff", 4),
        std::string(
            "\0\0\x08\3\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16)})
    EXPECT_THROW(parseIdx(bad, "x"), Error) << bad.size();
}

TEST(Gzip, WholeDamagedAndTooLarge) {
  std::string path = freshFolder() + "/x.gz";
  std::string text(100000, 'a');
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  EXPECT_EQ(readMaybeGzip(path, 1 << 20), text);
  EXPECT_THROW(readMaybeGzip(path, 1000), Error);
  std::string packed = readFile(path, 1 << 20);
  EXPECT_EQ(gunzip(packed + packed, "x", 1 << 20), text + text);
  EXPECT_THROW(gunzip(packed.substr(0, packed.size() - 9), "x", 1 << 20),
               Error);
  packed[packed.size() / 2] ^= 1;
  EXPECT_THROW(gunzip(packed, "x", 1 << 20), Error);
}
