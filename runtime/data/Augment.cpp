//===- Augment.cpp - Training samples, changed by chance ------------------===//
#include "runtime/data/Augment.h"

#include "runtime/core/Error.h"
#include "runtime/data/Mixing.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace dnd::rt {

RandomSequence ImageStep::drawsOf(const SampleKey &key) const {
  auto epoch = static_cast<uint64_t>(key.epoch);
  auto sample = static_cast<uint64_t>(key.sample);
  PhiloxBlock own = philox4x32(
      {static_cast<uint32_t>(sample), static_cast<uint32_t>(sample >> 32),
       static_cast<uint32_t>(epoch), static_cast<uint32_t>(epoch >> 32)},
      {static_cast<uint32_t>(stream), static_cast<uint32_t>(stream >> 32)});
  return {key.seed, static_cast<uint64_t>(own[0]) << 32 | own[1]};
}

/// The planes of an input: its own shape or that of the data, whichever is one
/// of an image; nothing when neither is.
static std::optional<ImageShape> imageShape(const InputInfo &input,
                                            const Field &field) {
  for (const std::vector<int64_t> &shape : {input.shape, field.shape}) {
    if (shape.size() == 3)
      return ImageShape{shape[0], shape[1], shape[2]};
    if (shape.size() == 2)
      return ImageShape{1, shape[0], shape[1]};
  }
  return std::nullopt;
}

/// The steps that mix samples; null where there are none.
static std::shared_ptr<const Mixing>
makeMixing(const Model &model, const std::vector<RecipeCall> &line,
           const DataPart &part) {
  std::vector<std::optional<ImageShape>> images;
  for (size_t i = 0; i < part.inputs.size(); ++i)
    images.push_back(imageShape(model.inputs[i],
                                part.source->fields()[part.inputs[i].field()]));
  std::shared_ptr<Mixing> mixing;
  for (const RecipeCall &call : line) {
    if (!call.function().mixesSamples())
      continue;
    for (const InputInfo &input : model.inputs)
      if (input.type != ElementType::F32)
        throw Error(Exit::Data,
                    fmt::format("'augment {}' mixes the numbers of samples, "
                                "but input '{}' holds whole numbers",
                                call.name(), input.name));
    if (!model.targets.empty() && model.targets[0].isWhole())
      throw Error(Exit::Internal,
                  fmt::format("'augment {}' needs shares of classes, and this "
                              "model has labels",
                              call.name()));
    if (!mixing)
      mixing = std::make_shared<Mixing>(model, images);
    mixing->add(call);
  }
  return mixing;
}

void augmentPart(const Model &model, const std::vector<RecipeCall> &line,
                 DataPart &part) {
  part.mixing = makeMixing(model, line, part);
  for (size_t i = 0; i < part.inputs.size(); ++i) {
    const InputInfo &input = model.inputs[i];
    if (input.type != ElementType::F32)
      continue;
    Transform &transform = part.inputs[i];
    const Field &field = part.source->fields()[transform.field()];
    std::optional<ImageShape> image = imageShape(input, field);
    for (size_t position = 0; position < line.size(); ++position) {
      const RecipeCall &call = line[position];
      if (!image && call.function().data == recipe::Data::Images)
        throw Error(Exit::Data,
                    fmt::format("'augment {}' wants images, but input '{}' has "
                                "shape {}",
                                call.name(), input.name,
                                shapeText(input.shape)),
                    "declare it as input image[channels, rows, columns], and "
                    "flatten it in the network");
      ImageShape shape = image ? *image : ImageShape{1, 1, input.elements};
      uint64_t stream =
          streamOf(fmt::format("data.augment/{}/{}", position, call.name()));
      if (call.function().mixesSamples())
        continue;
      if (call.name() == "rand_augment") {
        if (field.type != DType::U8)
          throw Error(Exit::Data,
                      "'augment rand_augment' wants images of bytes, whose "
                      "pixels lie between 0 and 1");
        transform.add(makeRandAugment(call, shape, stream));
      } else if (call.name() == "gaussian_noise" || call.name() == "erase") {
        transform.add(makePixelStep(call, shape, stream));
      } else {
        transform.add(makePlaceStep(call, shape, stream));
      }
    }
  }
}

PlaceMap rotationBy(double degrees, const ImageShape &shape) {
  double angle = degrees * std::numbers::pi / 180;
  double c = std::cos(angle), s = std::sin(angle);
  double mx = static_cast<double>(shape.width - 1) / 2;
  double my = static_cast<double>(shape.height - 1) / 2;
  return {c, -s, mx - c * mx + s * my, s, c, my - s * mx - c * my};
}

void resample(std::span<float> image, const ImageShape &shape,
              const PlaceMap &map, float outside) {
  std::vector<float> from(image.begin(), image.end());
  for (int64_t y = 0; y < shape.height; ++y)
    for (int64_t x = 0; x < shape.width; ++x) {
      double px = map.xx * x + map.xy * y + map.x0;
      double py = map.yx * x + map.yy * y + map.y0;
      double fx = std::floor(px), fy = std::floor(py);
      auto dx = static_cast<float>(px - fx), dy = static_cast<float>(py - fy);
      // Far outside there is no whole number for it.
      bool near = fx >= -1 && fy >= -1 && fx < shape.width && fy < shape.height;
      auto ix = near ? static_cast<int64_t>(fx) : -2;
      auto iy = near ? static_cast<int64_t>(fy) : -2;
      for (int64_t c = 0; c < shape.channels; ++c) {
        auto at = [&](int64_t row, int64_t column) {
          return row < 0 || column < 0 || row >= shape.height ||
                         column >= shape.width
                     ? outside
                     : from[static_cast<size_t>(c * shape.plane() +
                                                row * shape.width + column)];
        };
        float top = at(iy, ix) * (1 - dx) + at(iy, ix + 1) * dx;
        float low = at(iy + 1, ix) * (1 - dx) + at(iy + 1, ix + 1) * dx;
        image[static_cast<size_t>(c * shape.plane() + y * shape.width + x)] =
            top * (1 - dy) + low * dy;
      }
    }
}

} // namespace dnd::rt
