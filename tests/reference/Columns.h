//===- Columns.h - Feature vectors of a tensor ------------------*- C++ -*-===//
//
// What the special forms share: they act on the vectors along one axis.
//
//===----------------------------------------------------------------------===//
#ifndef DND_TESTS_REFERENCE_COLUMNS_H
#define DND_TESTS_REFERENCE_COLUMNS_H

#include "tests/reference/Tensor.h"

namespace dnd::reference {

/// A tensor seen as [outer, features, inner] around the feature axis.
struct Columns {
  Columns(const Tensor &x, int64_t axis) : features(x.shape[axis]) {
    for (int64_t d = 0; d < axis; ++d)
      outer *= x.shape[d];
    for (int64_t d = axis + 1; d < x.rank(); ++d)
      inner *= x.shape[d];
  }

  /// The feature vector at one place.
  std::vector<double> gather(const Tensor &x, int64_t o, int64_t p) const {
    std::vector<double> v(features);
    for (int64_t i = 0; i < features; ++i)
      v[i] = x.data[(o * features + i) * inner + p];
    return v;
  }

  int64_t outer = 1, features, inner = 1;
};

inline double dot(const double *a, const std::vector<double> &x) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i)
    sum += a[i] * x[i];
  return sum;
}

/// y[..., j, ...] = neuron(j, x[..., :, ...]) at every place.
template <typename Neuron>
Tensor everywhere(const Tensor &x, int64_t axis, int64_t J, Neuron neuron) {
  Columns columns(x, axis);
  Tensor::Shape shape = x.shape;
  shape[axis] = J;
  Tensor y(shape);
  for (int64_t o = 0; o < columns.outer; ++o)
    for (int64_t p = 0; p < columns.inner; ++p) {
      std::vector<double> v = columns.gather(x, o, p);
      for (int64_t j = 0; j < J; ++j)
        y.data[(o * J + j) * columns.inner + p] = neuron(j, v);
    }
  return y;
}

/// w_j.x + b_j, where given.
inline double affinePart(const Tensor *linear, const Tensor *bias, int64_t j,
                         const std::vector<double> &x) {
  double sum = bias ? bias->data[j] : 0;
  if (linear)
    sum += dot(&linear->data[j * x.size()], x);
  return sum;
}

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_COLUMNS_H
