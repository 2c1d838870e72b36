//===- AugmentPixels.cpp - Augmentations that change pixels ---------------===//
#include "runtime/data/Augment.h"

#include <algorithm>
#include <cmath>

namespace dnd::rt {
namespace {

class GaussianNoise : public ImageStep {
public:
  GaussianNoise(const RecipeCall &call, const ImageShape &shape,
                uint64_t stream)
      : ImageStep(shape, stream), std(call.number("std")) {
    if (const Value *min = call.given("min"))
      low = static_cast<float>(min->number());
    if (const Value *max = call.given("max"))
      high = static_cast<float>(max->number());
  }

  void apply(std::span<float> image, const SampleKey &key) const override {
    RandomSequence draws = drawsOf(key);
    for (float &x : image) {
      x += static_cast<float>(std * draws.normal());
      if (low)
        x = std::max(x, *low);
      if (high)
        x = std::min(x, *high);
    }
  }

private:
  double std;
  std::optional<float> low, high;
};

/// With probability p a rectangle becomes noise of mean 0 and deviation 1,
/// behind the normalisation (Zhong et al., "Random erasing data augmentation",
/// 2020, algorithm 1, with normal instead of uniform noise).
class Erase : public ImageStep {
public:
  Erase(const RecipeCall &call, const ImageShape &shape, uint64_t stream)
      : ImageStep(shape, stream), p(call.number("p")),
        least(call.number("least")), most(std::max(least, call.number("most"))),
        ratio(call.number("ratio")) {}

  bool isBehindNormalization() const override { return true; }

  void apply(std::span<float> image, const SampleKey &key) const override {
    RandomSequence draws = drawsOf(key);
    if (!(draws.uniform() < p))
      return;
    // A rectangle that does not fit is drawn again, and in the end left out.
    for (int attempt = 0; attempt < 10; ++attempt) {
      double area = static_cast<double>(shape.plane()) *
                    (least + (most - least) * draws.uniform());
      double sides = std::exp((2 * draws.uniform() - 1) * std::log(ratio));
      auto height = static_cast<int64_t>(std::round(std::sqrt(area * sides)));
      auto width = static_cast<int64_t>(std::round(std::sqrt(area / sides)));
      if (height < 1 || width < 1 || height >= shape.height ||
          width >= shape.width)
        continue;
      auto top = static_cast<int64_t>(
          draws.below(static_cast<uint64_t>(shape.height - height) + 1));
      auto left = static_cast<int64_t>(
          draws.below(static_cast<uint64_t>(shape.width - width) + 1));
      for (int64_t c = 0; c < shape.channels; ++c)
        for (int64_t y = top; y < top + height; ++y)
          for (int64_t x = left; x < left + width; ++x)
            image[static_cast<size_t>(c * shape.plane() + y * shape.width +
                                      x)] = static_cast<float>(draws.normal());
      return;
    }
  }

private:
  double p, least, most, ratio;
};

} // namespace

std::shared_ptr<const Augmentation> makePixelStep(const RecipeCall &call,
                                                  const ImageShape &shape,
                                                  uint64_t stream) {
  if (call.name() == "erase")
    return std::make_shared<Erase>(call, shape, stream);
  return std::make_shared<GaussianNoise>(call, shape, stream);
}

} // namespace dnd::rt
