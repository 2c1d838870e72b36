//===- Softmax.h - Softmax for those that need it inside --------*- C++ -*-===//
#ifndef DND_TESTS_REFERENCE_SOFTMAX_H
#define DND_TESTS_REFERENCE_SOFTMAX_H

#include "tests/reference/Tensor.h"

namespace dnd::reference {

/// Softmax over one dimension, or its logarithm.
Tensor softmaxOf(const Tensor &input, int64_t dim, bool logarithm);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_SOFTMAX_H
