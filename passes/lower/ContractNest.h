//===- ContractNest.h - a contract as a nest of factors ---------*- C++ -*-===//
//
// The working form of dnd.contract while it is lowered: factors over a common
// iteration space, composite indices resolved into dimensions where they are
// exact, and the order in which several factors are multiplied.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_LOWER_CONTRACTNEST_H
#define DND_PASSES_LOWER_CONTRACTNEST_H

#include "dialect/AssumedBatch.h"
#include "passes/lower/Lowering.h"
#include "llvm/ADT/SmallBitVector.h"

namespace dnd::passes {

/// A tensor read at map(d; s).
struct NestFactor {
  mlir::Value tensor;
  mlir::AffineMap map;
};

/// All factors of a product over one iteration space. Symbol t of a map is the
/// entry of tables[t].tensor at tables[t].map(d).
struct ContractNest {
  llvm::SmallVector<int64_t> extents;
  llvm::SmallVector<NestFactor> factors;
  llvm::SmallVector<NestFactor> tables;

  /// Dimensions that a map reads, directly or through a table.
  llvm::SmallBitVector dimsOf(mlir::AffineMap map) const;
  /// Number of points of a set of dimensions, the batch taken as assumedBatch.
  double points(const llvm::SmallBitVector &dims) const;
  /// Dimensions of a set, the batch first.
  llvm::SmallVector<unsigned> ordered(const llvm::SmallBitVector &dims) const;
};

/// A mixed-radix index `sum c_i d_i` that runs over [0, size) exactly once:
/// its dimensions from the slowest to the fastest, or nothing.
std::optional<llvm::SmallVector<unsigned>>
exactRadix(mlir::AffineExpr expr, unsigned numDims, unsigned numSymbols,
           llvm::ArrayRef<int64_t> extents, int64_t size);

/// Gives every factor a view in which exact mixed-radix indices (x[s*D + d])
/// are dimensions of their own.
void splitCompositeIndices(Lowering &lowering, mlir::Location loc,
                           ContractNest &nest);

/// A tree of products: a leaf is one factor, an inner node multiplies its two
/// children and sums what nothing else needs.
struct ProductTree {
  int factor = -1;
  std::unique_ptr<ProductTree> left, right;
};

/// The cheapest order (operations first, then memory) that keeps intermediates
/// small; null where one loop nest over all factors is as good.
std::unique_ptr<ProductTree> chooseOrder(const ContractNest &nest,
                                         const llvm::SmallBitVector &outDims);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_CONTRACTNEST_H
