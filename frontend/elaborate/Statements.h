//===- Statements.h - Statements of a body ----------------------*- C++ -*-===//

#ifndef DND_FRONTEND_STATEMENTS_H
#define DND_FRONTEND_STATEMENTS_H

#include "frontend/elaborate/Context.h"

namespace dnd::frontend {

class Declarations;
class Expressions;

class Statements {
public:
  Statements(Context &ctx, Expressions &expressions, Declarations &declarations)
      : ctx(ctx), expressions(expressions), declarations(declarations) {}

  /// Runs every statement, also behind one with an error, so that several
  /// mistakes show in one run. False when one failed.
  bool runBlock(const ast::Block &block);

private:
  bool run(const ast::Stmt &stmt);
  void runConst(const ast::ConstStmt &s);
  void runAssign(const ast::AssignStmt &s);
  void runOutput(const ast::OutputStmt &s);
  bool runFor(const ast::ForStmt &s);
  bool runIf(const ast::IfStmt &s, std::size_t firstArm = 0);
  bool runIfByMode(const ast::IfStmt &s, std::size_t arm, bool whileTraining);
  void runBroken(const ast::BrokenStmt &s);
  void bindTargets(llvm::ArrayRef<ast::Target> targets, const Value &value,
                   SourceRange range);
  void addOutput(const ast::Ident &name, const Value &value, SourceRange range);

  Context &ctx;
  Expressions &expressions;
  Declarations &declarations;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_STATEMENTS_H
