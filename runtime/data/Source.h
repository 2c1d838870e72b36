//===- Source.h - Samples as they were read ---------------------*- C++ -*-===//
//
// A source gives the numbers of a sample by its index, in the type in which the
// file has them: bytes stay bytes. What becomes of them on their way into the
// network is a Transform's.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_SOURCE_H
#define RUNTIME_DATA_SOURCE_H

#include "runtime/core/Array.h"
#include "runtime/data/Normalization.h"

#include <span>
#include <string>
#include <vector>

namespace dnd::rt {

/// One kind of numbers that every sample has.
struct Field {
  std::string input;          ///< the network's input, or empty: any
  std::vector<int64_t> shape; ///< of a sample
  DType type = DType::F32;    ///< U8, F32 or I32
  int64_t elements = 0;       ///< of a sample
};

class Source {
public:
  virtual ~Source() = default;
  virtual int64_t count() const = 0;
  virtual std::span<const Field> fields() const = 0;
  /// The numbers of a sample: where they lie, or made in `room`, which has
  /// space for them. Any number of threads may ask at the same time.
  virtual const void *numbers(size_t field, int64_t sample,
                              void *room) const = 0;
  /// Whether numbers() reads a file or decodes something.
  virtual bool isSlow() const = 0;
  /// Normalises numbers [first, first + count) of every sample for good, so
  /// that it need not be done again in each epoch; false when the source cannot
  /// hold the results.
  virtual bool normalize(size_t field, int64_t first, int64_t count,
                         const Normalization &rule) = 0;
};

/// All samples in memory.
class MemorySource : public Source {
public:
  /// Adds a field: the first dimension counts the samples. Types other than U8
  /// and I32 are converted to F32.
  void add(std::string input, Array samples);
  /// Gives the samples of a field another shape of as many elements.
  void reshape(size_t field, std::vector<int64_t> shape) {
    list[field].shape = std::move(shape);
  }
  /// Brings channels-last samples of rank 3 into channels-first order.
  void toChannelsFirst(size_t field);

  int64_t count() const override;
  std::span<const Field> fields() const override { return list; }
  const void *numbers(size_t field, int64_t sample, void *) const override {
    return row(field, sample);
  }
  bool isSlow() const override { return false; }
  bool normalize(size_t field, int64_t first, int64_t count,
                 const Normalization &rule) override;

  /// Bytes of all numbers.
  size_t bytes() const;

private:
  char *row(size_t field, int64_t sample) const {
    return arrays[field].data.as<char>() +
           static_cast<size_t>(sample * list[field].elements) *
               sizeOf(list[field].type);
  }

  std::vector<Field> list;
  std::vector<Array> arrays;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_SOURCE_H
