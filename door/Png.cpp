//===- Png.cpp - Small pictures as PNG ------------------------------------===//
#include "door/Png.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <string_view>
#include <zlib.h>

namespace dnd::door {

void Image::put(const Image &other, int64_t x, int64_t y) {
  for (int64_t row = 0; row < other.height; ++row)
    std::copy_n(other.pixels.data() + 3 * row * other.width, 3 * other.width,
                pixels.data() + 3 * ((y + row) * width + x));
}

static void putWord(std::string &out, uint32_t word) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(word >> shift & 255);
}

static void putChunk(std::string &out, std::string_view kind,
                     const std::string &data) {
  putWord(out, static_cast<uint32_t>(data.size()));
  std::string body = std::string(kind) + data;
  out += body;
  putWord(out, static_cast<uint32_t>(
                   ::crc32(0, reinterpret_cast<const Bytef *>(body.data()),
                           static_cast<uInt>(body.size()))));
}

std::string pngBytes(const Image &image) {
  std::string rows;
  for (int64_t y = 0; y < image.height; ++y) {
    rows += '\0'; // no filter
    rows.append(reinterpret_cast<const char *>(image.pixels.data()) +
                    3 * y * image.width,
                static_cast<size_t>(3 * image.width));
  }
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  std::string packed(size, '\0');
  if (::compress2(reinterpret_cast<Bytef *>(packed.data()), &size,
                  reinterpret_cast<const Bytef *>(rows.data()),
                  static_cast<uLong>(rows.size()), 9) != Z_OK)
    throw std::bad_alloc();
  packed.resize(size);
  std::string out = "\x89PNG\r\n\x1a\n", head;
  putWord(head, static_cast<uint32_t>(image.width));
  putWord(head, static_cast<uint32_t>(image.height));
  head += std::string("\x08\x02\x00\x00\x00", 5); // 8 bits, RGB
  putChunk(out, "IHDR", head);
  putChunk(out, "IDAT", packed);
  putChunk(out, "IEND", "");
  return out;
}

std::string base64(const std::string &bytes) {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    size_t count = std::min<size_t>(3, bytes.size() - i);
    for (size_t k = 0; k < 3; ++k)
      group = group << 8 |
              (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (size_t k = 0; k < 4; ++k)
      out += k <= count ? letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

Image signedImage(const double *numbers, int64_t width, int64_t height,
                  double limit) {
  Image image(width, height);
  if (limit <= 0)
    for (int64_t i = 0; i < width * height; ++i)
      if (std::isfinite(numbers[i]))
        limit = std::max(limit, std::abs(numbers[i]));
  for (int64_t i = 0; i < width * height; ++i) {
    double x = limit > 0 && std::isfinite(numbers[i])
                   ? std::clamp(numbers[i] / limit, -1.0, 1.0)
                   : 0;
    auto fade = [&](double full) {
      return static_cast<uint8_t>(
          std::lround(255 - (255 - full) * std::abs(x)));
    };
    if (x >= 0)
      image.set(i % width, i / width, fade(178), fade(24), fade(43));
    else
      image.set(i % width, i / width, fade(33), fade(102), fade(172));
  }
  return image;
}

Image greyImage(const double *numbers, int64_t width, int64_t height) {
  Image image(width, height);
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (int64_t i = 0; i < width * height; ++i)
    if (std::isfinite(numbers[i])) {
      low = std::min(low, numbers[i]);
      high = std::max(high, numbers[i]);
    }
  for (int64_t i = 0; i < width * height; ++i) {
    double share = high > low && std::isfinite(numbers[i])
                       ? (numbers[i] - low) / (high - low)
                       : 0;
    auto grey = static_cast<uint8_t>(std::lround(255 * share));
    image.set(i % width, i / width, grey, grey, grey);
  }
  return image;
}

Image sheet(const std::vector<Image> &images, int64_t columns) {
  if (images.empty())
    return {};
  auto count = static_cast<int64_t>(images.size());
  columns = std::min(columns, count);
  int64_t rows = (count + columns - 1) / columns;
  int64_t w = images[0].width + 1, h = images[0].height + 1;
  Image out(columns * w - 1, rows * h - 1, 200);
  for (int64_t i = 0; i < count; ++i)
    out.put(images[static_cast<size_t>(i)], i % columns * w, i / columns * h);
  return out;
}

} // namespace dnd::door
