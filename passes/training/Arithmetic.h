//===- Arithmetic.h - how much a network computes ---------------*- C++ -*-===//
#ifndef DND_PASSES_TRAINING_ARITHMETIC_H
#define DND_PASSES_TRAINING_ARITHMETIC_H

#include "dialect/dnd/DndDialect.h"

namespace dnd::passes {

/// Multiplications with an addition of one sample through a network: the points
/// of its sums of products, each weight of a form once for each place that it
/// is applied at. Pointwise functions and reductions do not count.
int64_t multiplyAdds(NetworkOp network);

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_ARITHMETIC_H
