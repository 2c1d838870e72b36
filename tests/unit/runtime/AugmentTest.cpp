//===- AugmentTest.cpp - Training samples, changed by chance --------------===//
//
// What each augmentation does to an image that is small enough to know the
// answer, and how often; the recipe's line against readers and normalisation.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Augment.h"
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/data/Readers.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <numeric>

using namespace dnd;
using namespace dnd::rt;
using namespace dnd::rt::test;
using ::testing::Each;
using ::testing::ElementsAre;

namespace {

using Arguments = std::vector<Value::Member>;

RecipeCall call(const char *name, const Arguments &arguments = {}) {
  return RecipeCall(recipe::Kind::Augmentation, name, arguments);
}

std::shared_ptr<const Augmentation> make(const RecipeCall &call,
                                         const ImageShape &shape) {
  if (call.name() == "rand_augment")
    return makeRandAugment(call, shape, 7);
  if (call.name() == "gaussian_noise" || call.name() == "erase")
    return makePixelStep(call, shape, 7);
  return makePlaceStep(call, shape, 7);
}

std::vector<float> counted(const ImageShape &shape, float from = 1) {
  std::vector<float> image(static_cast<size_t>(shape.elements()));
  std::iota(image.begin(), image.end(), from);
  return image;
}

/// The image after the augmentation, for sample `n`.
std::vector<float> after(const RecipeCall &step, const ImageShape &shape,
                         std::vector<float> image, int64_t n = 0) {
  SampleKey key{.seed = 3, .epoch = 1, .sample = n};
  make(step, shape)->apply(image, key);
  return image;
}

} // namespace

TEST(AugmentTest, FlipsRowsOrColumns) {
  ImageShape shape{2, 2, 3};
  Arguments always{{"p", Value(1.0)}};
  EXPECT_THAT(after(call("flip", always), shape, counted(shape)),
              ElementsAre(3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10));
  EXPECT_THAT(after(call("flip_vertical", always), shape, counted(shape)),
              ElementsAre(4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9));
  int64_t flipped = 0;
  for (int64_t n = 0; n < 10000; ++n)
    flipped += after(call("flip"), shape, counted(shape), n)[0] == 3;
  EXPECT_NEAR(static_cast<double>(flipped), 5000, 200); // four deviations
}

TEST(AugmentTest, CropsEveryPlaceOfThePaddedImage) {
  ImageShape shape{1, 3, 4};
  std::map<std::vector<float>, int64_t> seen;
  for (int64_t n = 0; n < 9000; ++n)
    ++seen[after(call("pad_crop", {{"pixels", Value(int64_t{1})}}), shape,
                 counted(shape), n)];
  ASSERT_EQ(seen.size(), 9u);
  for (const auto &[image, count] : seen)
    EXPECT_NEAR(static_cast<double>(count), 1000, 130);
  // One row down, one column to the right of the padded image's corner.
  EXPECT_TRUE(seen.count(counted(shape)));
  EXPECT_TRUE(seen.count({0, 0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7}));
  EXPECT_TRUE(seen.count({6, 7, 8, 0, 10, 11, 12, 0, 0, 0, 0, 0}));
  // Wider than the image: never a pixel that is none of it.
  for (int64_t n = 0; n < 300; ++n)
    for (float x : after(call("pad_crop", {{"pixels", Value(int64_t{9})}}),
                         shape, counted(shape), n))
      EXPECT_TRUE(x == std::floor(x) && x >= 0 && x <= 12);
}

TEST(AugmentTest, ResamplesBetweenPixels) {
  ImageShape shape{1, 3, 3};
  std::vector<float> image = counted(shape);
  // A quarter turn around the centre: rows become columns.
  resample(image, shape, {0, 1, 0, -1, 0, 2}, 0);
  EXPECT_THAT(image, ElementsAre(7, 4, 1, 8, 5, 2, 9, 6, 3));
  image = counted(shape);
  resample(image, shape, {.x0 = 0.25}, 100);
  EXPECT_THAT(image, ElementsAre(1.25, 2.25, 27.25, 4.25, 5.25, 29.5, 7.25,
                                 8.25, 31.75));
  resample(image, shape, {.x0 = 1e300, .y0 = -1e300}, 5);
  EXPECT_THAT(image, Each(5.0f));
}

TEST(AugmentTest, RotatesByAtMostSoManyDegrees) {
  ImageShape shape{1, 9, 9};
  std::vector<float> image(81, 0.0f);
  image[4 * 9 + 8] = 1; // four to the right of the centre
  double largest = 0;
  for (int64_t n = 0; n < 200; ++n) {
    std::vector<float> turned =
        after(call("rotate", {{"degrees", Value(30.0)}}), shape, image, n);
    double x = 0, y = 0, sum = 0;
    for (int64_t i = 0; i < 81; ++i) {
      double w = turned[static_cast<size_t>(i)];
      x += w * static_cast<double>(i % 9 - 4);
      y += w * static_cast<double>(i / 9 - 4);
      sum += w;
    }
    ASSERT_GT(sum, 0.2);
    largest = std::max(largest, std::fabs(std::atan2(y, x)));
  }
  double degree = std::acos(-1.0) / 180;
  EXPECT_LT(largest, 34 * degree); // the lattice moves a point a little
  EXPECT_GT(largest, 26 * degree);
  EXPECT_EQ(after(call("rotate", {{"degrees", Value(0.0)}}), shape, image),
            image);
}

TEST(AugmentTest, EnlargesParts) {
  ImageShape shape{3, 8, 6};
  // A plane that rises evenly stays one, and within its range.
  std::vector<float> image(static_cast<size_t>(shape.elements()));
  for (int64_t i = 0; i < shape.elements(); ++i)
    image[static_cast<size_t>(i)] = static_cast<float>(i % 6);
  for (int64_t n = 0; n < 200; ++n) {
    std::vector<float> part =
        after(call("random_resized_crop"), shape, image, n);
    for (size_t i = 0; i < part.size(); ++i) {
      EXPECT_GE(part[i], 0.0f);
      EXPECT_LE(part[i], 5.0f);
      EXPECT_FLOAT_EQ(part[i], part[i % 6]); // all rows are alike
      if (i % 6)
        EXPECT_GE(part[i], part[i - 1] - 1e-6f);
    }
  }
  Arguments whole{{"least", Value(1.0)}, {"ratio", Value(1.0)}};
  ImageShape square{1, 5, 5};
  EXPECT_EQ(after(call("random_resized_crop", whole), square, counted(square)),
            counted(square));
}

TEST(AugmentTest, AddsNoiseAndClips) {
  ImageShape shape{1, 100, 100};
  std::vector<float> image(10000, 0.5f);
  std::vector<float> noisy =
      after(call("gaussian_noise", {{"std", Value(0.2)}}), shape, image);
  double mean = 0, square = 0;
  for (float x : noisy) {
    mean += x - 0.5;
    square += (x - 0.5) * (x - 0.5);
  }
  EXPECT_NEAR(mean / 10000, 0, 4 * 0.2 / 100);
  EXPECT_NEAR(square / 10000, 0.04, 4 * 0.04 * std::sqrt(2.0 / 10000));
  std::vector<float> clipped = after(
      call("gaussian_noise",
           {{"std", Value(0.2)}, {"min", Value(0.4)}, {"max", Value(0.7)}}),
      shape, image);
  for (size_t i = 0; i < clipped.size(); ++i)
    EXPECT_EQ(clipped[i], std::clamp(noisy[i], 0.4f, 0.7f));
}

TEST(AugmentTest, ErasesRectangles) {
  ImageShape shape{2, 20, 20};
  std::vector<float> image(800, 100.0f);
  int64_t erased = 0;
  for (int64_t n = 0; n < 2000; ++n) {
    std::vector<float> out = after(call("erase"), shape, image, n);
    int64_t left = 20, right = -1, top = 20, bottom = -1, count = 0;
    for (int64_t i = 0; i < 400; ++i)
      if (out[static_cast<size_t>(i)] != 100.0f) {
        left = std::min(left, i % 20), right = std::max(right, i % 20);
        top = std::min(top, i / 20), bottom = std::max(bottom, i / 20);
        ++count;
        EXPECT_LT(std::fabs(out[static_cast<size_t>(i)]), 7);
        EXPECT_NE(out[static_cast<size_t>(i + 400)], 100.0f);
      }
    if (!count)
      continue;
    ++erased;
    EXPECT_EQ(count, (right - left + 1) * (bottom - top + 1));
    EXPECT_GE(count, 6);
    EXPECT_LE(count, 150);
  }
  EXPECT_NEAR(static_cast<double>(erased), 500, 80);
  EXPECT_TRUE(make(call("erase"), shape)->isBehindNormalization());
}

TEST(AugmentTest, RandAugmentKeepsPixelsInTheirRange) {
  ImageShape shape{3, 12, 12};
  std::vector<float> image(static_cast<size_t>(shape.elements()));
  for (size_t i = 0; i < image.size(); ++i)
    image[i] = static_cast<float>(i * 37 % 256) / 255;
  std::map<std::vector<float>, int64_t> seen;
  for (int64_t n = 0; n < 500; ++n) {
    std::vector<float> out = after(call("rand_augment"), shape, image, n);
    for (float x : out)
      ASSERT_TRUE(x >= 0 && x <= 1) << n;
    ++seen[out];
  }
  // Both operations left out: a quarter.
  EXPECT_NEAR(static_cast<double>(seen[image]), 125, 60);
  EXPECT_GT(seen.size(), 200u);
  Arguments never{{"p", Value(0.0)}};
  EXPECT_EQ(after(call("rand_augment", never), shape, image), image);
}

TEST(AugmentTest, DrawsDependOnSeedEpochAndSample) {
  ImageShape shape{1, 8, 8};
  auto draw = [&](SampleKey key) {
    std::vector<float> image = counted(shape);
    make(call("gaussian_noise"), shape)->apply(image, key);
    return image;
  };
  SampleKey key{.seed = 1, .epoch = 2, .sample = 3};
  EXPECT_EQ(draw(key), draw(key));
  for (SampleKey other : {SampleKey{2, 2, 3}, SampleKey{1, 3, 3},
                          SampleKey{1, 2, 4}, SampleKey{1, 3, 2}})
    EXPECT_NE(draw(key), draw(other));
}

namespace {

/// Bytes of two planes of 2 x 2 for a network with such an input.
class AugmentPartTest : public ::testing::Test {
protected:
  AugmentPartTest() {
    input.name = "image";
    input.shape = {2, 2, 2};
    input.elements = 8;
  }

  Transform transform(DType type) {
    field.shape = {2, 2, 2};
    field.type = type;
    field.elements = 8;
    return Transform(0, field, 0, input);
  }

  InputInfo input;
  Field field;
};

} // namespace

TEST_F(AugmentPartTest, PadsWithBlackAndNormalisesAfterwards) {
  Transform bytes = transform(DType::U8);
  bytes.normalize({{0.5, 0.25}, {0.5, 0.25}, 4});
  bytes.add(make(call("pad_crop", {{"pixels", Value(int64_t{1})}}), {2, 2, 2}));
  std::vector<uint8_t> image(8, 255);
  std::vector<float> out(8);
  bool sawEdge = false;
  for (int64_t n = 0; n < 50; ++n) {
    SampleKey key{.seed = 1, .epoch = 0, .sample = n};
    bytes.apply(image.data(), out.data(), &key);
    for (size_t i = 0; i < 8; ++i) {
      float white = i < 4 ? 1.0f : 3.0f;
      EXPECT_TRUE(out[i] == -1.0f || out[i] == white) << out[i];
      sawEdge |= out[i] == -1.0f;
    }
  }
  EXPECT_TRUE(sawEdge);
  // Evaluation sees the image itself.
  bytes.apply(image.data(), out.data(), nullptr);
  EXPECT_THAT(out, ElementsAre(1, 1, 1, 1, 3, 3, 3, 3));
}
