//===- AstText.h - Pieces of the tree's text --------------------*- C++ -*-===//

#ifndef DND_FRONTEND_ASTTEXT_H
#define DND_FRONTEND_ASTTEXT_H

#include "frontend/syntax/Ast.h"

namespace dnd::frontend::ast {

/// Prints a string with its quotes and escapes, as the author would write it.
void printString(llvm::StringRef value, llvm::raw_ostream &os);

} // namespace dnd::frontend::ast

#endif // DND_FRONTEND_ASTTEXT_H
