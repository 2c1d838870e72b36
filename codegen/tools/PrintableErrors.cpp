//===- PrintableErrors.cpp - A standard error without commands ------------===//

#include "codegen/tools/PrintableErrors.h"

#include "frontend/syntax/Diagnostics.h"

#include <cerrno>
#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Reads again what a signal interrupted.
ssize_t readSome(int from, char *to, size_t room) {
  ssize_t count;
  do
    count = read(from, to, room);
  while (count < 0 && errno == EINTR);
  return count;
}

void writeAll(llvm::StringRef text, int to) {
  while (!text.empty()) {
    ssize_t count = write(to, text.data(), text.size());
    if (count < 0 && errno != EINTR)
      return;
    text = text.drop_front(count < 0 ? 0 : count);
  }
}

/// Whole lines, so that no character of several bytes is cut.
void passOn(int from, int to) {
  std::string waiting;
  char room[4096];
  while (true) {
    ssize_t count = readSome(from, room, sizeof(room));
    if (count <= 0)
      break;
    waiting.append(room, count);
    size_t end = waiting.rfind('\n');
    if (end == std::string::npos)
      continue;
    writeAll(
        dnd::frontend::printable(llvm::StringRef(waiting).take_front(end + 1)),
        to);
    waiting.erase(0, end + 1);
  }
  writeAll(dnd::frontend::printable(waiting), to);
}

} // namespace

dnd::codegen::PrintableErrors::PrintableErrors() {
  int ends[2];
  if (pipe(ends) != 0)
    return;
  original = dup(STDERR_FILENO);
  filter = original < 0 ? -1 : fork();
  if (filter == 0) {
    // It ends with the other process, which an interrupt ends.
    std::signal(SIGINT, SIG_IGN);
    close(ends[1]);
    close(STDOUT_FILENO);
    passOn(ends[0], original);
    _exit(0);
  }
  if (filter > 0)
    dup2(ends[1], STDERR_FILENO);
  close(ends[0]);
  close(ends[1]);
}

dnd::codegen::PrintableErrors::~PrintableErrors() {
  if (filter > 0) {
    dup2(original, STDERR_FILENO); // the last end of the pipe
    while (waitpid(filter, nullptr, 0) < 0 && errno == EINTR)
      ;
  }
  if (original >= 0)
    close(original);
}
