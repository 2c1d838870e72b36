//===- RandAugment.cpp - Several changes of an image, by chance -----------===//
//
// Cubuk et al., "RandAugment: practical automated data augmentation with a
// reduced search space", 2020: `ops` changes, drawn from fifteen with
// replacement, each done with probability p at the same magnitude (from 0 to
// 10), which itself is drawn from a normal distribution. Pixels lie in [0, 1].
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Augment.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dnd::rt {
namespace {

using Image = std::span<float>;

/// What comes from outside of an image.
constexpr float grey = 0.5f;
constexpr double mostMagnitude = 10;

uint8_t byteOf(float x) {
  return static_cast<uint8_t>(std::lround(std::clamp(x, 0.0f, 1.0f) * 255.0f));
}

float luminance(Image image, const ImageShape &shape, int64_t pixel) {
  auto at = [&](int64_t c) {
    return image[static_cast<size_t>(c * shape.plane() + pixel)];
  };
  if (shape.channels == 3)
    return 0.299f * at(0) + 0.587f * at(1) + 0.114f * at(2);
  float sum = 0;
  for (int64_t c = 0; c < shape.channels; ++c)
    sum += at(c);
  return sum / static_cast<float>(shape.channels);
}

Image planeOf(Image image, const ImageShape &shape, int64_t c) {
  return image.subspan(static_cast<size_t>(c * shape.plane()),
                       static_cast<size_t>(shape.plane()));
}

float clip(float x) { return std::clamp(x, 0.0f, 1.0f); }

//===----------------------------------------------------------------------===//
// The changes; `m` is the magnitude as a share of the largest one.
//===----------------------------------------------------------------------===//

double withSign(RandomSequence &draws, double x) {
  return draws.below(2) ? -x : x;
}

/// Each channel stretched to the whole range.
void autoContrast(Image image, const ImageShape &shape, double,
                  RandomSequence &) {
  for (int64_t c = 0; c < shape.channels; ++c) {
    Image plane = planeOf(image, shape, c);
    auto [low, high] = std::minmax_element(plane.begin(), plane.end());
    float from = *low, range = *high - *low;
    if (range > 0)
      for (float &x : plane)
        x = (x - from) / range;
  }
}

/// Each channel's distribution made uniform, on 256 levels.
void equalize(Image image, const ImageShape &shape, double, RandomSequence &) {
  for (int64_t c = 0; c < shape.channels; ++c) {
    Image plane = planeOf(image, shape, c);
    std::array<int64_t, 256> count{};
    for (float x : plane)
      ++count[byteOf(x)];
    auto last = std::find_if(count.rbegin(), count.rend(),
                             [](int64_t n) { return n > 0; });
    int64_t step = (shape.plane() - *last) / 255;
    if (step == 0)
      continue;
    std::array<float, 256> to{};
    int64_t sum = step / 2;
    for (size_t level = 0; level < 256; ++level) {
      to[level] = static_cast<float>(std::min<int64_t>(sum / step, 255)) / 255;
      sum += count[level];
    }
    for (float &x : plane)
      x = to[byteOf(x)];
  }
}

void invert(Image image, const ImageShape &, double, RandomSequence &) {
  for (float &x : image)
    x = 1 - x;
}

void rotate(Image image, const ImageShape &shape, double m,
            RandomSequence &draws) {
  resample(image, shape, rotationBy(withSign(draws, 30 * m), shape), grey);
}

/// Keeps the upper bits, four at the largest magnitude, none at 0.
void posterize(Image image, const ImageShape &, double m, RandomSequence &) {
  int bits = static_cast<int>(4 * m);
  int mask = bits >= 8 ? 255 : 255 & ~((1 << (8 - bits)) - 1);
  for (float &x : image)
    x = static_cast<float>(byteOf(x) & mask) / 255;
}

void solarize(Image image, const ImageShape &, double m, RandomSequence &) {
  double threshold = std::min(256.0, std::floor(256 * m)) / 255;
  for (float &x : image)
    if (x >= threshold)
      x = 1 - x;
}

void solarizeAdd(Image image, const ImageShape &, double m, RandomSequence &) {
  auto more = static_cast<float>(std::min(128.0, std::floor(110 * m)) / 255);
  for (float &x : image)
    if (x < 128.0f / 255)
      x = clip(x + more);
}

/// 0.1 to 1.9: what the distance from a plainer image is multiplied with.
float factorOf(double m) { return static_cast<float>(1.8 * m + 0.1); }

void color(Image image, const ImageShape &shape, double m, RandomSequence &) {
  for (int64_t pixel = 0; pixel < shape.plane(); ++pixel) {
    float plain = luminance(image, shape, pixel);
    for (int64_t c = 0; c < shape.channels; ++c) {
      float &x = image[static_cast<size_t>(c * shape.plane() + pixel)];
      x = clip(plain + factorOf(m) * (x - plain));
    }
  }
}

void contrast(Image image, const ImageShape &shape, double m,
              RandomSequence &) {
  double sum = 0;
  for (int64_t pixel = 0; pixel < shape.plane(); ++pixel)
    sum += luminance(image, shape, pixel);
  auto plain = static_cast<float>(sum / static_cast<double>(shape.plane()));
  for (float &x : image)
    x = clip(plain + factorOf(m) * (x - plain));
}

void brightness(Image image, const ImageShape &, double m, RandomSequence &) {
  for (float &x : image)
    x = clip(factorOf(m) * x);
}

/// Against the image smoothed by weights of 5 in the centre and 1 around it;
/// the border stays.
void sharpness(Image image, const ImageShape &shape, double m,
               RandomSequence &) {
  std::vector<float> from(image.begin(), image.end());
  for (int64_t c = 0; c < shape.channels; ++c)
    for (int64_t y = 1; y + 1 < shape.height; ++y)
      for (int64_t x = 1; x + 1 < shape.width; ++x) {
        auto at = [&](int64_t row, int64_t column) {
          return from[static_cast<size_t>(c * shape.plane() +
                                          row * shape.width + column)];
        };
        float sum = 4 * at(y, x);
        for (int64_t row = y - 1; row <= y + 1; ++row)
          for (int64_t column = x - 1; column <= x + 1; ++column)
            sum += at(row, column);
        float plain = sum / 13;
        image[static_cast<size_t>(c * shape.plane() + y * shape.width + x)] =
            clip(plain + factorOf(m) * (at(y, x) - plain));
      }
}

void shearX(Image image, const ImageShape &shape, double m,
            RandomSequence &draws) {
  resample(image, shape, {.xy = withSign(draws, 0.3 * m)}, grey);
}

void shearY(Image image, const ImageShape &shape, double m,
            RandomSequence &draws) {
  resample(image, shape, {.yx = withSign(draws, 0.3 * m)}, grey);
}

void moveX(Image image, const ImageShape &shape, double m,
           RandomSequence &draws) {
  double pixels = 0.45 * m * static_cast<double>(shape.width);
  resample(image, shape, {.x0 = withSign(draws, pixels)}, grey);
}

void moveY(Image image, const ImageShape &shape, double m,
           RandomSequence &draws) {
  double pixels = 0.45 * m * static_cast<double>(shape.height);
  resample(image, shape, {.y0 = withSign(draws, pixels)}, grey);
}

constexpr void (*changes[])(Image, const ImageShape &, double,
                            RandomSequence &) = {
    autoContrast, equalize, invert,   rotate,     posterize,
    solarize,     color,    contrast, brightness, sharpness,
    shearX,       shearY,   moveX,    moveY,      solarizeAdd};

class RandAugment : public ImageStep {
public:
  RandAugment(const RecipeCall &call, const ImageShape &shape, uint64_t stream)
      : ImageStep(shape, stream), ops(call.whole("ops")),
        magnitude(call.number("magnitude")),
        deviation(call.number("deviation")), p(call.number("p")) {}

  void apply(std::span<float> image, const SampleKey &key) const override {
    RandomSequence draws = drawsOf(key);
    for (int64_t op = 0; op < ops; ++op) {
      auto change = changes[draws.below(std::size(changes))];
      if (!(draws.uniform() < p))
        continue;
      double m = magnitude + deviation * draws.normal();
      change(image, shape, std::clamp(m / mostMagnitude, 0.0, 1.0), draws);
    }
  }

private:
  int64_t ops;
  double magnitude, deviation, p;
};

} // namespace

std::shared_ptr<const Augmentation> makeRandAugment(const RecipeCall &call,
                                                    const ImageShape &shape,
                                                    uint64_t stream) {
  return std::make_shared<RandAugment>(call, shape, stream);
}

} // namespace dnd::rt
