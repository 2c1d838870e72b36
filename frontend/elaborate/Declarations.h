//===- Declarations.h - What a body declares --------------------*- C++ -*-===//
//
// Inputs (Inputs.cpp); parameters, tables, states with their updates and noise
// (Declarations.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_DECLARATIONS_H
#define DND_FRONTEND_DECLARATIONS_H

#include "frontend/elaborate/Context.h"
#include "frontend/elaborate/Rules.h"

namespace dnd::frontend {

class Expressions;

class Declarations {
public:
  Declarations(Context &ctx, Expressions &expressions)
      : ctx(ctx), expressions(expressions),
        rules(ctx.diags, ctx.constEval, ctx.storage) {}

  void runInput(const ast::InputStmt &s);
  void runParam(const ast::ParamStmt &s);
  void runTable(const ast::TableStmt &s);
  void runState(const ast::StateStmt &s);
  void runUpdate(const ast::UpdateStmt &s);
  void runNoise(const ast::NoiseStmt &s);

private:
  /// What a stored tensor needs before it is made.
  struct Place {
    std::string path;
    Shape shape;
    /// The value behind '~'; an error without one.
    Value rule;
  };

  bool bindDims(const ast::InputStmt &s, const TensorRef &tensor);
  void runTopInput(const ast::InputStmt &s);
  std::optional<Place> place(const ast::StoredStmt &s, Binding::Kind kind);
  void keep(const ast::StoredStmt &s, Binding::Kind kind, Storage kept,
            TensorRef tensor, llvm::StringRef what);
  bool mayStore(SourceRange range, llvm::StringRef what);
  TensorRef updateValue(const ast::UpdateStmt &s, const Tensor &state);

  Context &ctx;
  Expressions &expressions;
  RuleReader rules;
  /// The states that a step updates, and where.
  std::map<std::string, SourceRange> updates;
  /// How often the paths of noise were used.
  std::map<std::string, unsigned> noises;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_DECLARATIONS_H
