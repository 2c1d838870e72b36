//===- Object.h - LLVM IR, assembly, objects, executables -------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_OBJECT_H
#define DND_CODEGEN_EMIT_OBJECT_H

#include "codegen/Options.h"
#include "codegen/emit/Target.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

namespace dnd::codegen {

/// A module in the LLVM dialect as LLVM IR for `target`; null after a
/// diagnostic.
std::unique_ptr<llvm::Module> translateToLlvm(mlir::ModuleOp module,
                                              llvm::LLVMContext &context,
                                              const CpuTarget &target);
/// LLVM's own pipeline of `-O<level>`; with `vectorize`, of loops and of
/// straight code from -O2 on.
void optimize(llvm::Module &module, llvm::TargetMachine &machine, int level,
              bool vectorize = true);
/// Values in registers, computed once and outside of loops: a quarter of the
/// time of -O1's pipeline, for code that only checks.
void simplify(llvm::Module &module, llvm::TargetMachine &machine);
/// Assembly or object code of the module.
llvm::Expected<std::string>
generateCode(llvm::Module &module, llvm::TargetMachine &machine, bool assembly);

/// A failure outside of the model, with the exit code it means.
struct OutsideError {
  int exitCode = 0; // 0: none
  std::string message, remedy;
};

/// Writes `data` to `path` at once or not at all; "-" is standard output.
OutsideError writeOutput(llvm::StringRef path, llvm::StringRef data);

/// The command that links object files with the runtime. `program` is the path
/// of the running compiler: the runtime lies beside it.
struct LinkCommand {
  OutsideError error;
  std::vector<std::string> arguments;
};
LinkCommand makeLinkCommand(llvm::StringRef program,
                            llvm::ArrayRef<std::string> objects,
                            llvm::StringRef output);
/// Writes the objects beside the output, links to a file of another name, and
/// renames that when all went well.
OutsideError linkExecutable(llvm::StringRef program,
                            llvm::ArrayRef<llvm::StringRef> objects,
                            const Options &options, llvm::StringRef output);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_OBJECT_H
