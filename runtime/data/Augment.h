//===- Augment.h - Training samples, changed by chance ----------*- C++ -*-===//
//
// What the recipe's line `augment` says, as steps of a Transform. Every draw is
// a function of (seed, epoch, sample, position in the line): neither the number
// of threads nor a resume changes a sample, and all inputs of a sample are
// changed alike.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_AUGMENT_H
#define RUNTIME_DATA_AUGMENT_H

#include "runtime/core/Random.h"
#include "runtime/data/Dataset.h"

namespace dnd::rt {

/// The planes of an image, row by row.
struct ImageShape {
  int64_t channels = 1, height = 1, width = 1;

  int64_t plane() const { return height * width; }
  int64_t elements() const { return channels * plane(); }
};

/// What every augmentation has: the image's shape and a stream of its own.
class ImageStep : public Augmentation {
public:
  ImageStep(const ImageShape &shape, uint64_t stream)
      : shape(shape), stream(stream) {}

protected:
  RandomSequence drawsOf(const SampleKey &key) const;

  ImageShape shape;
  uint64_t stream;
};

/// A step of the line. `call` names one of the table's augmentations, which
/// changes images of `shape`; gaussian_noise takes any shape.
std::shared_ptr<const Augmentation>
makePlaceStep(const RecipeCall &call, const ImageShape &shape, uint64_t stream);
std::shared_ptr<const Augmentation>
makePixelStep(const RecipeCall &call, const ImageShape &shape, uint64_t stream);
std::shared_ptr<const Augmentation> makeRandAugment(const RecipeCall &call,
                                                    const ImageShape &shape,
                                                    uint64_t stream);

/// Adds the steps of the line to all inputs of reals of a part. Throws
/// Error(Data) where an augmentation wants an image and an input is none.
void augmentPart(const Model &model, const std::vector<RecipeCall> &line,
                 DataPart &part);

//===----------------------------------------------------------------------===//
// Resampling
//===----------------------------------------------------------------------===//

/// Where pixel (x, y) of a result comes from: (xx x + xy y + x0, yx x + yy y +
/// y0), in pixels; the centre of a pixel lies at its whole numbers.
struct PlaceMap {
  double xx = 1, xy = 0, x0 = 0, yx = 0, yy = 1, y0 = 0;
};

/// By `degrees` around the centre of the image.
PlaceMap rotationBy(double degrees, const ImageShape &shape);

/// The image seen through a map, linear between the four nearest pixels;
/// outside of the image lies `outside`.
void resample(std::span<float> image, const ImageShape &shape,
              const PlaceMap &map, float outside);

} // namespace dnd::rt

#endif // RUNTIME_DATA_AUGMENT_H
