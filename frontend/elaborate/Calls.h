//===- Calls.h - Pipes and calls --------------------------------*- C++ -*-===//

#ifndef DND_FRONTEND_CALLS_H
#define DND_FRONTEND_CALLS_H

#include "frontend/elaborate/Context.h"

namespace dnd::frontend {

class Expressions;
class Layers;

class Calls {
public:
  Calls(Context &ctx, Expressions &expressions, Layers &layers)
      : ctx(ctx), expressions(expressions), layers(layers) {}

  Value evaluatePipe(const ast::PipeExpr &e, Hint hint);
  /// `pipeInput`, when there is one, stands in front of the arguments.
  Value evaluateCall(const ast::CallExpr &e, Hint hint,
                     const Value *pipeInput = nullptr,
                     SourceRange pipeRange = {});
  /// The first argument gets the hint.
  CallArguments evaluateArguments(llvm::ArrayRef<ast::Argument> arguments,
                                  Hint hint);

private:
  bool mayOwnParameters(const ast::Expr &e);
  Value callNamed(const ast::CallExpr &e, const ast::NameExpr &callee,
                  CallArguments &args, Hint hint);
  Value callValue(const ast::CallExpr &e, const Value &callee,
                  CallArguments &args, Hint hint);
  void reportUnknownLayer(const ast::NameExpr &e);

  Context &ctx;
  Expressions &expressions;
  Layers &layers;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_CALLS_H
