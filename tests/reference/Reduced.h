//===- Reduced.h - Dimensions that an op reduces ----------------*- C++ -*-===//
#ifndef DND_TESTS_REFERENCE_REDUCED_H
#define DND_TESTS_REFERENCE_REDUCED_H

#include "tests/reference/Tensor.h"

#include "llvm/ADT/ArrayRef.h"

namespace dnd::reference {

/// The shape of the reduced dimensions, and which dimensions they are.
struct Reduced {
  Reduced(const Tensor &input, llvm::ArrayRef<int64_t> dims)
      : isReduced(input.rank()) {
    for (int64_t dim : dims)
      isReduced[dim] = true;
    for (int64_t d = 0; d < input.rank(); ++d)
      (isReduced[d] ? inner : outer).push_back(input.shape[d]);
  }

  /// The full index from the index of a group and the one inside it.
  std::vector<int64_t> join(const std::vector<int64_t> &group,
                            const std::vector<int64_t> &inside) const {
    std::vector<int64_t> full;
    size_t g = 0, i = 0;
    for (bool reduced : isReduced)
      full.push_back(reduced ? inside[i++] : group[g++]);
    return full;
  }

  std::vector<bool> isReduced;
  Tensor::Shape inner, outer;
};

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_REDUCED_H
