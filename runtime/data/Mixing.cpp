//===- Mixing.cpp - Batches of mixed samples ------------------------------===//
#include "runtime/data/Mixing.h"

#include <algorithm>
#include <cmath>

namespace dnd::rt {

/// The logarithm of a number of the Gamma distribution (Marsaglia and Tsang, "A
/// simple method for generating gamma variables", 2000; shapes below 1 by their
/// remark). As a logarithm, since small shapes give numbers that are no double.
static double logGamma(RandomSequence &draws, double shape) {
  double boost = 0;
  if (shape < 1) {
    boost = std::log(1 - draws.uniform()) / shape;
    shape += 1;
  }
  double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    double x = draws.normal(), v = 1 + c * x;
    if (v <= 0)
      continue;
    v = v * v * v;
    double u = 1 - draws.uniform();
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v))
      return boost + std::log(d) + std::log(v);
  }
}

double symmetricBeta(RandomSequence &draws, double alpha) {
  double first = logGamma(draws, alpha), second = logGamma(draws, alpha);
  return 1 / (1 + std::exp(second - first));
}

double Mixing::Box::share(const ImageShape &image) const {
  return static_cast<double>((right - left) * (bottom - top)) /
         static_cast<double>(std::max<int64_t>(image.plane(), 1));
}

/// A box of whole pixels, cut off at the borders of the image.
Mixing::Box Mixing::boxIn(const Draw &draw, const ImageShape &image) {
  auto along = [&](double at, int64_t extent, int64_t &from, int64_t &to) {
    double real = static_cast<double>(extent);
    auto centre = static_cast<int64_t>(at * real);
    auto half = static_cast<int64_t>(draw.side * real) / 2;
    from = std::max<int64_t>(centre - half, 0);
    to = std::min(centre + half, extent);
  };
  Box box;
  along(draw.x, image.width, box.left, box.right);
  along(draw.y, image.height, box.top, box.bottom);
  return box;
}

Mixing::Draw Mixing::draw(const SampleKey &key, int64_t step) const {
  static const uint64_t stream = streamOf("data.augment/mixing");
  auto epoch = static_cast<uint64_t>(key.epoch);
  auto batch = static_cast<uint64_t>(step);
  PhiloxBlock own = philox4x32(
      {static_cast<uint32_t>(batch), static_cast<uint32_t>(batch >> 32),
       static_cast<uint32_t>(epoch), static_cast<uint32_t>(epoch >> 32)},
      {static_cast<uint32_t>(stream), static_cast<uint32_t>(stream >> 32)});
  RandomSequence draws(key.seed, static_cast<uint64_t>(own[0]) << 32 | own[1]);
  const RecipeCall &rule = rules[draws.below(rules.size())];
  Draw result;
  if (!(draws.uniform() < rule.number("p")))
    return result;
  double share = symmetricBeta(draws, rule.number("alpha"));
  if (rule.name() == "mixup") {
    // Both ways give a pair the same two samples, in another order.
    result.share = std::max(share, 1 - share);
    return result;
  }
  result.cuts = true;
  result.x = draws.uniform();
  result.y = draws.uniform();
  result.side = std::sqrt(1 - share);
  double box = boxIn(result, *images[0]).share(*images[0]);
  result.keepsBox = box > 0.5;
  result.share = std::max(box, 1 - box);
  return result;
}

static void blend(float *a, float *b, int64_t count, double share) {
  auto own = static_cast<float>(share), other = static_cast<float>(1 - share);
  for (int64_t i = 0; i < count; ++i) {
    float x = a[i], y = b[i];
    a[i] = own * x + other * y;
    b[i] = own * y + other * x;
  }
}

void Mixing::applyToTargets(const SampleKey &key, int64_t step, int64_t size,
                            float *targets) const {
  double share = draw(key, step).share;
  int64_t width = model.targets[0].words();
  for (int64_t n = 0; share < 1 && n < size / 2; ++n)
    blend(targets + n * width, targets + (size - 1 - n) * width, width, share);
}

void Mixing::apply(const SampleKey &key, int64_t step, int64_t size,
                   std::span<void *const> place) const {
  Draw drawn = draw(key, step);
  if (drawn.share >= 1)
    return;
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    int64_t width = model.inputs[i].elements;
    auto *batch = static_cast<float *>(place[i]);
    for (int64_t n = 0; n < size / 2; ++n) {
      float *a = batch + n * width, *b = batch + (size - 1 - n) * width;
      if (!drawn.cuts) {
        blend(a, b, width, drawn.share);
        continue;
      }
      const ImageShape &image = *images[i];
      Box box = boxIn(drawn, image);
      for (int64_t c = 0; c < image.channels; ++c)
        for (int64_t y = 0; y < image.height; ++y) {
          int64_t row = c * image.plane() + y * image.width;
          bool crosses = y >= box.top && y < box.bottom;
          int64_t left = crosses ? box.left : 0,
                  right = crosses ? box.right : 0;
          auto swap = [&](int64_t from, int64_t to) {
            std::swap_ranges(a + row + from, a + row + to, b + row + from);
          };
          if (!drawn.keepsBox) {
            swap(left, right);
          } else {
            swap(0, left);
            swap(right, image.width);
          }
        }
    }
  }
  if (!model.targets.empty())
    applyToTargets(key, step, size,
                   static_cast<float *>(place[model.inputs.size()]));
}

} // namespace dnd::rt
