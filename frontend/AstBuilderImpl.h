//===- AstBuilderImpl.h - Between the two halves of AstBuilder --*- C++ -*-===//
//
// Private to AstBuilder.cpp (parse tree to syntax tree) and
// AstBuilderParse.cpp (text to parse tree, messages, recovery).
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ASTBUILDERIMPL_H
#define DND_FRONTEND_ASTBUILDERIMPL_H

#include "frontend/Ast.h"
#include "frontend/Diagnostics.h"
#include "frontend/Tokens.h"

// ANTLR declares its own EOF.
#undef EOF
#include "DndParser.h"

namespace dnd::frontend::impl {

/// Builds the declarations that were parsed without error. `tokens` are those
/// of the file; a parse tree's token index is an index into them.
std::vector<ast::DeclPtr>
buildDeclarations(grammar::DndParser::FileContext *tree,
                  llvm::ArrayRef<Token> tokens, FileId file,
                  DiagnosticEngine &diags);

} // namespace dnd::frontend::impl

#endif // DND_FRONTEND_ASTBUILDERIMPL_H
