//===- Normalization.h - Scaling of inputs ----------------------*- C++ -*-===//
//
// (x - mean) / std for each channel or number of an input.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_NORMALIZATION_H
#define RUNTIME_DATA_NORMALIZATION_H

#include <cstdint>
#include <vector>

namespace dnd::rt {

/// (x - mean) / std, element i of a sample using entry (i / inner) % size;
/// computed in double and rounded once.
struct Normalization {
  std::vector<double> mean, std; ///< empty: nothing to do
  int64_t inner = 1;

  void apply(float *samples, int64_t count, int64_t elements) const;
  bool operator==(const Normalization &) const = default;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_NORMALIZATION_H
