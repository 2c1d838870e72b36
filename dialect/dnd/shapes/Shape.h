//===- Shape.h - the type of a result, or why there is none -----*- C++ -*-===//
#ifndef DND_DIALECT_DND_SHAPES_SHAPE_H
#define DND_DIALECT_DND_SHAPES_SHAPE_H

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace dnd::shapes {

using mlir::RankedTensorType;

/// What is wrong in words, without a subject: `has ...`, `needs ...`. Empty
/// when nothing is.
using Problem = std::string;

/// The type of a result, or what is wrong with the operands.
class TypeOr {
public:
  TypeOr(RankedTensorType type) : type(type) {}
  TypeOr(Problem problem) : problem(std::move(problem)) {}

  explicit operator bool() const { return problem.empty(); }
  RankedTensorType operator*() const { return type; }
  const Problem &message() const { return problem; }

private:
  RankedTensorType type;
  Problem problem;
};

/// Puts the parts of a message together; types stand in quotes as in MLIR's
/// own messages.
template <typename... Parts> Problem say(const Parts &...parts) {
  Problem text;
  llvm::raw_string_ostream stream(text);
  auto one = [&](const auto &part) {
    if constexpr (std::is_convertible_v<decltype(part), mlir::Type>)
      stream << '\'' << mlir::Type(part) << '\'';
    else
      stream << part;
  };
  (one(parts), ...);
  return text;
}

/// `dim` is no dimension of the type, or the batch.
Problem checkDim(RankedTensorType type, int64_t dim);
/// `dims` are not strictly increasing dimensions of the type without the batch.
Problem checkDims(RankedTensorType type, llvm::ArrayRef<int64_t> dims);
/// The tensor that `what` names has another rank.
Problem checkRank(llvm::StringRef what, RankedTensorType type, int64_t rank);
/// The tensor that `what` names has another shape.
Problem checkShape(llvm::StringRef what, RankedTensorType type,
                   llvm::ArrayRef<int64_t> expected);
/// The tensor that `what` names does not hold i32.
Problem checkIndices(llvm::StringRef what, RankedTensorType type);
/// The tensor has no batch.
Problem checkBatch(RankedTensorType type);
/// The first of several problems.
template <typename... Rest>
Problem firstOf(Problem first, const Rest &...rest) {
  if constexpr (sizeof...(rest) == 0)
    return first;
  else
    return first.empty() ? firstOf(Problem(rest)...) : first;
}

/// The type with another shape.
RankedTensorType withShape(RankedTensorType type,
                           llvm::ArrayRef<int64_t> shape);
/// The type with another extent of one dimension.
RankedTensorType withExtent(RankedTensorType type, int64_t dim, int64_t extent);

} // namespace dnd::shapes

#endif // DND_DIALECT_DND_SHAPES_SHAPE_H
