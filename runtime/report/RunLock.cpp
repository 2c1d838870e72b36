//===- RunLock.cpp - One process at a time in a run folder ----------------===//
//
// The file is removed by its last holder; who opened it meanwhile sees that its
// name is gone and begins again.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/RunLock.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"
#include "runtime/report/RunDirectory.h"

#include <fmt/core.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace dnd::rt {

static std::string hostName() {
  char name[256] = "";
  ::gethostname(name, sizeof name - 1);
  return name;
}

/// What a holder writes about itself.
static std::string ownText() {
  Value self = Value::object();
  self.set("process", static_cast<int64_t>(::getpid()));
  self.set("host", hostName());
  self.set("since", timeText());
  return self.dump() + "\n";
}

[[noreturn]] static void refuse(const std::string &folder, int fd) {
  char text[1024];
  ssize_t size = ::pread(fd, text, sizeof text, 0);
  ::close(fd);
  Value holder;
  std::string error, who = "another process",
                     remedy = "wait until it has ended";
  if (size > 0 && parseJson({text, static_cast<size_t>(size)}, holder, error)) {
    const Value *process = holder.find("process"), *host = holder.find("host"),
                *since = holder.find("since");
    if (process && process->isInteger() && host && since) {
      bool here = host->text == hostName();
      who = fmt::format("process {}{}, which began at {}", process->integer,
                        here ? "" : fmt::format(" on {}", host->text),
                        since->text);
      remedy = fmt::format("wait until it has ended, or ask it to save and "
                           "leave: kill {}{}",
                           process->integer,
                           here ? "" : fmt::format(" (on {})", host->text));
    }
  }
  throw Error(Exit::Output,
              fmt::format("the run folder '{}' is in use by {}", folder, who),
              remedy);
}

RunLock::RunLock(const std::string &folder)
    : path(fmt::format("{}/{}", folder, fileName)) {
  while (true) {
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0)
      return;
    int locked;
    do
      locked = ::flock(file, LOCK_EX | LOCK_NB);
    while (locked != 0 && errno == EINTR);
    if (locked != 0 && errno == EWOULDBLOCK)
      refuse(folder, file);
    struct stat own{}, named{};
    if (locked == 0 && ::fstat(file, &own) == 0 &&
        ::stat(path.c_str(), &named) == 0 && own.st_ino == named.st_ino &&
        own.st_dev == named.st_dev) {
      fd = file;
      break;
    }
    ::close(file);
    if (locked != 0) {
      ::unlink(path.c_str());
      return;
    }
  }
  std::string text = ownText();
  // A full disk is found by those who have something to lose.
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) !=
                                     static_cast<ssize_t>(text.size()))
    return;
}

RunLock::RunLock(RunLock &&other) noexcept
    : path(std::move(other.path)), fd(std::exchange(other.fd, -1)) {}

RunLock::~RunLock() {
  if (fd < 0)
    return;
  ::unlink(path.c_str());
  ::close(fd);
}

} // namespace dnd::rt
