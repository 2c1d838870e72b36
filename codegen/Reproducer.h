//===- Reproducer.h - what we need to repeat a failure ----------*- C++ -*-===//
#ifndef DND_CODEGEN_REPRODUCER_H
#define DND_CODEGEN_REPRODUCER_H

#include "codegen/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/ArrayRef.h"

namespace dnd::codegen {

/// Collects what a bundle needs while the compilation runs.
class Reproducer {
public:
  Reproducer(const Options &options, llvm::ArrayRef<std::string> command)
      : options(options), command(command) {}

  /// The pass that runs now.
  std::string currentPass;
  /// A phase begins with this IR, of which a copy is kept.
  void phaseStarts(llvm::StringRef name, mlir::ModuleOp ir);
  /// Writes the folder `NAME.dndc-crash` (source, command, IR, pass); a
  /// sentence for the user.
  std::string write();

private:
  const Options &options;
  llvm::ArrayRef<std::string> command;
  std::string phase;
  mlir::OwningOpRef<mlir::ModuleOp> lastIr;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_REPRODUCER_H
