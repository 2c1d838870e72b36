//===- FormMatch.h - special forms in a normal form -------------*- C++ -*-===//
//
// Decides whether the normal form of a value is a special form of one vector x
// (quadratic, low rank, sparse dendrites, dendritic fusion), and builds the op.
// One file for each form; what they share stands here.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_NETWORK_FORMMATCH_H
#define DND_PASSES_NETWORK_FORMMATCH_H

#include "passes/network/NormalForm.h"
#include "llvm/ADT/SmallBitVector.h"

namespace dnd::passes {

/// Why a value is not a special form. `depth` tells how far the match came:
/// 0 means that nothing of a special form was there, and no remark is due.
struct Refusal {
  int depth = 0;
  std::string reason;

  /// Keeps the refusal that came further.
  void merge(const Refusal &other) {
    if (other.depth > depth)
      *this = other;
  }
};

/// A product of weights over some dimensions of a term: with `dims` =
/// (d0, d1, ...), weight[d0, d1, ...] = coefficient * product of the factors.
struct WeightProduct {
  const Term *term = nullptr;
  llvm::SmallVector<Factor> factors;
  double coefficient = 1.0;
};

/// A value under consideration.
struct Candidate {
  mlir::Operation *root;
  mlir::Value x;
  const NormalForm &form;
};

/// The dimensions of its term that a factor depends on.
llvm::SmallBitVector dimsOf(const Factor &factor, unsigned numDims);

/// The factors of `term` that read x, and the others.
void splitFactors(const Term &term, mlir::Value x,
                  llvm::SmallVectorImpl<Factor> &variables,
                  llvm::SmallVectorImpl<Factor> &weights);

/// The product as a tensor indexed by the dimensions of each group flattened:
/// groups ((j), (i, k)) give shape [J, I*K]. The value itself where nothing
/// has to be computed.
mlir::Value buildWeight(mlir::OpBuilder &builder, mlir::Location loc,
                        const WeightProduct &product,
                        llvm::ArrayRef<llvm::SmallVector<unsigned>> groups,
                        mlir::Type elementType);

/// `value` under another shape; the value itself if it has that shape.
mlir::Value buildReshape(mlir::OpBuilder &builder, mlir::Location loc,
                         mlir::Value value, llvm::ArrayRef<int64_t> shape);

/// The sum of values of one type; null for none.
mlir::Value buildSum(mlir::OpBuilder &builder, mlir::Location loc,
                     llvm::ArrayRef<mlir::Value> values);

/// Each tries one family of forms. On a match builds it before the root,
/// returns the new value (of the root's type) and sets `what` to its
/// description; otherwise returns null and says why in `refusal`.
mlir::Value matchPolynomialForm(mlir::OpBuilder &builder, const Candidate &c,
                                std::string &what, Refusal &refusal);
mlir::Value matchGatherContract(mlir::OpBuilder &builder, const Candidate &c,
                                std::string &what, Refusal &refusal);
mlir::Value matchDendriticFusion(mlir::OpBuilder &builder, const Candidate &c,
                                 std::string &what, Refusal &refusal);

} // namespace dnd::passes

#endif // DND_PASSES_NETWORK_FORMMATCH_H
