//===- Process.cpp - Other programs ---------------------------------------===//
#include "door/Process.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"

#include <fmt/core.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dnd::door {

using rt::Error;
using rt::Exit;

std::string installPrefix() {
  return std::filesystem::path(rt::programFile())
      .parent_path()
      .parent_path()
      .string();
}

std::string toolPath(const std::string &name) {
  std::string path =
      (std::filesystem::path(rt::programFile()).parent_path() / name).string();
  if (::access(path.c_str(), X_OK) != 0)
    throw Error(
        Exit::Device,
        fmt::format("'{}', which belongs beside dnd, is not there", path),
        "install dnd again, or build it: ninja " + name);
  return path;
}

static std::vector<char *> pointersTo(const std::vector<std::string> &words) {
  std::vector<char *> pointers;
  for (const std::string &word : words)
    pointers.push_back(const_cast<char *>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] static void cannotStart(const std::string &program) {
  throw Error(Exit::Device,
              fmt::format("cannot start '{}': {}", program, strerror(errno)));
}

void become(const std::vector<std::string> &words) {
  ::setenv("DND_COMMAND", "dnd", 1);
  std::fflush(nullptr);
  ::execv(words[0].c_str(), pointersTo(words).data());
  cannotStart(words[0]);
}

pid_t start(const Child &child) {
  std::vector<char *> pointers = pointersTo(child.words);
  std::fflush(nullptr);
  pid_t parent = ::getpid();
  pid_t made = ::fork();
  if (made < 0)
    cannotStart(child.words[0]);
  if (made > 0)
    return made;
  if (child.endsWithParent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
      ::_exit(75);
    // Signals of the terminal go to the parent, which passes them on.
    ::setpgid(0, 0);
  }
  if (!child.output.empty()) {
    int file = ::open(child.output.c_str(),
                      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    int none = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (file < 0 || none < 0)
      ::_exit(7);
    ::dup2(none, 0);
    ::dup2(file, 1);
    ::dup2(file, 2);
  }
  ::setenv("DND_COMMAND", "dnd", 1);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

int exitCodeOf(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int wait(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0)
    if (errno != EINTR)
      return 127;
  return exitCodeOf(status);
}

Captured capture(const std::vector<std::string> &words) {
  int out[2], err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
    cannotStart(words[0]);
  std::vector<char *> pointers = pointersTo(words);
  std::fflush(nullptr);
  pid_t made = ::fork();
  if (made < 0)
    cannotStart(words[0]);
  if (made == 0) {
    ::dup2(out[1], 1);
    ::dup2(err[1], 2);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  Captured result;
  pollfd files[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  std::string *texts[2] = {&result.output, &result.errors};
  for (int open = 2; open > 0;) {
    if (::poll(files, 2, -1) < 0 && errno != EINTR)
      break;
    for (int i = 0; i < 2; ++i) {
      if (files[i].fd < 0 || !files[i].revents)
        continue;
      char bytes[16384];
      ssize_t size = ::read(files[i].fd, bytes, sizeof bytes);
      if (size > 0) {
        texts[i]->append(bytes, static_cast<size_t>(size));
      } else if (size == 0 || errno != EINTR) {
        ::close(files[i].fd);
        files[i].fd = -1;
        --open;
      }
    }
  }
  result.code = wait(made);
  return result;
}

std::string findProgram(const std::string &name) {
  const char *path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string file =
        fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (::access(file.c_str(), X_OK) == 0 && !rt::isDirectory(file))
      return file;
  }
  return {};
}

} // namespace dnd::door
