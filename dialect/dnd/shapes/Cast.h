//===- Cast.h - the same numbers in another float type ----------*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_CAST_H
#define DND_DIALECT_DND_SHAPES_CAST_H

#include "dialect/dnd/shapes/Shape.h"

namespace dnd::shapes {

inline RankedTensorType castType(RankedTensorType input, mlir::Type element) {
  return RankedTensorType::get(input.getShape(), element);
}

/// Both element types are floats.
inline TypeOr cast(RankedTensorType input, mlir::Type element) {
  for (mlir::Type type : {input.getElementType(), element})
    if (!llvm::isa<mlir::FloatType>(type))
      return say("changes the type of floats, found ", type);
  return castType(input, element);
}

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_CAST_H
