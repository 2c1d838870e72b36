//===- Transform.h - From a source to an input ------------------*- C++ -*-===//
//
// What happens to the numbers of a sample on their way into an input of the
// network. It is a pure function of the sample and of (seed, epoch, index), so
// that batches do not depend on which thread makes them, or when.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_TRANSFORM_H
#define RUNTIME_DATA_TRANSFORM_H

#include "runtime/core/Model.h"
#include "runtime/data/Source.h"

#include <memory>

namespace dnd::rt {

/// What chance may depend on.
struct SampleKey {
  uint64_t seed = 0;
  int64_t epoch = 0;
  int64_t sample = 0; ///< its index in the part
};

/// A change of training samples that is drawn anew in each epoch.
class Augmentation {
public:
  virtual ~Augmentation() = default;
  /// Changes the numbers of a sample, of the input's shape. Same numbers and
  /// key, same result; any number of threads may call it at the same time.
  virtual void apply(std::span<float> numbers, const SampleKey &key) const = 0;
  /// Whether it wants normalised numbers; else those of the data, bytes divided
  /// by 255.
  virtual bool isBehindNormalization() const { return false; }
};

/// Bytes become reals in [0, 1] (divided by 255) for inputs of reals; then come
/// in training the augmentations, and the normalisation.
class Transform {
public:
  /// From numbers [first, first + elements of the input) of a field.
  Transform(size_t field, const Field &from, int64_t first,
            const InputInfo &input);

  size_t field() const { return index; }
  int64_t first() const { return begin; }
  /// The room that a sample needs, in bytes.
  size_t bytes() const { return static_cast<size_t>(count) * 4; }

  void normalize(const Normalization &rule);
  void add(std::shared_ptr<const Augmentation> step);
  bool hasAugmentations() const { return !before.empty() || !behind.empty(); }

  /// Makes the input's numbers of a sample from the field's. Without a key (in
  /// evaluation) there is no augmentation.
  void apply(const void *numbers, void *to, const SampleKey *key) const;

private:
  void makeTable();
  void readIntegers(const void *numbers, int32_t *out) const;
  void readByTable(const uint8_t *numbers, float *out) const;
  void readReals(const void *numbers, float *out) const;

  size_t index;
  DType from;
  ElementType type;
  int64_t begin, count;
  Normalization rule;
  /// For bytes: what each of the 256 becomes, for each entry of the rule. Empty
  /// where the rule has too many of them.
  std::vector<float> table;
  /// Augmentations before and behind the normalisation.
  std::vector<std::shared_ptr<const Augmentation>> before, behind;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_TRANSFORM_H
