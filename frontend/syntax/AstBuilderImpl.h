//===- AstBuilderImpl.h - Between the parts of AstBuilder -------*- C++ -*-===//
//
// Private to the AstBuilder*.cpp files: from the parse tree to the syntax tree.
// AstBuilder.cpp builds declarations and statements, AstBuilderExpr.cpp
// expressions; AstBuilderParse.cpp makes the parse tree.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ASTBUILDERIMPL_H
#define DND_FRONTEND_ASTBUILDERIMPL_H

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/Diagnostics.h"
#include "frontend/syntax/Tokens.h"

// ANTLR declares its own EOF.
#undef EOF
#include "DndParser.h"

namespace dnd::frontend::impl {

using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::StringRef;
using Parser = dnd::grammar::DndParser;

/// Ends building: a tree got deeper than MaxDepth, which was reported.
struct TreeTooDeep {};

/// The flat chain of a product: factors, and between them operators.
struct ProductParts {
  std::vector<Parser::FactorContext *> factors;
  Parser::ProductContext *ctx;
};

class Builder {
public:
  Builder(llvm::ArrayRef<Token> tokens, FileId file, DiagnosticEngine &diags)
      : tokens(tokens), file(file), diags(diags),
        text(diags.sources().file(file).text()) {}

  DeclPtr build(Parser::DeclarationContext *ctx);

private:
  // Declarations.
  DeclPtr build(Parser::ImportDeclContext *ctx);
  DeclPtr build(Parser::LayerDeclContext *ctx);
  DeclPtr build(Parser::TrainDeclContext *ctx);
  std::vector<Formal> build(Parser::FormalsContext *ctx);
  TrainEntry build(Parser::TrainEntryContext *ctx);
  TrainEntry build(Parser::SettingContext *ctx);
  TrainItem build(Parser::TrainItemContext *ctx);
  template <typename Node>
  void fillConst(Node &node, Parser::ConstDeclContext *ctx);

  // Statements.
  Block build(Parser::BlockContext *ctx);
  void build(Parser::StatementContext *ctx, std::vector<StmtPtr> &out);
  StmtPtr buildBroken(Parser::StatementContext *ctx);
  template <typename Node, typename Context> StmtPtr buildStored(Context *ctx);
  StmtPtr build(Parser::UpdateStmtContext *ctx);
  StmtPtr build(Parser::OutputStmtContext *ctx);
  StmtPtr build(Parser::AssignStmtContext *ctx);
  StmtPtr build(Parser::ForStmtContext *ctx);
  void checkReductions(llvm::ArrayRef<Target> targets, const Expr &value);
  StmtPtr build(Parser::IfStmtContext *ctx);
  std::vector<Target> build(Parser::TargetsContext *ctx);
  Target build(Parser::TargetContext *ctx);
  Binder build(Parser::BinderContext *ctx);

  // Expressions.
  ExprPtr build(Parser::ExprContext *ctx);
  ExprPtr build(Parser::PipeContext *ctx);
  ExprPtr build(Parser::DisjunctionContext *ctx);
  ExprPtr build(Parser::ConjunctionContext *ctx);
  ExprPtr build(Parser::NegationContext *ctx);
  ExprPtr build(Parser::ComparisonContext *ctx);
  ExprPtr build(Parser::ShiftContext *ctx);
  ExprPtr build(Parser::AdditiveContext *ctx);
  ExprPtr build(Parser::ProductContext *ctx);
  ExprPtr buildProduct(const ProductParts &parts, std::size_t first,
                       Parser::FactorContext *factor);
  ExprPtr buildSigned(Parser::FactorContext *factor);
  ExprPtr build(Parser::PowerContext *ctx);
  ExprPtr build(Parser::ExponentContext *ctx);
  ExprPtr build(Parser::PostfixContext *ctx);
  ExprPtr build(Parser::PrimaryContext *ctx);
  ExprPtr build(Parser::NumberContext *ctx);
  ExprPtr build(Parser::IndexContext *ctx);
  std::vector<Argument> build(Parser::ArgumentsContext *ctx);
  std::vector<ExprPtr> build(const std::vector<Parser::ExprContext *> &list);
  std::vector<ExprPtr> dims(Parser::DimsContext *ctx);
  std::vector<Extent> extents(Parser::ExtentsContext *ctx);
  ExprPtr binary(antlr4::tree::ParseTree *op, ExprPtr lhs, ExprPtr rhs);

  /// Sets the depth of a node whose children are in place.
  template <typename Node>
  std::unique_ptr<Node> finish(std::unique_ptr<Node> e);

  SourceRange range(const antlr4::Token *token) const {
    const Token &t = tokens[token->getTokenIndex()];
    return {file, t.begin, t.end};
  }
  SourceRange range(antlr4::tree::TerminalNode *node) const {
    return range(node->getSymbol());
  }
  SourceRange range(antlr4::ParserRuleContext *ctx) const {
    return join(range(ctx->start), range(ctx->stop));
  }
  template <typename Node> Ident ident(Node *node) const {
    return node ? Ident{node->getText(), range(node)} : Ident{};
  }
  Ident type(Parser::TypeNameContext *ctx) const {
    if (ctx && ctx->LAYER())
      return Ident{"layer", range(ctx->LAYER())};
    return ctx ? ident(ctx->name()) : Ident{};
  }
  std::string stringValue(antlr4::tree::TerminalNode *node);
  /// The text of the doc comment above a token.
  std::string doc(const antlr4::Token *start) const;

  llvm::ArrayRef<Token> tokens;
  FileId file;
  DiagnosticEngine &diags;
  StringRef text;
  /// Nested calls of buildProduct.
  unsigned productDepth = 0;
};

template <typename Node>
std::unique_ptr<Node> Builder::finish(std::unique_ptr<Node> e) {
  unsigned deepest = 0;
  forEachChild(
      *e, [&](const Expr &child) { deepest = std::max(deepest, child.depth); });
  e->depth = deepest + 1;
  if (e->depth <= MaxDepth)
    return e;
  diags.emit<DiagKind::NestingTooDeep>(e->range, "operations", MaxDepth)
      .hint("name parts of the expression in statements of their own");
  throw TreeTooDeep{};
}

/// Builds the declarations that were parsed without error. `tokens` are those
/// of the file; a parse tree's token index is an index into them.
std::vector<DeclPtr> buildDeclarations(Parser::FileContext *tree,
                                       llvm::ArrayRef<Token> tokens,
                                       FileId file, DiagnosticEngine &diags);

} // namespace dnd::frontend::impl

#endif // DND_FRONTEND_ASTBUILDERIMPL_H
