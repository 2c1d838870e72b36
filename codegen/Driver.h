//===- Driver.h - one compilation from file to executable -------*- C++ -*-===//
#ifndef DND_CODEGEN_DRIVER_H
#define DND_CODEGEN_DRIVER_H

#include "codegen/Options.h"
#include "llvm/ADT/ArrayRef.h"

namespace dnd::codegen {

/// Exit codes of the compiler (documented in --help).
enum ExitCode {
  exitDone = 0,
  exitModel = 1,    // the model text has errors
  exitUsage = 2,    // the command line is wrong
  exitTool = 5,     // compiler, linker or target not available
  exitOutput = 7,   // the output cannot be written
  exitInternal = 70 // our fault; a bundle was written
};

/// Runs the compilation; never throws, prints everything itself. `program` is
/// the path of the running executable, `command` its whole command line.
int compile(const Options &options, llvm::StringRef program,
            llvm::ArrayRef<std::string> command);

} // namespace dnd::codegen

#endif // DND_CODEGEN_DRIVER_H
