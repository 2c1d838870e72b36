//===- IndexLowering.h - Sums of products of accesses -----------*- C++ -*-===//
//
// The form in which a formula is kept while its ops are built. Products become
// tensors in IndexLowering.cpp, nodes become products in IndexProducts.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_INDEXLOWERING_H
#define DND_FRONTEND_INDEXLOWERING_H

#include "frontend/index/IndexNode.h"

namespace dnd::frontend::lowering {

using Vars = llvm::SmallVector<IndexVar *, 4>;

struct Factor {
  TensorRef tensor;
  std::vector<AffineForm> indices;
  unsigned power = 1;
};

/// coefficient * product of factors, summed over `reduced`.
struct Product {
  double coefficient = 1;
  std::vector<Factor> factors;
  Vars reduced;

  bool isNumber() const { return factors.empty(); }
};
using Terms = std::vector<Product>;

/// A tensor with the index of each of its dimensions.
struct Indexed {
  TensorRef tensor;
  Vars dims;
};

class Lowering {
public:
  explicit Lowering(Expressions &expressions)
      : expressions(expressions), ctx(expressions.context()),
        emit(ctx.emitter) {}

  Value run(const IndexNode &root, llvm::ArrayRef<IndexVar *> targets);

private:
  std::optional<Terms> lower(const IndexNode &n);
  std::optional<Terms> lowerBinary(const IndexNode &n);
  std::optional<Terms> lowerPower(const IndexNode &n);
  std::optional<Terms> lowerFunction(const IndexNode &n);
  std::optional<Terms> lowerCall(const IndexNode &n);
  std::optional<Terms> lowerReduce(const IndexNode &n);
  std::optional<Terms> lowerByMode(const IndexNode &n);
  Terms overBatch(const Product &p, bool isMean);
  Terms multiply(Terms a, Terms b);
  bool worthDistributing(const Terms &sum) const;
  /// One access over the value's own indices.
  Product freeze(const Terms &terms);
  Terms access(const Indexed &value);
  Terms broadcastMap(MapFn fn, llvm::ArrayRef<Terms> args);

  Indexed materialize(const Terms &terms);
  Indexed materialize(const Product &product);
  Indexed contract(const Product &product, const Vars &out,
                   bool sumBatch = false);
  std::optional<Indexed> alias(const Product &product);
  Indexed combine(MapFn fn, llvm::ArrayRef<Indexed> args,
                  llvm::ArrayRef<double> params = {});
  Indexed spread(const Indexed &value, llvm::ArrayRef<IndexVar *> dims);

  mlir::AffineExpr expression(const AffineForm &form,
                              llvm::ArrayRef<IndexVar *> dims,
                              std::vector<ContractFactor> *tables);
  mlir::AffineMap mapOnto(const Indexed &value,
                          llvm::ArrayRef<IndexVar *> dims);

  Expressions &expressions;
  Context &ctx;
  Emitter &emit;
  unsigned sumDepth = 0;
};

void addVar(Vars &vars, IndexVar *var);
void addVars(Vars &vars, const AffineForm &form);
void sortVars(Vars &vars);
Vars varsOf(const Factor &factor);
/// All indices of the factors, in the order of the dimensions.
Vars allVars(const Product &p);
Vars freeVars(const Product &p);
double volume(llvm::ArrayRef<IndexVar *> vars);
Shape extentsOf(llvm::ArrayRef<IndexVar *> vars);
AffineForm formOf(IndexVar *var);
/// The dimension index for tensors that were computed over index variables:
/// position p of the tensor is the value low + p of the index.
IndexVar *ownIndex(const AffineForm &form);
Terms number(double value);
bool isNumber(const Terms &terms);

} // namespace dnd::frontend::lowering

#endif // DND_FRONTEND_INDEXLOWERING_H
