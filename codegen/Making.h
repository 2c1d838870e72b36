//===- Making.h - what an executable is made from ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_MAKING_H
#define DND_CODEGEN_MAKING_H

#include "codegen/Options.h"
#include "mlir/IR/BuiltinOps.h"

namespace dnd::codegen {

/// The options of dndc that make this program again from its text, in one
/// spelling and one order: what has its default is left out, and so is what
/// does not change the program (-o, dumps, messages).
std::vector<std::string> canonicalWords(const Options &options);

/// Attaches texts and options to the module, from where the descriptor takes
/// them (attribute `dnd.made`).
void attachMaking(mlir::ModuleOp module, const Options &options,
                  llvm::ArrayRef<std::pair<std::string, std::string>> texts);

} // namespace dnd::codegen

#endif // DND_CODEGEN_MAKING_H
