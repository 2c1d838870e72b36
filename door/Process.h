//===- Process.h - Other programs -------------------------------*- C++ -*-===//
#ifndef DND_DOOR_PROCESS_H
#define DND_DOOR_PROCESS_H

#include <string>
#include <sys/types.h>
#include <vector>

namespace dnd::door {

/// The path of a program beside this one (PREFIX/bin/NAME). Throws
/// Error(Device) when it is not there.
std::string toolPath(const std::string &name);
/// The folder above that of this program.
std::string installPrefix();

/// Takes this process over. Throws Error(Device) when the program cannot be
/// started. The model learns from DND_COMMAND that it was called through dnd.
[[noreturn]] void become(const std::vector<std::string> &words);

struct Child {
  std::vector<std::string> words;
  std::string output; ///< file of both streams, appended to; empty: ours
  bool endsWithParent = false; ///< gets SIGTERM when this process is gone
};
/// Throws Error(Device) when no process can be made.
pid_t start(const Child &child);
/// Waits; the exit code, 128 + N for signal N.
int wait(pid_t process);
/// The same for the status of waitpid.
int exitCodeOf(int status);

struct Captured {
  int code = 0;
  std::string output, errors;
};
/// Runs a program to its end and takes what it writes.
Captured capture(const std::vector<std::string> &words);

/// The first program of that name in PATH, or empty.
std::string findProgram(const std::string &name);

} // namespace dnd::door

#endif // DND_DOOR_PROCESS_H
