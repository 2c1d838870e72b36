//===- Reproducer.h - what we need to repeat a failure ----------*- C++ -*-===//
#ifndef DND_CODEGEN_REPRODUCER_H
#define DND_CODEGEN_REPRODUCER_H

#include "codegen/Options.h"
#include "llvm/ADT/ArrayRef.h"

namespace dnd::codegen {

/// Collects what a bundle needs while the compilation runs.
class Reproducer {
public:
  Reproducer(const Options &options, llvm::ArrayRef<std::string> command)
      : options(options), command(command) {}

  /// The pass that runs now.
  std::string currentPass;
  /// A phase begins with this IR.
  void phaseStarts(llvm::StringRef name, std::string ir);
  /// Writes the folder `NAME.dndc-crash` (source, command, IR, pass); a
  /// sentence for the user.
  std::string write() const;

private:
  const Options &options;
  llvm::ArrayRef<std::string> command;
  std::string phase, lastIr;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_REPRODUCER_H
