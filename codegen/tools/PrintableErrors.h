//===- PrintableErrors.h - A standard error without commands ---*- C++ -*-===//
//
// Messages of MLIR quote names and lines of the file as they are. What could
// be a command to a terminal goes through here.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_TOOLS_PRINTABLEERRORS_H
#define DND_CODEGEN_TOOLS_PRINTABLEERRORS_H

#include <sys/types.h>

namespace dnd::codegen {

/// While it lives, a process of its own replaces control characters in what
/// this process writes to its standard error; the end waits for the last line.
/// A process, not a thread: words of a crash come through, too. Without
/// pipes or processes the standard error stays as it is. Make it before
/// threads start.
class PrintableErrors {
public:
  PrintableErrors();
  ~PrintableErrors();
  PrintableErrors(const PrintableErrors &) = delete;
  PrintableErrors &operator=(const PrintableErrors &) = delete;

private:
  pid_t filter = -1;
  int original = -1;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_TOOLS_PRINTABLEERRORS_H
