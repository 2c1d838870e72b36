//===- FuzzRuntime.cpp - Any bytes through the readers of the runtime -----===//
//
// One program for each reader, chosen by DND_FUZZ_READER: whatever the bytes,
// the reader returns or throws Error; what it returns is sound.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Model.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Xz.h"
#include "runtime/data/Cifar.h"
#include "runtime/data/Csv.h"
#include "runtime/data/Idx.h"
#include "runtime/data/Numpy.h"
#include "runtime/data/Picture.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <zlib.h>

using namespace dnd::rt;

static void require(bool condition) {
  if (!condition)
    std::abort();
}

static void checkArray(const Array &a) {
  require(a.elements == elementCount(a.shape));
  require(a.data.size() == static_cast<size_t>(a.elements) * sizeOf(a.type));
}

[[maybe_unused]] static void safetensors(std::string_view bytes) {
  // The first two bytes stand for the size of the data part.
  if (bytes.size() < 2)
    return;
  auto at = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  int64_t size = at(0) | at(1) << 8, position = 0;
  Metadata metadata;
  for (const TensorSlice &s :
       parseSafetensorsHeader(bytes.substr(2), size, "fuzz", metadata)) {
    require(s.begin == position && s.end >= s.begin);
    require(s.end - s.begin ==
            elementCount(s.shape) * static_cast<int64_t>(sizeOf(s.type)));
    position = s.end;
  }
  require(position == size);
}

[[maybe_unused]] static void npy(std::string_view bytes) {
  Array a = parseNpy(bytes, "fuzz");
  checkArray(a);
  // What was read is written and read again without a change.
  Array b = parseNpy(npyBytes(viewOf("", a)), "again");
  require(a.type == b.type && a.shape == b.shape &&
          std::memcmp(a.data.data(), b.data.data(), a.data.size()) == 0);
}

[[maybe_unused]] static void npz(std::string_view bytes) {
  for (const NamedArray &a : parseNpz(bytes, "fuzz"))
    checkArray(a.array);
}

[[maybe_unused]] static void idx(std::string_view bytes) {
  checkArray(parseIdx(bytes, "fuzz"));
}

[[maybe_unused]] static void cifar(std::string_view bytes) {
  // The first byte stands for the number of those before a label.
  if (bytes.empty())
    return;
  std::vector<int32_t> labels;
  std::string pixels;
  parseCifar(bytes.substr(1), "fuzz", bytes[0] & 1, labels, pixels);
  require(pixels.size() == labels.size() * cifarPixels);
}

/// The checksums of the chunks of a PNG as they should be, since no change of
/// the fuzzer would come through them.
static std::string withChecksums(std::string_view bytes) {
  std::string png(bytes);
  auto at = [&](size_t i) { return static_cast<unsigned char>(png[i]); };
  for (size_t i = 8; i + 12 <= png.size();) {
    size_t size =
        size_t{at(i)} << 24 | at(i + 1) << 16 | at(i + 2) << 8 | at(i + 3);
    if (size > png.size() - i - 12)
      break;
    uLong sum = crc32(0, reinterpret_cast<Bytef *>(&png[i + 4]),
                      static_cast<uInt>(size + 4));
    for (size_t k = 0; k < 4; ++k)
      png[i + 8 + size + k] = static_cast<char>(sum >> (24 - 8 * k));
    i += size + 12;
  }
  return png;
}

[[maybe_unused]] static void picture(std::string_view bytes) {
  bool isPng = bytes.substr(0, 4) == "\x89PNG";
  Picture p = decodePicture(isPng ? withChecksums(bytes) : bytes, "fuzz",
                            bytes.size() % 2 ? 3 : 1);
  require(p.pixels.size() ==
          static_cast<size_t>(p.channels * p.height * p.width));
  if (p.pixels.empty())
    return;
  Picture small = resizePicture(p, 5, 3);
  require(small.pixels.size() == static_cast<size_t>(15 * p.channels));
  Picture middle = cropMiddle(small, 2, 9);
  require(middle.height == 2 && middle.width == 3);
}

[[maybe_unused]] static void packed(std::string_view bytes) {
  constexpr int64_t limit = 1 << 24;
  std::string text =
      isXz(bytes) ? unxz(bytes, "fuzz", limit) : gunzip(bytes, "fuzz", limit);
  require(static_cast<int64_t>(text.size()) <= limit);
}

[[maybe_unused]] static void csv(std::string_view bytes) {
  CsvTable table = parseCsv(bytes, "fuzz", {.label = "label"});
  require(table.rows.size() == table.lines.size());
  for (size_t r = 0; r < table.rows.size(); ++r) {
    require(table.rows[r].size() == table.columns);
    for (size_t c = 0; c < table.columns; ++c)
      try {
        csvNumber(table, r, c, "fuzz");
      } catch (const Error &) {
      }
  }
}

[[maybe_unused]] static void descriptor(std::string_view bytes) {
  Descriptor d = parseDescriptor(bytes);
  for (const ParamInfo &p : d.params)
    require(p.mask < static_cast<int>(d.tables.size()) &&
            p.group < static_cast<int>(d.groups.size()));
  for (const TargetInfo &t : d.targets)
    require(t.output < static_cast<int>(d.outputs.size()));
  Value v;
  std::string error;
  require(parseJson(bytes, v, error));
  Value again;
  require(parseJson(v.dump(2), again, error) && again.dump() == v.dump());
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  try {
    DND_FUZZ_READER({reinterpret_cast<const char *>(data), size});
  } catch (const Error &) {
  }
  return 0;
}
