//===- Png.h - Small pictures as PNG ----------------------------*- C++ -*-===//
#ifndef DND_DOOR_PNG_H
#define DND_DOOR_PNG_H

#include <cstdint>
#include <string>
#include <vector>

namespace dnd::door {

/// RGB, three bytes a pixel, rows from the top.
struct Image {
  int64_t width = 0, height = 0;
  std::vector<uint8_t> pixels;

  Image() = default;
  Image(int64_t width, int64_t height, uint8_t grey = 255)
      : width(width), height(height),
        pixels(static_cast<size_t>(3 * width * height), grey) {}
  void set(int64_t x, int64_t y, uint8_t r, uint8_t g, uint8_t b) {
    uint8_t *p = pixels.data() + 3 * (y * width + x);
    p[0] = r, p[1] = g, p[2] = b;
  }
  /// Copies `other` with its corner at (x, y).
  void put(const Image &other, int64_t x, int64_t y);
};

/// The file (PNG specification, 8 bits RGB, one zlib stream).
std::string pngBytes(const Image &image);
std::string base64(const std::string &bytes);

/// Numbers from -limit to limit as blue, white, red; a limit of 0 stands for
/// the largest magnitude. Row-major.
Image signedImage(const double *numbers, int64_t width, int64_t height,
                  double limit = 0);
/// Numbers from the smallest (black) to the largest (white).
Image greyImage(const double *numbers, int64_t width, int64_t height);
/// Pictures of one size side by side in `columns`, one pixel apart.
Image sheet(const std::vector<Image> &images, int64_t columns);

} // namespace dnd::door

#endif // DND_DOOR_PNG_H
