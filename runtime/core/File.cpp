//===- File.cpp - Reading files, and writing them all or not at all -------===//
//
// POSIX files with every failure turned into a sentence.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/File.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace dnd::rt {

bool fileExists(const std::string &path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && !S_ISDIR(info.st_mode);
}

bool isDirectory(const std::string &path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool sameFile(const std::string &a, const std::string &b) {
  struct stat first, second;
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

std::string programFile() {
  std::error_code ec;
  std::string file =
      std::filesystem::read_symlink("/proc/self/exe", ec).string();
  // Where /proc is not there: what the kernel was told to run.
  if (const auto *told = reinterpret_cast<const char *>(::getauxval(AT_EXECFN));
      ec && told)
    file = std::filesystem::absolute(told, ec).lexically_normal().string();
  return file;
}

void refuseOverwriting(const std::string &option, const std::string &output,
                       const std::vector<std::string> &inputs) {
  struct stat info;
  if (output.empty() || ::stat(output.c_str(), &info) != 0 ||
      !S_ISREG(info.st_mode))
    return;
  auto refuse = [&](const std::string &what) {
    throw Error(Exit::Usage,
                fmt::format("--{} {}: this is {}, which would be lost", option,
                            output, what),
                "give the result another name");
  };
  if (sameFile(output, programFile()))
    refuse("the program itself");
  for (const std::string &input : inputs)
    if (!input.empty() && sameFile(output, input))
      refuse(fmt::format("the file '{}' that is read", input));
}

[[noreturn]] static void failRead(const std::string &path, int error) {
  throw Error(Exit::Data,
              fmt::format("cannot read '{}': {}", path, strerror(error)),
              error == ENOENT ? "check the name and the folder" : "");
}

std::string readPiece() {
  std::string out(size_t{1} << 16, '\0');
  ssize_t got;
  do
    got = ::read(STDIN_FILENO, out.data(), out.size());
  while (got < 0 && errno == EINTR);
  if (got < 0)
    failRead("-", errno);
  out.resize(static_cast<size_t>(got));
  return out;
}

std::string readFile(const std::string &path, int64_t limit) {
  bool isInput = path == "-";
  int fd = isInput ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    failRead(path, errno);
  std::string out;
  struct stat info;
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
    out.reserve(static_cast<size_t>(
        std::min<int64_t>(std::max<int64_t>(info.st_size, 0), limit) + 1));
  int error = 0;
  while (true) {
    size_t old = out.size();
    size_t chunk = std::max<size_t>(size_t{1} << 16, out.capacity() - old);
    out.resize(old + chunk);
    ssize_t got = ::read(fd, out.data() + old, chunk);
    out.resize(old + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      error = errno;
    if (got <= 0 || static_cast<int64_t>(out.size()) > limit)
      break;
  }
  if (!isInput)
    ::close(fd);
  if (error)
    failRead(path, error);
  if (static_cast<int64_t>(out.size()) > limit)
    throw Error(Exit::Data,
                fmt::format("'{}' is larger than the limit of {} for its kind",
                            path, bytesText(static_cast<double>(limit))));
  return out;
}

std::string gunzip(std::string_view packed, const std::string &path,
                   int64_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
    throw std::bad_alloc();
  std::string out;
  int state = Z_OK;
  size_t position = 0;
  // Streams may follow each other in one file, and sizes may exceed 32 bits.
  while (state == Z_OK && static_cast<int64_t>(out.size()) <= limit) {
    size_t in = std::min<size_t>(packed.size() - position, UINT_MAX);
    stream.next_in =
        reinterpret_cast<Bytef *>(const_cast<char *>(packed.data() + position));
    stream.avail_in = static_cast<uInt>(in);
    size_t old = out.size(), chunk = size_t{1} << 20;
    try {
      out.resize(old + chunk);
    } catch (const std::exception &) { // bad_alloc, length_error
      inflateEnd(&stream);
      throw Error(
          Exit::Memory,
          fmt::format("'{}' unpacks to more than {}, for which there is "
                      "no memory",
                      path, bytesText(static_cast<double>(old))),
          "the file is damaged, or too large for this machine");
    }
    stream.next_out = reinterpret_cast<Bytef *>(out.data() + old);
    stream.avail_out = static_cast<uInt>(chunk);
    state = inflate(&stream, Z_NO_FLUSH);
    position += in - stream.avail_in;
    out.resize(old + chunk - stream.avail_out);
    if (state == Z_STREAM_END && position + 1 < packed.size() &&
        static_cast<unsigned char>(packed[position]) == 0x1f &&
        static_cast<unsigned char>(packed[position + 1]) == 0x8b)
      state = inflateReset(&stream);
  }
  inflateEnd(&stream);
  if (static_cast<int64_t>(out.size()) > limit)
    throw Error(
        Exit::Data,
        fmt::format("'{}' unpacks to more than the limit of {} for its kind",
                    path, bytesText(static_cast<double>(limit))));
  if (state != Z_STREAM_END)
    throw Error(Exit::Data,
                fmt::format("'{}' is damaged: its gzip data {}", path,
                            state == Z_BUF_ERROR || state == Z_OK
                                ? "end too early"
                                : "are invalid"),
                "fetch the file again");
  return out;
}

std::string readMaybeGzip(const std::string &path, int64_t limit) {
  std::string raw = readFile(path, limit);
  if (raw.size() >= 2 && static_cast<unsigned char>(raw[0]) == 0x1f &&
      static_cast<unsigned char>(raw[1]) == 0x8b)
    return gunzip(raw, path, limit);
  return raw;
}

void makeDirectories(const std::string &path) {
  std::error_code ec;
  std::filesystem::create_directories(path, ec);
  if (ec)
    throw Error(
        Exit::Output,
        fmt::format("cannot create the folder '{}': {}", path, ec.message()),
        "choose another place with --out");
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// What AtomicFile puts between a name and the number of its process.
static constexpr std::string_view temporaryMark = ".tmp-";

static std::string parentOf(const std::string &path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos)
    return ".";
  return slash ? path.substr(0, slash) : "/";
}

static void syncFolderOf(const std::string &path) {
  int fd = ::open(parentOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return; // the file itself is safe; some file systems forbid this
  ::fsync(fd);
  ::close(fd);
}

AtomicFile::AtomicFile(std::string name) : path(std::move(name)) {
  finalPath = path;
  struct stat info;
  if (::stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode))
      throw Error(Exit::Output,
                  fmt::format("cannot write '{}': it is a folder", path));
    if (!S_ISREG(info.st_mode)) {
      fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
      if (fd < 0)
        fail("write");
      return;
    }
    // Replace what a link points to, not the link.
    char resolved[PATH_MAX];
    if (::realpath(path.c_str(), resolved))
      finalPath = resolved;
  }
  temporary = fmt::format("{}{}{}", finalPath, temporaryMark,
                          static_cast<int64_t>(::getpid()));
  fd =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    temporary.clear();
    fail("write");
  }
}

AtomicFile::~AtomicFile() {
  if (fd >= 0)
    ::close(fd);
  if (!temporary.empty())
    ::unlink(temporary.c_str());
}

void AtomicFile::fail(const char *action) const {
  int error = errno;
  throw Error(Exit::Output,
              fmt::format("cannot {} '{}': {}", action, path, strerror(error)),
              error == ENOSPC   ? "free some space; an older file of this name "
                                  "is untouched"
              : error == ENOENT ? "the folder does not exist"
                                : "");
}

/// Writes everything, through interruptions and short writes; false with errno
/// when something refuses.
static bool writeAll(int fd, const void *data, size_t size) {
  const char *bytes = static_cast<const char *>(data);
  while (size > 0) {
    ssize_t done = ::write(fd, bytes, std::min<size_t>(size, 1u << 30));
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return false;
    bytes += done;
    size -= static_cast<size_t>(done);
  }
  return true;
}

static bool syncFile(int fd) {
  int done;
  do
    done = ::fsync(fd);
  while (done != 0 && errno == EINTR);
  return done == 0;
}

/// Linux has closed the file when close() says that it was interrupted.
static bool closeFile(int fd) { return ::close(fd) == 0 || errno == EINTR; }

void AtomicFile::write(const void *data, size_t size) {
  if (!writeAll(fd, data, size))
    fail("write");
}

void AtomicFile::commit() {
  int closing = std::exchange(fd, -1);
  if (temporary.empty()) {
    if (!closeFile(closing))
      fail("write");
    return;
  }
  bool synced = syncFile(closing);
  int error = errno;
  if (!closeFile(closing) || !synced) {
    errno = synced ? errno : error;
    fail("write");
  }
  int named;
  do
    named = ::rename(temporary.c_str(), finalPath.c_str());
  while (named != 0 && errno == EINTR);
  if (named != 0)
    fail("write");
  temporary.clear();
  syncFolderOf(finalPath);
}

void appendFile(const std::string &path, std::string_view text) {
  int fd =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  bool good = fd >= 0;
  int error = errno;
  if (good) {
    struct stat before{};
    bool known = ::fstat(fd, &before) == 0;
    good = writeAll(fd, text.data(), text.size());
    error = errno;
    if (!good && known && ::ftruncate(fd, before.st_size) != 0)
      error = errno;
    if (!closeFile(fd) && good) {
      good = false;
      error = errno;
    }
  }
  if (!good)
    throw Error(Exit::Output,
                fmt::format("cannot write '{}': {}", path, strerror(error)),
                error == ENOSPC ? "free some space" : "");
}

bool isTemporaryName(std::string_view name) {
  size_t mark = name.rfind(temporaryMark);
  if (mark == std::string_view::npos || mark == 0)
    return false;
  std::string_view number = name.substr(mark + temporaryMark.size());
  return !number.empty() &&
         number.find_first_not_of("0123456789") == std::string_view::npos;
}

void removeTemporaries(const std::string &folder) {
  std::error_code ec;
  for (std::filesystem::directory_iterator at(folder, ec), end;
       !ec && at != end; at.increment(ec))
    if (isTemporaryName(at->path().filename().string()))
      ::unlink(at->path().c_str());
}

void writeFile(const std::string &path, std::string_view text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

} // namespace dnd::rt
