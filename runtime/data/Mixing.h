//===- Mixing.h - Batches of mixed samples ----------------------*- C++ -*-===//
//
// Mixup (Zhang et al., "mixup: beyond empirical risk minimization", 2018) and
// CutMix (Yun et al., "CutMix: regularization strategy to train strong
// classifiers", 2019) of whole batches. What is drawn is a function of (seed,
// epoch, batch) alone.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_MIXING_H
#define RUNTIME_DATA_MIXING_H

#include "runtime/core/Random.h"
#include "runtime/data/Augment.h"

#include <optional>

namespace dnd::rt {

/// Sample n of a batch of `size` is mixed with sample size - 1 - n: the order
/// of the samples is drawn anew in every epoch. Both samples of a pair get the
/// larger share of themselves. The inputs are normalised.
class Mixing {
public:
  /// `images` are those of the inputs; empty ones may be mixed, not cut.
  Mixing(const Descriptor &model, std::vector<std::optional<ImageShape>> images)
      : model(model), images(std::move(images)) {}

  /// Adds a step of the line, which mixes samples. Of several, each batch takes
  /// one, all with the same probability.
  void add(const RecipeCall &call) { rules.push_back(call); }

  /// Mixes a batch: of each input, then of the target (see BatchPlace).
  void apply(const SampleKey &key, int64_t step, int64_t size,
             std::span<void *const> place) const;
  /// Mixes the targets alone.
  void applyToTargets(const SampleKey &key, int64_t step, int64_t size,
                      float *targets) const;

private:
  /// What is done to a batch.
  struct Draw {
    /// Of a sample's own target.
    double share = 1;
    bool cuts = false;
    /// The box, in parts of the image: its centre and its sides.
    double x = 0, y = 0, side = 0;
    /// The sample keeps the box and takes what is around it.
    bool keepsBox = false;
  };
  struct Box {
    int64_t left = 0, right = 0, top = 0, bottom = 0;
    double share(const ImageShape &image) const;
  };

  Draw draw(const SampleKey &key, int64_t step) const;
  static Box boxIn(const Draw &draw, const ImageShape &image);

  const Descriptor &model;
  std::vector<std::optional<ImageShape>> images;
  std::vector<RecipeCall> rules;
};

/// A number between 0 and 1 of the Beta distribution with both parameters
/// `alpha` > 0.
double symmetricBeta(RandomSequence &draws, double alpha);

} // namespace dnd::rt

#endif // RUNTIME_DATA_MIXING_H
