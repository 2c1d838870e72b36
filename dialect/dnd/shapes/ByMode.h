//===- ByMode.h - one value while training, another otherwise ---*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_BYMODE_H
#define DND_DIALECT_DND_SHAPES_BYMODE_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

/// Both values have the type of the result.
inline TypeOr byMode(RankedTensorType training, RankedTensorType otherwise) {
  if (training != otherwise)
    return say("has the type ", training, " while training, ", otherwise,
               " otherwise");
  return training;
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_BYMODE_H
