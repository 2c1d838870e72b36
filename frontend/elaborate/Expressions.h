//===- Expressions.h - Values of expressions --------------------*- C++ -*-===//
//
// Numbers, lists and layers are computed; what depends on tensors becomes ops.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_EXPRESSIONS_H
#define DND_FRONTEND_EXPRESSIONS_H

#include "frontend/elaborate/Context.h"

namespace dnd::frontend {

class Calls;

class Expressions {
public:
  Expressions(Context &ctx, Calls &calls) : ctx(ctx), calls(calls) {}

  Context &context() { return ctx; }

  /// `hint` is what the value will be called.
  Value evaluate(const ast::Expr &expr, Hint hint = {});
  /// Evaluates an expression where only `names` and top-level names are
  /// visible; for recipes and -D.
  Value evaluateIn(const ast::Expr &expr,
                   llvm::ArrayRef<std::pair<std::string, Value>> names);
  /// Evaluates an expression some of whose parts have their values already.
  Value evaluateWith(
      const ast::Expr &expr,
      llvm::ArrayRef<std::pair<const ast::Expr *, Value>> replacements);
  /// The same with `names` as the only visible names.
  Value
  evaluateWith(const ast::Expr &expr,
               llvm::ArrayRef<std::pair<const ast::Expr *, Value>> replacements,
               llvm::ArrayRef<std::pair<std::string, Value>> names);
  Value evaluateName(const ast::NameExpr &e);
  /// The value of a constant of a file, or of its -D.
  Value globalConst(const ast::ConstDecl &decl);

  //===--------------------------------------------------------------------===//
  // For statements
  //===--------------------------------------------------------------------===//

  /// The value of `target = value`; an index equation when the target has
  /// indices.
  Value evaluateTarget(const ast::Target &target, const ast::Expr &value);
  /// What the value for a target will be called.
  Hint hintFor(const ast::Target &target);
  /// Extents of `owner`; nothing after a message (Slices.cpp).
  std::optional<Shape> evaluateDims(llvm::ArrayRef<ast::ExprPtr> dims,
                                    llvm::StringRef owner);
  /// Extents of a declaration; `shape(x)...` stands for several.
  std::optional<Shape> evaluateExtents(llvm::ArrayRef<ast::Extent> extents,
                                       llvm::StringRef owner);

private:
  Value evaluateIf(const ast::IfExpr &e, Hint hint);
  Value evaluateByMode(const ast::IfExpr &e, bool whileTraining, Hint hint);
  // Slices.cpp.
  Value evaluateIndex(const ast::IndexExpr &e);
  Value indexList(const ast::IndexExpr &e, const Value &list);
  Value sliceTensor(const ast::IndexExpr &e, const Value &base);
  std::optional<std::int64_t> toExtent(const Value &value, SourceRange range,
                                       llvm::StringRef owner);

  Context &ctx;
  Calls &calls;
  std::map<const ast::Expr *, Value> replaced;
  std::map<const ast::ConstDecl *, Value> constValues;
  std::set<const ast::ConstDecl *> constsInWork;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_EXPRESSIONS_H
