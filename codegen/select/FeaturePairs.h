//===- FeaturePairs.h - forms of few features and many outputs --*- C++ -*-===//
//
// A quadratic form of n features is a product of its n (n + 1) / 2 products of
// pairs with a matrix. Where outputs are many they share those products, and
// sums are long although n is small.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SELECT_FEATUREPAIRS_H
#define DND_CODEGEN_SELECT_FEATUREPAIRS_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen {

/// True where processors multiply pairs of features once for all outputs.
bool multipliesPairs(int64_t features, int64_t outputs);

/// Marks the products of three factors of a function (on tensors) of which one
/// is a sum A + A' over its last two dimensions.
void markSymmetricFactors(mlir::func::FuncOp func);

/// dx[b, i] = sum over j, k of g[b, j] S[j, i, k] x[b, k] with symmetric S[j]:
/// operands and dimensions of a packed_contract.
struct PairGradient {
  unsigned adjoint, matrix, input; // operands
  unsigned batch, row;             // dimensions b and i
  int64_t outputs, features;
};

/// Recognises it (on buffers) where pairs pay.
std::optional<PairGradient> matchPairGradient(dndrt::PackedContractOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_FEATUREPAIRS_H
