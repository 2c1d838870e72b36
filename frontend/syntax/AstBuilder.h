//===- AstBuilder.h - Parses a file into its syntax tree --------*- C++ -*-===//
//
// The only door to the generated parser; its implementation is the only file
// that sees ANTLR.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ASTBUILDER_H
#define DND_FRONTEND_ASTBUILDER_H

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/Diagnostics.h"

namespace dnd::frontend {

/// Parses a file. Syntax errors go to `diags`, several in one run; the tree
/// then holds the statements that were understood. Never throws, whatever the
/// text is.
ast::File parseFile(FileId file, DiagnosticEngine &diags);

} // namespace dnd::frontend

#endif // DND_FRONTEND_ASTBUILDER_H
