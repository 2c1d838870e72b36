//===- Picture.cpp - PNG and JPEG -----------------------------------------===//
//
// libpng and libjpeg leave by longjmp when something is wrong: between setjmp
// and their calls there is nothing that must be destroyed.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Picture.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <csetjmp>
#include <cstdio>
#include <cstring>

// In this order: the codes of messages are those of the types.
#include <jpeglib.h>

#include <jerror.h>
#include <png.h>

namespace dnd::rt {
namespace {

constexpr int64_t mostPixels = int64_t{1} << 26;

/// Deflate makes at most 1032 bytes of one, of 8 pixels each; Huffman codes of
/// JPEG take at least a bit for 64 pixels. Only arithmetic codes go beyond, in
/// pictures of a single colour: more is what a few bytes claim so that the
/// reader is kept busy.
constexpr int64_t mostPixelsOfByte = 1032 * 8;

/// What a decoder reads from, writes to, and how it ends.
struct Decoding {
  std::string_view bytes;
  size_t position = 0;
  Picture picture;
  std::vector<uint8_t *> rows;
  char message[JMSG_LENGTH_MAX] = "";
  jmp_buf out;

  [[noreturn]] void stop(const char *text) {
    std::snprintf(message, sizeof(message), "%s", text);
    std::longjmp(out, 1);
  }
  /// Room for the pixels; not between setjmp and calls of a library.
  void makeRoom() {
    Picture &p = picture;
    p.pixels.resize(static_cast<size_t>(p.channels * p.height * p.width));
    for (int64_t y = 0; y < p.height; ++y)
      rows.push_back(p.pixels.data() + y * p.width * p.channels);
  }
  bool isTooLarge() const {
    return picture.height > mostPixels / std::max<int64_t>(picture.width, 1);
  }
  bool isBeyondItsBytes() const {
    return !isTooLarge() &&
           picture.height * picture.width >
               mostPixelsOfByte * static_cast<int64_t>(bytes.size());
  }
  bool isRefused() const { return isTooLarge() || isBeyondItsBytes(); }
};

//===----------------------------------------------------------------------===//
// PNG
//===----------------------------------------------------------------------===//

struct Png {
  png_structp png = nullptr;
  png_infop info = nullptr;
  ~Png() { png_destroy_read_struct(&png, &info, nullptr); }
};

void pngError(png_structp png, png_const_charp text) {
  static_cast<Decoding *>(png_get_error_ptr(png))->stop(text);
}

void pngWarning(png_structp, png_const_charp) {}

void pngRead(png_structp png, png_bytep to, size_t count) {
  auto *d = static_cast<Decoding *>(png_get_io_ptr(png));
  if (count > d->bytes.size() - d->position)
    d->stop("it ends too early");
  std::memcpy(to, d->bytes.data() + d->position, count);
  d->position += count;
}

bool readPngHeader(Decoding &d, Png &p) {
  if (setjmp(d.out))
    return false;
  png_set_read_fn(p.png, &d, pngRead);
  png_set_user_limits(p.png, 1 << 24, 1 << 24);
  png_read_info(p.png, p.info);
  png_set_expand(p.png);
  png_set_scale_16(p.png);
  png_set_strip_alpha(p.png);
  if (png_get_interlace_type(p.png, p.info) != PNG_INTERLACE_NONE)
    png_set_interlace_handling(p.png);
  png_read_update_info(p.png, p.info);
  d.picture.height = png_get_image_height(p.png, p.info);
  d.picture.width = png_get_image_width(p.png, p.info);
  d.picture.channels = png_get_channels(p.png, p.info);
  return true;
}

bool readPngRows(Decoding &d, Png &p) {
  if (setjmp(d.out))
    return false;
  png_read_image(p.png, d.rows.data());
  png_read_end(p.png, nullptr);
  return true;
}

bool decodePng(Decoding &d) {
  Png p;
  p.png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &d, pngError, pngWarning);
  p.info = p.png ? png_create_info_struct(p.png) : nullptr;
  if (!p.info)
    throw std::bad_alloc();
  if (!readPngHeader(d, p))
    return false;
  if (d.isRefused())
    return true;
  d.makeRoom();
  return readPngRows(d, p);
}

//===----------------------------------------------------------------------===//
// JPEG
//===----------------------------------------------------------------------===//

struct Jpeg {
  jpeg_decompress_struct state{};
  jpeg_error_mgr errors{};
  ~Jpeg() { jpeg_destroy_decompress(&state); }
};

void jpegError(j_common_ptr state) {
  auto *d = static_cast<Decoding *>(state->client_data);
  char text[JMSG_LENGTH_MAX];
  state->err->format_message(state, text);
  d->stop(text);
}

/// Whether a warning leaves all pixels as they were written: bytes beside the
/// segments (cameras fill up with them), marks of a version or a colour
/// transformation that are not known, a range of coefficients that has no
/// meaning where they stand in sequence.
bool isHarmless(int warning) {
  return warning == JWRN_EXTRANEOUS_DATA || warning == JWRN_JFIF_MAJOR ||
         warning == JWRN_ADOBE_XFORM || warning == JWRN_NOT_SEQUENTIAL;
}

/// Other warnings are faults of the data: what libjpeg fills in for them is
/// nobody's picture.
void jpegMessage(j_common_ptr state, int level) {
  if (level < 0 && !isHarmless(state->err->msg_code))
    jpegError(state);
}

bool readJpegHeader(Decoding &d, Jpeg &j) {
  if (setjmp(d.out))
    return false;
  jpeg_create_decompress(&j.state);
  jpeg_mem_src(&j.state,
               reinterpret_cast<const unsigned char *>(d.bytes.data()),
               d.bytes.size());
  jpeg_read_header(&j.state, TRUE);
  bool isColour = j.state.num_components >= 3;
  if (j.state.num_components == 4)
    d.stop("it has four channels (CMYK), which are not read");
  j.state.out_color_space = isColour ? JCS_RGB : JCS_GRAYSCALE;
  j.state.dct_method = JDCT_ISLOW;
  d.picture.channels = isColour ? 3 : 1;
  d.picture.height = j.state.image_height;
  d.picture.width = j.state.image_width;
  return true;
}

bool readJpegRows(Decoding &d, Jpeg &j) {
  if (setjmp(d.out))
    return false;
  jpeg_start_decompress(&j.state);
  while (j.state.output_scanline < j.state.output_height) {
    JSAMPROW row = d.rows[j.state.output_scanline];
    jpeg_read_scanlines(&j.state, &row, 1);
  }
  jpeg_finish_decompress(&j.state);
  return true;
}

bool decodeJpeg(Decoding &d) {
  Jpeg j;
  j.state.err = jpeg_std_error(&j.errors);
  j.state.client_data = &d;
  j.errors.error_exit = jpegError;
  j.errors.emit_message = jpegMessage;
  if (!readJpegHeader(d, j))
    return false;
  if (d.isRefused())
    return true;
  d.makeRoom();
  return readJpegRows(d, j);
}

//===----------------------------------------------------------------------===//
// Channels
//===----------------------------------------------------------------------===//

Picture withChannels(Picture from, int64_t channels) {
  if (from.channels == channels)
    return from;
  Picture to{channels, from.height, from.width, {}};
  auto pixels = static_cast<size_t>(from.height * from.width);
  to.pixels.resize(pixels * static_cast<size_t>(channels));
  for (size_t i = 0; i < pixels; ++i) {
    if (channels == 3) {
      std::fill_n(to.pixels.begin() + static_cast<std::ptrdiff_t>(3 * i), 3,
                  from.pixels[i]);
      continue;
    }
    const uint8_t *p = from.pixels.data() + 3 * i;
    // In 16 bits behind the point, rounded; the weights sum up to 65536.
    to.pixels[i] = static_cast<uint8_t>(
        (19595u * p[0] + 38470u * p[1] + 7471u * p[2] + 0x8000u) >> 16);
  }
  return to;
}

bool beginsWith(std::string_view bytes, std::initializer_list<int> magic) {
  size_t i = 0;
  return bytes.size() >= magic.size() &&
         std::all_of(magic.begin(), magic.end(), [&](int byte) {
           return static_cast<uint8_t>(bytes[i++]) == byte;
         });
}

} // namespace

bool isPictureName(std::string_view name) {
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos)
    return false;
  std::string ending(name.substr(dot + 1));
  for (char &c : ending)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending == "png" || ending == "jpg" || ending == "jpeg";
}

Picture decodePicture(std::string_view bytes, const std::string &path,
                      int64_t channels) {
  Decoding d;
  d.bytes = bytes;
  bool isPng = beginsWith(bytes, {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
  bool isJpeg = beginsWith(bytes, {0xff, 0xd8, 0xff});
  if (!isPng && !isJpeg)
    throw Error(Exit::Data, fmt::format("'{}' is {} PNG or JPEG picture", path,
                                        bytes.empty() ? "empty, no" : "no"));
  bool done = isPng ? decodePng(d) : decodeJpeg(d);
  if (!done)
    throw Error(Exit::Data,
                fmt::format("'{}' is a damaged {} picture: {}", path,
                            isPng ? "PNG" : "JPEG", d.message));
  if (d.isTooLarge())
    throw Error(Exit::Data,
                fmt::format("'{}' has {} x {} pixels; pictures have at most {}",
                            path, d.picture.width, d.picture.height,
                            mostPixels));
  if (d.isBeyondItsBytes())
    throw Error(
        Exit::Data,
        fmt::format("'{}' claims {} x {} pixels, more than its {} bytes "
                    "can hold",
                    path, d.picture.width, d.picture.height, bytes.size()));
  return withChannels(std::move(d.picture), channels);
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

namespace {
/// What one place of a resized line is made of.
struct Taps {
  int64_t first = 0;
  std::vector<double> weights;
};
} // namespace

static std::vector<Taps> tapsOf(int64_t from, int64_t to) {
  double scale = static_cast<double>(from) / static_cast<double>(to);
  double reach = std::max(scale, 1.0);
  std::vector<Taps> taps(static_cast<size_t>(to));
  for (int64_t i = 0; i < to; ++i) {
    Taps &t = taps[static_cast<size_t>(i)];
    double centre = (static_cast<double>(i) + 0.5) * scale;
    t.first = std::max<int64_t>(0, static_cast<int64_t>(centre - reach + 0.5));
    int64_t last = std::min(from, static_cast<int64_t>(centre + reach + 0.5));
    double sum = 0;
    for (int64_t k = t.first; k < last; ++k) {
      double distance =
          std::abs((static_cast<double>(k) + 0.5 - centre) / reach);
      t.weights.push_back(std::max(0.0, 1 - distance));
      sum += t.weights.back();
    }
    for (double &w : t.weights)
      w /= sum;
  }
  return taps;
}

static uint8_t rounded(double x) {
  return static_cast<uint8_t>(std::clamp(x + 0.5, 0.0, 255.0));
}

static Picture resizeRows(const Picture &from, int64_t width) {
  Picture to{from.channels, from.height, width, {}};
  to.pixels.reserve(static_cast<size_t>(to.channels * to.height * to.width));
  std::vector<Taps> taps = tapsOf(from.width, width);
  for (int64_t y = 0; y < from.height; ++y)
    for (const Taps &t : taps)
      for (int64_t c = 0; c < from.channels; ++c) {
        double sum = 0;
        const uint8_t *p =
            from.pixels.data() + (y * from.width + t.first) * from.channels + c;
        for (double w : t.weights) {
          sum += w * *p;
          p += from.channels;
        }
        to.pixels.push_back(rounded(sum));
      }
  return to;
}

static Picture resizeColumns(const Picture &from, int64_t height) {
  Picture to{from.channels, height, from.width, {}};
  to.pixels.reserve(static_cast<size_t>(to.channels * to.height * to.width));
  int64_t row = from.width * from.channels;
  for (const Taps &t : tapsOf(from.height, height))
    for (int64_t i = 0; i < row; ++i) {
      double sum = 0;
      const uint8_t *p = from.pixels.data() + t.first * row + i;
      for (double w : t.weights) {
        sum += w * *p;
        p += row;
      }
      to.pixels.push_back(rounded(sum));
    }
  return to;
}

Picture resizePicture(const Picture &from, int64_t height, int64_t width) {
  Picture wide = from.width == width ? from : resizeRows(from, width);
  return wide.height == height ? wide : resizeColumns(wide, height);
}

Picture cropMiddle(const Picture &from, int64_t height, int64_t width) {
  Picture to{from.channels,
             std::min(height, from.height),
             std::min(width, from.width),
             {}};
  int64_t top = (from.height - to.height) / 2;
  int64_t left = (from.width - to.width) / 2;
  for (int64_t y = 0; y < to.height; ++y) {
    const uint8_t *row =
        from.pixels.data() + ((top + y) * from.width + left) * from.channels;
    to.pixels.insert(to.pixels.end(), row, row + to.width * to.channels);
  }
  return to;
}

} // namespace dnd::rt
