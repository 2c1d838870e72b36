//===- File.h - Reading files, and writing them all or not at all -*- C++ -*-=//
//
// Checkpoints must survive a full disk and a kill: a file is written beside its
// final place, flushed, and renamed.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_FILE_H
#define RUNTIME_CORE_FILE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

/// The whole file; "-" reads standard input. Throws Error(Data) when it cannot
/// be read or is larger than `limit` bytes.
std::string readFile(const std::string &path, int64_t limit);

/// What stands in the standard input by now, waiting for the first of it; empty
/// at its end. Throws Error(Data).
std::string readPiece();

/// Like readFile, unpacking gzip when the content starts with its magic number.
/// `limit` holds for the unpacked bytes.
std::string readMaybeGzip(const std::string &path, int64_t limit);

/// Unpacks gzip bytes. Throws Error(Data) naming `path`.
std::string gunzip(std::string_view packed, const std::string &path,
                   int64_t limit);

bool fileExists(const std::string &path);
bool isDirectory(const std::string &path);

/// Whether both paths lead to one thing that exists, through links too.
bool sameFile(const std::string &a, const std::string &b);

/// Where the running program really lies; empty when the system does not say.
std::string programFile();

/// Throws Error(Usage) when `output`, the value of an option, is one of the
/// files that the call reads, or the program. Empty paths are none.
void refuseOverwriting(const std::string &option, const std::string &output,
                       const std::vector<std::string> &inputs);

/// Creates a folder and its parents. Throws Error(Output).
void makeDirectories(const std::string &path);

/// A file that appears under its name only when commit() succeeds. Writing to
/// something that is not a regular file (a pipe, /dev/stdout) is direct. All
/// failures throw Error(Output) and leave nothing behind.
class AtomicFile {
public:
  explicit AtomicFile(std::string path);
  ~AtomicFile();
  AtomicFile(const AtomicFile &) = delete;
  AtomicFile &operator=(const AtomicFile &) = delete;

  void write(const void *data, size_t size);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Flushes to disk and gives the file its name.
  void commit();

private:
  [[noreturn]] void fail(const char *action) const;

  std::string path;      ///< as the user wrote it
  std::string finalPath; ///< with links resolved
  std::string temporary; ///< empty when writing directly
  int fd = -1;
};

/// Appends to a file that grows line by line (a log). Interrupted and short
/// writes are continued; on failure the file is what it was before. Throws
/// Error(Output).
void appendFile(const std::string &path, std::string_view text);

/// Removes what AtomicFiles of processes that were killed left in a folder. The
/// caller sees to it that no other process writes there.
void removeTemporaries(const std::string &folder);
/// Whether AtomicFile makes such names.
bool isTemporaryName(std::string_view name);

/// Writes a small text file atomically.
void writeFile(const std::string &path, std::string_view text);

} // namespace dnd::rt

#endif // RUNTIME_CORE_FILE_H
