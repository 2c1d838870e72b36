//===- Tensor.h - Arrays of doubles for the reference -----------*- C++ -*-===//
//
// The only value of the float64 evaluator: a shape and its numbers in row-major
// order. Integers (labels, tables) are doubles with an integral value.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_REFERENCE_TENSOR_H
#define DND_TESTS_REFERENCE_TENSOR_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dnd::reference {

struct Tensor {
  using Shape = std::vector<int64_t>;

  Shape shape;
  std::vector<double> data;
  /// The numbers are integers (labels, tables): files store them as such.
  bool isInteger = false;

  Tensor() = default;
  explicit Tensor(Shape shape, double fill = 0)
      : shape(std::move(shape)), data(count(this->shape), fill) {}

  static int64_t count(const Shape &shape);
  int64_t size() const { return static_cast<int64_t>(data.size()); }
  int64_t rank() const { return static_cast<int64_t>(shape.size()); }

  /// Element at a full index; every index must lie inside the shape.
  double &at(const std::vector<int64_t> &index);
  double at(const std::vector<int64_t> &index) const;
  int64_t offset(const std::vector<int64_t> &index) const;
};

/// Tensors by the name of an input, output or parameter path.
using NamedTensors = std::map<std::string, Tensor>;

/// Fixed numbers in (-1.5, -0.2) and (0.2, 1.5), all different: away from the
/// kinks at 0 and from ties.
Tensor drawTensor(const Tensor::Shape &shape, uint64_t seed, bool positive);

/// Calls `body` for every index of `shape`, last dimension fastest; once with
/// an empty index for a scalar.
template <typename Body>
void forEachIndex(const Tensor::Shape &shape, Body body) {
  if (Tensor::count(shape) == 0)
    return;
  std::vector<int64_t> index(shape.size(), 0);
  while (true) {
    body(static_cast<const std::vector<int64_t> &>(index));
    size_t d = shape.size();
    while (d > 0 && ++index[d - 1] == shape[d - 1])
      index[--d] = 0;
    if (d == 0)
      return;
  }
}

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_TENSOR_H
