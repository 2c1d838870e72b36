//===- IndexResolver.h - Names and extents of an index equation -*- C++ -*-===//
//
// Turns the right side of an index equation into an IndexNode tree and finds
// how far each index runs. Names are resolved in IndexEquation.cpp, accesses
// and extents in IndexExtents.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_INDEXRESOLVER_H
#define DND_FRONTEND_INDEXRESOLVER_H

#include "frontend/index/IndexNode.h"

namespace dnd::frontend {

/// One tensor dimension that a form runs over.
struct IndexUse {
  const AffineForm *form;
  std::int64_t extent;
  TensorRef tensor;
  unsigned dimension;
};

/// Resolves one index equation.
class IndexResolver {
public:
  explicit IndexResolver(Expressions &expressions)
      : expressions(expressions), ctx(expressions.context()), diags(ctx.diags) {
  }

  IndexVar *addIndex(const ast::Binder &binder, bool isTarget);
  IndexNodePtr resolve(const ast::Expr &e);
  bool inferExtents();
  void push(IndexVar *var) { visible.push_back(var); }
  bool checkUsed(const ast::ReduceExpr &e, llvm::ArrayRef<IndexVar *> binders);

private:
  IndexNodePtr node(IndexNode::Kind kind, const ast::Expr &e);
  IndexNodePtr constant(const ast::Expr &e, Value value);
  IndexNodePtr fromValue(const ast::Expr &e, const Value &value);
  IndexNodePtr resolveName(const ast::NameExpr &e);
  IndexNodePtr resolveUnary(const ast::UnaryExpr &e);
  IndexNodePtr resolveBinary(const ast::BinaryExpr &e);
  IndexNodePtr resolveIf(const ast::IfExpr &e);
  IndexNodePtr resolveByMode(const ast::IfExpr &e, bool whileTraining);
  IndexNodePtr resolveReduce(const ast::ReduceExpr &e);
  IndexNodePtr resolveCall(const ast::CallExpr &e);
  IndexNodePtr resolveIndex(const ast::IndexExpr &e);
  bool addKids(IndexNode &n, llvm::ArrayRef<const ast::Expr *> kids);

  std::optional<AffineForm> affine(const ast::Expr &e, bool inTable);
  std::optional<AffineForm> affineBinary(const ast::BinaryExpr &e,
                                         bool inTable);
  std::optional<AffineForm> affineLookup(const ast::IndexExpr &e, bool inTable);
  std::optional<std::vector<AffineForm>>
  accessIndices(const ast::IndexExpr &e, const Tensor &tensor, bool inTable);

  IndexVar *find(llvm::StringRef name) const;
  bool mentionsIndex(const ast::Expr &e) const;
  void use(const std::vector<AffineForm> &indices, const TensorRef &tensor);
  bool inferPlain(const IndexUse &u);
  bool inferAffine();
  bool checkBounds(const IndexUse &u);

  Expressions &expressions;
  Context &ctx;
  DiagnosticEngine &diags;
  std::deque<IndexVar> vars;
  std::vector<IndexVar *> visible;
  std::vector<IndexUse> uses;
  /// Forms live in the nodes; lookups inside forms too. Both stay in place.
  std::deque<std::vector<AffineForm>> formStore;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_INDEXRESOLVER_H
