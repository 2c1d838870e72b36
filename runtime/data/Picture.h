//===- Picture.h - PNG and JPEG ---------------------------------*- C++ -*-===//
#ifndef RUNTIME_DATA_PICTURE_H
#define RUNTIME_DATA_PICTURE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

/// Bytes of pixels, row by row, the channels of a pixel beside each other: grey
/// or red, green, blue.
struct Picture {
  int64_t channels = 1, height = 0, width = 0;
  std::vector<uint8_t> pixels;
};

/// Whether a file's name ends as those of pictures do (.png, .jpg, .jpeg).
bool isPictureName(std::string_view name);

/// Decodes a PNG or JPEG file to 8 bits, grey (`channels` 1) or colour (3).
/// Colour becomes grey by 0.299 red + 0.587 green + 0.114 blue, transparency is
/// dropped, gamma and orientation are not looked at. Throws Error(Data) naming
/// `path` for other formats, damaged files and pictures of more than 2^26
/// pixels.
Picture decodePicture(std::string_view bytes, const std::string &path,
                      int64_t channels);

/// The picture in another size: weights of a triangle, as wide as a pixel of
/// the smaller of both sizes, so that nothing of a larger picture is lost.
Picture resizePicture(const Picture &from, int64_t height, int64_t width);

/// The middle of the picture, of that size at most.
Picture cropMiddle(const Picture &from, int64_t height, int64_t width);

} // namespace dnd::rt

#endif // RUNTIME_DATA_PICTURE_H
