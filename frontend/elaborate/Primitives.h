//===- Primitives.h - The functions that are one primitive ------*- C++ -*-===//
//
// The language's function table: a row for each function that is one op of the
// dialect, with its arguments and how the op is built. Shapes are checked by
// the shape function of the op.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_PRIMITIVES_H
#define DND_FRONTEND_PRIMITIVES_H

#include "dialect/dnd/shapes/Shape.h"
#include "frontend/elaborate/Value.h"

#include "mlir/IR/Builders.h"

#include <optional>

namespace dnd::frontend {

enum class ParameterKind : std::uint8_t {
  /// A number, infinite ones included.
  Real,
  /// A dimension of x, counted from the end when negative.
  Axis,
  /// A list with an entry for each dimension of x: a pair [low, high], or a
  /// number for both.
  Pairs,
  /// A list with an integer for each dimension of x, or one for all of them.
  Integers,
};

/// A parameter behind x. One without a `standard` must be given.
struct PrimitiveParameter {
  llvm::StringLiteral name;
  ParameterKind kind;
  std::optional<double> standard;
};

/// The arguments of a call by kind, in the dimensions of the tensor that goes
/// in: the batch, where x has it, is dimension 0.
struct PrimitiveArguments {
  double real = 0;
  std::int64_t axis = 0;
  llvm::SmallVector<std::int64_t> low, high; // of Pairs
  llvm::SmallVector<std::int64_t> integers;

  /// The same behind the batch, which has 0 in every list.
  PrimitiveArguments withBatch() const;
};

/// A row of the table: a function of a tensor x.
struct Primitive {
  llvm::StringLiteral name;
  llvm::SmallVector<PrimitiveParameter, 3> parameters;
  shapes::TypeOr (*type)(mlir::RankedTensorType x,
                         const PrimitiveArguments &arguments);
  mlir::Value (*build)(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Type result, mlir::Value x,
                       const PrimitiveArguments &arguments);
};

/// Null for other names.
const Primitive *findPrimitive(llvm::StringRef name);
std::vector<llvm::StringRef> primitiveNames();

} // namespace dnd::frontend

#endif // DND_FRONTEND_PRIMITIVES_H
