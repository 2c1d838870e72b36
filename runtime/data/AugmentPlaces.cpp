//===- AugmentPlaces.cpp - Augmentations that move pixels -----------------===//
//
// What comes from outside of an image is 0, black in bytes.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Augment.h"

#include <algorithm>
#include <cmath>

namespace dnd::rt {
namespace {

class Flip : public ImageStep {
public:
  Flip(const RecipeCall &call, const ImageShape &shape, uint64_t stream)
      : ImageStep(shape, stream), p(call.number("p")),
        isVertical(call.name() == "flip_vertical") {}

  void apply(std::span<float> image, const SampleKey &key) const override {
    if (!(drawsOf(key).uniform() < p))
      return;
    for (int64_t c = 0; c < shape.channels; ++c) {
      float *plane = image.data() + c * shape.plane();
      if (isVertical)
        for (int64_t y = 0; y < shape.height / 2; ++y)
          std::swap_ranges(plane + y * shape.width,
                           plane + (y + 1) * shape.width,
                           plane + (shape.height - 1 - y) * shape.width);
      else
        for (int64_t y = 0; y < shape.height; ++y)
          std::reverse(plane + y * shape.width, plane + (y + 1) * shape.width);
    }
  }

private:
  double p;
  bool isVertical;
};

/// A part of the image's size out of the image with zeros around it.
class PadCrop : public ImageStep {
public:
  PadCrop(const RecipeCall &call, const ImageShape &shape, uint64_t stream)
      : ImageStep(shape, stream), pixels(call.whole("pixels")) {}

  void apply(std::span<float> image, const SampleKey &key) const override {
    RandomSequence draws = drawsOf(key);
    auto places = static_cast<uint64_t>(2 * pixels + 1);
    auto down = static_cast<int64_t>(draws.below(places)) - pixels;
    auto right = static_cast<int64_t>(draws.below(places)) - pixels;
    std::vector<float> from(image.begin(), image.end());
    std::fill(image.begin(), image.end(), 0.0f);
    int64_t first = std::max<int64_t>(0, -right);
    int64_t last = std::min(shape.width, shape.width - right);
    for (int64_t c = 0; c < shape.channels; ++c)
      for (int64_t y = std::max<int64_t>(0, -down);
           y < std::min(shape.height, shape.height - down); ++y) {
        const float *row =
            from.data() + c * shape.plane() + (y + down) * shape.width + right;
        float *to = image.data() + c * shape.plane() + y * shape.width;
        for (int64_t x = first; x < last; ++x)
          to[x] = row[x];
      }
  }

private:
  int64_t pixels;
};

/// By an angle that is uniform from -degrees to degrees, around the centre.
class Rotate : public ImageStep {
public:
  Rotate(const RecipeCall &call, const ImageShape &shape, uint64_t stream)
      : ImageStep(shape, stream), degrees(call.number("degrees")) {}

  void apply(std::span<float> image, const SampleKey &key) const override {
    double turn = (2 * drawsOf(key).uniform() - 1) * degrees;
    resample(image, shape, rotationBy(turn, shape), 0);
  }

private:
  double degrees;
};

/// A part whose area is a uniform share of the image's and whose ratio of sides
/// is uniform in its logarithm, brought to the image's size.
class RandomResizedCrop : public ImageStep {
public:
  RandomResizedCrop(const RecipeCall &call, const ImageShape &shape,
                    uint64_t stream)
      : ImageStep(shape, stream), least(call.number("least")),
        most(std::max(least, call.number("most"))),
        ratio(call.number("ratio")) {}

  void apply(std::span<float> image, const SampleKey &key) const override {
    RandomSequence draws = drawsOf(key);
    double fullWidth = static_cast<double>(shape.width);
    double fullHeight = static_cast<double>(shape.height);
    double width = fullWidth, height = fullHeight, left = 0, top = 0;
    // A part that does not fit is drawn again; in the end it is the image.
    for (int attempt = 0; attempt < 10; ++attempt) {
      double area =
          fullWidth * fullHeight * (least + (most - least) * draws.uniform());
      double sides = std::exp((2 * draws.uniform() - 1) * std::log(ratio));
      double w = std::round(std::sqrt(area * sides));
      double h = std::round(std::sqrt(area / sides));
      if (w < 1 || h < 1 || w > fullWidth || h > fullHeight)
        continue;
      width = w;
      height = h;
      left = static_cast<double>(
          draws.below(static_cast<uint64_t>(fullWidth - w) + 1));
      top = static_cast<double>(
          draws.below(static_cast<uint64_t>(fullHeight - h) + 1));
      break;
    }
    enlarge(image, left, top, width, height);
  }

private:
  /// Linear between pixels; the part's border goes on outside of it.
  void enlarge(std::span<float> image, double left, double top, double width,
               double height) const {
    std::vector<float> from(image.begin(), image.end());
    auto place = [](int64_t i, double begin, double size, int64_t full) {
      double at =
          (static_cast<double>(i) + 0.5) * size / static_cast<double>(full) -
          0.5;
      return begin + std::clamp(at, 0.0, size - 1);
    };
    for (int64_t y = 0; y < shape.height; ++y) {
      double py = place(y, top, height, shape.height);
      auto y0 = static_cast<int64_t>(py);
      int64_t y1 =
          std::min<int64_t>(y0 + 1, static_cast<int64_t>(top + height) - 1);
      auto dy = static_cast<float>(py - static_cast<double>(y0));
      for (int64_t x = 0; x < shape.width; ++x) {
        double px = place(x, left, width, shape.width);
        auto x0 = static_cast<int64_t>(px);
        int64_t x1 =
            std::min<int64_t>(x0 + 1, static_cast<int64_t>(left + width) - 1);
        auto dx = static_cast<float>(px - static_cast<double>(x0));
        for (int64_t c = 0; c < shape.channels; ++c) {
          const float *plane = from.data() + c * shape.plane();
          float up = plane[y0 * shape.width + x0] * (1 - dx) +
                     plane[y0 * shape.width + x1] * dx;
          float low = plane[y1 * shape.width + x0] * (1 - dx) +
                      plane[y1 * shape.width + x1] * dx;
          image[static_cast<size_t>(c * shape.plane() + y * shape.width + x)] =
              up * (1 - dy) + low * dy;
        }
      }
    }
  }

  double least, most, ratio;
};

} // namespace

std::shared_ptr<const Augmentation> makePlaceStep(const RecipeCall &call,
                                                  const ImageShape &shape,
                                                  uint64_t stream) {
  std::string name = call.name();
  if (name == "pad_crop")
    return std::make_shared<PadCrop>(call, shape, stream);
  if (name == "rotate")
    return std::make_shared<Rotate>(call, shape, stream);
  if (name == "random_resized_crop")
    return std::make_shared<RandomResizedCrop>(call, shape, stream);
  return std::make_shared<Flip>(call, shape, stream);
}

} // namespace dnd::rt
