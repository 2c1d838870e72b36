//===- StopGradient.h - the same value, with derivative zero ----*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_STOPGRADIENT_H
#define DND_DIALECT_DND_SHAPES_STOPGRADIENT_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

inline TypeOr stopGradient(RankedTensorType input) { return input; }

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_STOPGRADIENT_H
