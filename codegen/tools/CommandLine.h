//===- CommandLine.h - the options of dndc ----------------------*- C++ -*-===//
#ifndef DND_CODEGEN_TOOLS_COMMANDLINE_H
#define DND_CODEGEN_TOOLS_COMMANDLINE_H

#include "codegen/Options.h"
#include "llvm/ADT/ArrayRef.h"

namespace dnd::codegen {

/// What the command line asks for besides a compilation.
struct CommandLine {
  Options options;
  bool help = false, version = false;
  std::string printStd; // --print-std NAME; "all" lists the names
  std::string explain;  // --explain CODE
  std::string error;    // set when the command line is wrong
};

CommandLine parseCommandLine(llvm::ArrayRef<std::string> arguments);

} // namespace dnd::codegen

#endif // DND_CODEGEN_TOOLS_COMMANDLINE_H
