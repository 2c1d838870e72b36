//===- PictureTest.cpp - PNG and JPEG -------------------------------------===//
//
// Pictures of every kind of PNG written by libpng, JPEG by libjpeg; sizes;
// damaged files.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Picture.h"
#include "runtime/core/Error.h"

#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

#include <jpeglib.h>
#include <png.h>

using namespace dnd::rt;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

/// A PNG file of rows of bytes as the format has them.
std::string png(int width, int height, int depth, int type,
                std::vector<std::vector<uint8_t>> rows,
                int interlace = PNG_INTERLACE_NONE) {
  std::string out;
  png_structp p =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(p);
  png_set_write_fn(
      p, &out,
      [](png_structp w, png_bytep bytes, size_t count) {
        static_cast<std::string *>(png_get_io_ptr(w))
            ->append(reinterpret_cast<char *>(bytes), count);
      },
      nullptr);
  png_set_IHDR(p, info, static_cast<png_uint_32>(width),
               static_cast<png_uint_32>(height), depth, type, interlace,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_color palette[] = {{10, 20, 30}, {200, 100, 50}, {0, 0, 0}, {9, 9, 9}};
  if (type == PNG_COLOR_TYPE_PALETTE)
    png_set_PLTE(p, info, palette, 4);
  std::vector<png_bytep> pointers;
  for (std::vector<uint8_t> &row : rows)
    pointers.push_back(row.data());
  png_set_rows(p, info, pointers.data());
  png_write_png(p, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&p, &info);
  return out;
}

/// A JPEG file of the best quality.
std::string jpeg(int width, int height, int channels,
                 const std::vector<uint8_t> &pixels, bool progressive = false) {
  jpeg_compress_struct j{};
  jpeg_error_mgr errors{};
  j.err = jpeg_std_error(&errors);
  jpeg_create_compress(&j);
  unsigned char *memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&j, &memory, &size);
  j.image_width = static_cast<JDIMENSION>(width);
  j.image_height = static_cast<JDIMENSION>(height);
  j.input_components = channels;
  j.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&j);
  jpeg_set_quality(&j, 100, TRUE);
  for (int c = 0; c < channels; ++c)
    j.comp_info[c].h_samp_factor = j.comp_info[c].v_samp_factor = 1;
  if (progressive)
    jpeg_simple_progression(&j);
  jpeg_start_compress(&j, TRUE);
  while (j.next_scanline < j.image_height) {
    auto row = const_cast<JSAMPROW>(pixels.data() +
                                    j.next_scanline * width * channels);
    jpeg_write_scanlines(&j, &row, 1);
  }
  jpeg_finish_compress(&j);
  std::string out(reinterpret_cast<char *>(memory), size);
  jpeg_destroy_compress(&j);
  std::free(memory);
  return out;
}

/// Hills that JPEG hardly changes.
std::vector<uint8_t> hills(int width, int height, int channels) {
  std::vector<uint8_t> pixels;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        pixels.push_back(static_cast<uint8_t>(20 + 5 * x + 3 * y + 40 * c));
  return pixels;
}

std::string refusal(std::string_view bytes) {
  try {
    decodePicture(bytes, "a.png", 3);
  } catch (const Error &e) {
    EXPECT_EQ(e.code, Exit::Data);
    return e.what();
  }
  return "";
}

} // namespace

TEST(Picture, ReadsEveryKindOfPng) {
  std::string grey = png(3, 2, 8, PNG_COLOR_TYPE_GRAY, {{1, 2, 3}, {4, 5, 6}});
  Picture p = decodePicture(grey, "a.png", 1);
  EXPECT_EQ(p.height, 2);
  EXPECT_EQ(p.width, 3);
  EXPECT_THAT(p.pixels, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(
      decodePicture(grey, "a.png", 3).pixels,
      ElementsAre(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6));
  // One, two and four bits are spread over the whole range.
  EXPECT_THAT(
      decodePicture(png(3, 1, 1, PNG_COLOR_TYPE_GRAY, {{0xA0}}), "a", 1).pixels,
      ElementsAre(255, 0, 255));
  EXPECT_THAT(
      decodePicture(png(4, 1, 2, PNG_COLOR_TYPE_GRAY, {{0x1B}}), "a", 1).pixels,
      ElementsAre(0, 85, 170, 255));
  // 16 bits are rounded, not cut off.
  EXPECT_THAT(decodePicture(png(2, 1, 16, PNG_COLOR_TYPE_GRAY,
                                {{0x81, 0x7F, 0x01, 0x00}}),
                            "a", 1)
                  .pixels,
              ElementsAre(129, 1));
  EXPECT_THAT(
      decodePicture(png(2, 1, 8, PNG_COLOR_TYPE_PALETTE, {{1, 0}}), "a", 3)
          .pixels,
      ElementsAre(200, 100, 50, 10, 20, 30));
  std::string colour =
      png(2, 1, 8, PNG_COLOR_TYPE_RGB, {{255, 0, 0, 0, 255, 10}});
  EXPECT_THAT(decodePicture(colour, "a", 3).pixels,
              ElementsAre(255, 0, 0, 0, 255, 10));
  EXPECT_THAT(decodePicture(colour, "a", 1).pixels, ElementsAre(76, 151));
  // Transparency is dropped, of colour and of grey.
  EXPECT_THAT(
      decodePicture(png(1, 1, 8, PNG_COLOR_TYPE_RGBA, {{7, 8, 9, 0}}), "a", 3)
          .pixels,
      ElementsAre(7, 8, 9));
  EXPECT_THAT(
      decodePicture(png(1, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, {{7, 0}}), "a", 1)
          .pixels,
      ElementsAre(7));
  std::vector<std::vector<uint8_t>> rows(9, std::vector<uint8_t>(11));
  uint8_t next = 0;
  for (auto &row : rows)
    for (uint8_t &x : row)
      x = next += 2;
  EXPECT_EQ(
      decodePicture(png(11, 9, 8, PNG_COLOR_TYPE_GRAY, rows), "a", 1).pixels,
      decodePicture(
          png(11, 9, 8, PNG_COLOR_TYPE_GRAY, rows, PNG_INTERLACE_ADAM7), "a", 1)
          .pixels);
}

TEST(Picture, ReadsJpeg) {
  for (int channels : {1, 3})
    for (bool progressive : {false, true}) {
      std::vector<uint8_t> pixels = hills(19, 13, channels);
      Picture p = decodePicture(jpeg(19, 13, channels, pixels, progressive),
                                "a.jpg", channels);
      EXPECT_EQ(p.width, 19);
      EXPECT_EQ(p.height, 13);
      ASSERT_EQ(p.pixels.size(), pixels.size());
      for (size_t i = 0; i < pixels.size(); ++i)
        EXPECT_NEAR(p.pixels[i], pixels[i], 4) << i;
    }
}

// Bytes beside the segments and unknown versions: the pixels are whole.
TEST(Picture, ReadsJpegWithHarmlessOddities) {
  for (bool progressive : {false, true}) {
    std::string whole = jpeg(19, 13, 3, hills(19, 13, 3), progressive);
    std::vector<uint8_t> pixels = decodePicture(whole, "a.jpg", 3).pixels;
    auto with = [&](size_t at, size_t gone, std::string_view text) {
      std::string changed = whole;
      changed.replace(at, gone, text);
      EXPECT_EQ(refusal(changed), "") << at;
      return decodePicture(changed, "a.jpg", 3).pixels;
    };
    std::string_view zeros("\0\0\0\0\0", 5);
    EXPECT_EQ(with(whole.find("\xff\xdb"), 0, "abc"), pixels);
    EXPECT_EQ(with(whole.size() - 2, 0, zeros), pixels); // before its end
    EXPECT_EQ(with(whole.size(), 0, "more"), pixels);
    EXPECT_EQ(with(whole.find("JFIF") + 5, 1, "\7"), pixels);
  }
}

TEST(Picture, Resizes) {
  Picture p{1, 2, 4, {0, 100, 200, 40, 8, 8, 8, 8}};
  EXPECT_EQ(resizePicture(p, 2, 4).pixels, p.pixels);
  // Half the size: weights 1 3 3 1 of eighths inside, 3 3 1 of sevenths at the
  // border.
  Picture half = resizePicture(p, 2, 2);
  EXPECT_THAT(half.pixels, ElementsAre((3 * 0 + 3 * 100 + 200 + 3) / 7,
                                       (100 + 3 * 200 + 3 * 40 + 3) / 7, 8, 8));
  // Twice the size: three quarters and one quarter.
  EXPECT_THAT(resizePicture(Picture{1, 1, 2, {0, 100}}, 1, 4).pixels,
              ElementsAre(0, 25, 75, 100));
  EXPECT_THAT(resizePicture(Picture{3, 1, 1, {1, 2, 3}}, 2, 2).pixels,
              ElementsAre(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3));
  std::vector<uint8_t> even(97 * 61, 33);
  EXPECT_THAT(resizePicture(Picture{1, 61, 97, even}, 7, 150).pixels, Each(33));
  EXPECT_THAT(cropMiddle(Picture{1, 3, 4, hills(4, 3, 1)}, 1, 2).pixels,
              ElementsAre(28, 33));
}

TEST(Picture, RefusesWhatIsNone) {
  EXPECT_THAT(refusal(""), HasSubstr("'a.png' is empty, no PNG or JPEG"));
  EXPECT_THAT(refusal("GIF89a"), HasSubstr("is no PNG or JPEG picture"));
  std::string bomb =
      png(1, 1, 8, PNG_COLOR_TYPE_GRAY, {{1}}); // says it is larger
  bomb[17] = '\x7f', bomb[21] = '\x7f';
  EXPECT_THAT(refusal(bomb), HasSubstr("'a.png'"));
  std::string large = jpeg(8, 8, 1, hills(8, 8, 1));
  size_t frame = large.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  large.replace(frame + 5, 4, "\xff\xdc\xff\xdc");
  EXPECT_THAT(refusal(large), HasSubstr("65500 x 65500 pixels"));
  large.replace(frame + 5, 4, "\x1f\xff\x1f\xff");
  EXPECT_THAT(refusal(large),
              HasSubstr("claims 8191 x 8191 pixels, more than"));
  // Nothing but one colour is as small as a picture can be.
  std::vector<std::vector<uint8_t>> blank(4000, std::vector<uint8_t>(500, 0));
  EXPECT_EQ(refusal(png(4000, 4000, 1, PNG_COLOR_TYPE_GRAY, blank)), "");
}

TEST(Picture, DamagedFilesAreErrorsAndNothingElse) {
  std::vector<std::string> files{
      png(11, 9, 8, PNG_COLOR_TYPE_RGB,
          std::vector<std::vector<uint8_t>>(9, std::vector<uint8_t>(33, 7))),
      png(5, 3, 4, PNG_COLOR_TYPE_PALETTE, {{1, 2, 3}, {0, 1, 2}, {3, 2, 1}},
          PNG_INTERLACE_ADAM7),
      jpeg(17, 9, 3, hills(17, 9, 3)), jpeg(17, 9, 1, hills(17, 9, 1), true)};
  std::mt19937 random(5);
  for (const std::string &file : files) {
    for (size_t n = 0; n < file.size(); ++n)
      EXPECT_NE(refusal(file.substr(0, n)), "") << n << " of " << file.size();
    for (int n = 0; n < 1500; ++n) {
      std::string damaged = file;
      for (unsigned k = 1 + random() % 4; k > 0; --k)
        damaged[random() % damaged.size()] = static_cast<char>(random());
      refusal(damaged); // an error, or another picture
    }
  }
}
