//===- IndexEquation.h - Formulas over named indices ------------*- C++ -*-===//
//
// Turns `y[j] = sum(i) w[j,i] * x[i]` into dnd ops in three steps: resolve
// names, find the extent of each index, build contractions, maps and
// reductions.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_INDEXEQUATION_H
#define DND_FRONTEND_INDEXEQUATION_H

#include "frontend/elaborate/Expressions.h"

namespace dnd::frontend {

/// An index of an equation: it runs over [low, low + extent).
struct IndexVar {
  std::string name;
  SourceRange range;
  std::int64_t low = 0;
  /// -1 until something says how far it runs.
  std::int64_t extent = -1;
  SourceRange extentFrom;
  std::string extentReason;
  bool isTarget = false, used = false, failed = false;
  /// Its dimension: targets first, then in the order of the reductions.
  unsigned dim = 0;
};

/// constant + sum of coefficient * index + sum of coefficient * table value.
struct AffineForm {
  struct Term {
    IndexVar *index;
    std::int64_t coefficient;
  };
  struct Lookup {
    TensorRef table;
    std::vector<AffineForm> indices;
    std::int64_t coefficient;
  };
  std::int64_t constant = 0;
  llvm::SmallVector<Term, 2> terms;
  std::vector<Lookup> lookups;
  SourceRange range;

  bool isConstant() const { return terms.empty() && lookups.empty(); }
  /// The index that this is, alone and unscaled; null when it is more.
  IndexVar *plainIndex() const;
};

/// Smallest and largest value of a form; its indices must have extents.
std::pair<std::int64_t, std::int64_t> bounds(const AffineForm &form);
/// The largest extent of `open` for which `form` stays below `extent`, the
/// other indices being known; nothing when `open` does not limit it.
std::optional<std::int64_t> largestExtent(const AffineForm &form,
                                          const IndexVar &open,
                                          std::int64_t extent);

/// Evaluates an index equation. `targets` are the indices on the left; the
/// result has one dimension for each, in their order, and the batch when the
/// right side has it.
Value evaluateIndexEquation(Expressions &expressions,
                            llvm::ArrayRef<ast::Binder> targets,
                            llvm::StringRef name, const ast::Expr &expr);

} // namespace dnd::frontend

#endif // DND_FRONTEND_INDEXEQUATION_H
