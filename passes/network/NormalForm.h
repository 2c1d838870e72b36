//===- NormalForm.h - a value as a sum of products --------------*- C++ -*-===//
//
// The normal form of an index equation: a value of rank n as a sum of terms,
// each coefficient * sum over indices of a product of leaves, each leaf read
// through an index map. Chains of contract and map are written out
// symbolically, so that the same formula has one form however it was spelled.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_NETWORK_NORMALFORM_H
#define DND_PASSES_NETWORK_NORMALFORM_H

#include "dialect/dnd/DndDialect.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

namespace dnd::passes {

/// A leaf read at map(d; s): d the indices of the term, s its table values.
struct Factor {
  mlir::Value value;
  mlir::AffineMap map;
};

/// Symbol s of a term is table[map(d)].
struct TableUse {
  mlir::Value table;
  mlir::AffineMap map;
};

/// coefficient * sum over dimensions outer.. of the product of the factors.
/// Dimensions [0, outer) are those of the value, the others are summed over.
struct Term {
  double coefficient = 1.0;
  unsigned outer = 0;
  llvm::SmallVector<int64_t> extents;
  llvm::SmallVector<Factor> factors;
  llvm::SmallVector<TableUse> tables;

  unsigned numDims() const { return extents.size(); }
};

using NormalForm = llvm::SmallVector<Term, 4>;

/// The values that depend on an argument of the network.
llvm::DenseSet<mlir::Value> findInputDependent(mlir::Region &body);

/// Writes values out as polynomials in one value, the variable. Values that do
/// not depend on the inputs stay as they are: they are weights.
class Normaliser {
public:
  Normaliser(mlir::Value variable, const llvm::DenseSet<mlir::Value> &dependent)
      : variable(variable), dependent(dependent) {}

  /// The normal form of `value`, or failure with getReason() set.
  mlir::FailureOr<NormalForm> run(mlir::Value value);

  /// Why the last run failed, for a remark.
  const std::string &getReason() const { return reason; }

  /// The ops that the form was written out from; their results that carry a
  /// sum are computed a second time when someone else needs them too.
  const llvm::SetVector<mlir::Operation *> &getInlined() const {
    return inlined;
  }

private:
  mlir::FailureOr<NormalForm> runMap(MapOp op);
  mlir::FailureOr<NormalForm> runContract(ContractOp op);
  mlir::LogicalResult multiply(NormalForm &product, mlir::Value input,
                               mlir::AffineMap map);
  NormalForm leaf(mlir::Value value);
  bool dependsOnVariable(const NormalForm &form) const;
  mlir::LogicalResult fail(const llvm::Twine &why);

  mlir::Value variable;
  const llvm::DenseSet<mlir::Value> &dependent;
  llvm::SetVector<mlir::Operation *> inlined;
  std::string reason;
};

/// True if the op can be written out as a polynomial in its operands.
bool isPolynomial(mlir::Operation *op);

/// The number that all elements of a constant have, if there is one.
std::optional<double> getSplat(mlir::Value value);

} // namespace dnd::passes

#endif // DND_PASSES_NETWORK_NORMALFORM_H
