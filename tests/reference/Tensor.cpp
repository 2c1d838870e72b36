//===- Tensor.cpp - Arrays of doubles for the reference -------------------===//
//
// Indexing of row-major arrays, with every index checked.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Tensor.h"

#include <random>

#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"

namespace dnd::reference {

int64_t Tensor::count(const Shape &shape) {
  int64_t n = 1;
  for (int64_t extent : shape)
    n *= extent;
  return n;
}

int64_t Tensor::offset(const std::vector<int64_t> &index) const {
  if (index.size() != shape.size())
    llvm::report_fatal_error("reference: index of wrong length");
  int64_t at = 0;
  for (size_t d = 0; d < shape.size(); ++d) {
    if (index[d] < 0 || index[d] >= shape[d])
      llvm::report_fatal_error(llvm::Twine("reference: index ") +
                               llvm::Twine(index[d]) + " is outside of " +
                               llvm::Twine(shape[d]));
    at = at * shape[d] + index[d];
  }
  return at;
}

double &Tensor::at(const std::vector<int64_t> &index) {
  return data[offset(index)];
}

double Tensor::at(const std::vector<int64_t> &index) const {
  return data[offset(index)];
}

Tensor drawTensor(const Tensor::Shape &shape, uint64_t seed, bool positive) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<> size(0.2, 1.5);
  Tensor tensor(shape);
  for (double &value : tensor.data) {
    value = size(engine);
    if (!positive && (engine() & 1))
      value = -value;
  }
  return tensor;
}

} // namespace dnd::reference
