//===- RunLock.h - One process at a time in a run folder --------*- C++ -*-===//
//
// The lock is the kernel's (flock) on a file in the folder: it ends with the
// process that holds it, however that ends, so that a file left behind locks
// nobody out. What stands in the file is for the message alone.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_RUNLOCK_H
#define RUNTIME_REPORT_RUNLOCK_H

#include <string>
#include <string_view>

namespace dnd::rt {

class RunLock {
public:
  /// The name of the file in the folder.
  static constexpr std::string_view fileName = "run.lock";

  /// Takes the lock of a folder. Throws Error(Output) that names the process
  /// which has it. File systems without locks, and folders that cannot be
  /// written, are left unlocked: what writes there says what is wrong.
  explicit RunLock(const std::string &folder);
  ~RunLock();
  RunLock(RunLock &&other) noexcept;
  RunLock &operator=(RunLock &&) = delete;

private:
  std::string path;
  int fd = -1;
};

} // namespace dnd::rt

#endif // RUNTIME_REPORT_RUNLOCK_H
