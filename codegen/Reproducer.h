//===- Reproducer.h - what we need to repeat a failure ----------*- C++ -*-===//
#ifndef DND_CODEGEN_REPRODUCER_H
#define DND_CODEGEN_REPRODUCER_H

#include "codegen/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <mutex>
#include <thread>

namespace dnd::codegen {

/// Collects what a bundle needs while the compilation runs. The main road and
/// the branch for GPUs may run side by side: each thread that begins a phase
/// has a record of its own.
class Reproducer {
public:
  Reproducer(const Options &options, llvm::ArrayRef<std::string> command)
      : options(options), command(command) {}

  /// The pass that runs now, in the phase that the calling thread began.
  std::string &currentPass() { return here().pass; }
  /// A phase begins with this IR, of which a copy is kept.
  void phaseStarts(llvm::StringRef name, mlir::ModuleOp ir);
  /// Writes the folder `NAME.dndc-crash` (source, command, IR, pass); a
  /// sentence for the user.
  std::string write();

private:
  struct Place {
    std::string phase, pass;
    mlir::OwningOpRef<mlir::ModuleOp> lastIr;
  };
  Place &here();

  const Options &options;
  llvm::ArrayRef<std::string> command;
  std::mutex mutex;
  std::map<std::thread::id, Place> places;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_REPRODUCER_H
