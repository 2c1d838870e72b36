//===- IndexNode.h - Resolved formulas over named indices -------*- C++ -*-===//
//
// Between the two halves of an index equation: IndexEquation.cpp resolves names
// and extents into this tree, IndexLowering.cpp builds ops from it.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_INDEXNODE_H
#define DND_FRONTEND_INDEXNODE_H

#include "frontend/index/IndexEquation.h"

namespace dnd::frontend {

struct IndexNode {
  enum class Kind : std::uint8_t {
    Constant, ///< a compile-time number
    Access,   ///< tensor[indices]
    Index,    ///< the number of an index
    Negate,
    Not,
    Binary,
    Select,
    ByMode,   ///< the first of two while training, else the second
    Function, ///< a pointwise function of the language
    Call,     ///< another layer or function, applied elementwise
    Reduce,
  };
  Kind kind;
  SourceRange range;
  Value constant;
  TensorRef tensor;
  std::vector<AffineForm> indices;
  IndexVar *index = nullptr;
  std::string function;
  const ast::Expr *source = nullptr;
  std::vector<IndexVar *> binders;
  /// Of a reduction: it runs over the samples, too.
  bool overBatch = false;
  std::vector<std::unique_ptr<IndexNode>> kids;

  bool isConstant() const { return kind == Kind::Constant; }
};
using IndexNodePtr = std::unique_ptr<IndexNode>;

/// Builds the ops of a resolved tree; one dimension of the result for each
/// target.
Value lowerIndexNode(Expressions &expressions, const IndexNode &root,
                     llvm::ArrayRef<IndexVar *> targets);

} // namespace dnd::frontend

#endif // DND_FRONTEND_INDEXNODE_H
