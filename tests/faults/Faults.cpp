//===- Faults.cpp - Calls of the system that fail on demand ---------------===//
//
// Loaded in front of the C library (LD_PRELOAD). DND_FAULT=KIND:K lets call K
// of a kind fail, K from 1, and DND_FAULT=KIND:K+ that one and all behind it:
//   write   ENOSPC, half of it written      fsync   EIO
//   short   a part is written               eintr   nothing is written, EINTR
//   rename  EACCES                          open    EMFILE, of files to write
//   alloc   malloc and its relatives give no memory
//
//===----------------------------------------------------------------------===//
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

enum Kind { None, Write, Short, Eintr, Fsync, Rename, Open, Alloc };

Kind kind = None;
long from = 0;
bool forever = false;
std::atomic<long> calls{0};

struct Setup {
  Setup() {
    const char *text = std::getenv("DND_FAULT");
    if (!text)
      return;
    static const struct {
      const char *name;
      Kind kind;
    } names[] = {{"write:", Write},  {"short:", Short}, {"eintr:", Eintr},
                 {"fsync:", Fsync},  {"open:", Open},   {"alloc:", Alloc},
                 {"rename:", Rename}};
    for (const auto &n : names)
      if (std::strncmp(text, n.name, std::strlen(n.name)) == 0) {
        char *end = nullptr;
        from = std::strtol(text + std::strlen(n.name), &end, 10);
        forever = *end == '+';
        kind = n.kind;
      }
  }
} setup;

/// Whether this call of a kind fails.
bool fails(Kind which) {
  if (kind != which)
    return false;
  long call = ++calls;
  return forever ? call >= from : call == from;
}

template <typename Function> Function *real(Function *, const char *name) {
  return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

} // namespace

#define REAL(NAME)                                                             \
  static auto *const call = real(static_cast<decltype(&::NAME)>(nullptr), #NAME)

extern "C" {

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write);
  if (fails(Write)) {
    // What fits is written first, as on a disk that becomes full.
    if (size > 1 && call(fd, data, size / 2) > 0)
      return static_cast<ssize_t>(size / 2);
    errno = ENOSPC;
    return -1;
  }
  if (fails(Short) && size > 1)
    return call(fd, data, size / 3 + 1);
  if (fails(Eintr)) {
    errno = EINTR;
    return -1;
  }
  return call(fd, data, size);
}

int fsync(int fd) {
  REAL(fsync);
  if (!fails(Fsync))
    return call(fd);
  errno = EIO;
  return -1;
}

int rename(const char *old, const char *name) {
  REAL(rename);
  if (!fails(Rename))
    return call(old, name);
  errno = EACCES;
  return -1;
}

int open(const char *path, int flags, ...) {
  REAL(open);
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if ((flags & O_CREAT) && fails(Open)) {
    errno = EMFILE;
    return -1;
  }
  return call(path, flags, mode);
}

// The library's own memory: dlsym may ask for some before it can answer.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  return fails(Alloc) ? (errno = ENOMEM, nullptr) : __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
  return fails(Alloc) ? (errno = ENOMEM, nullptr) : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
  return fails(Alloc) ? (errno = ENOMEM, nullptr) : __libc_realloc(old, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
  return fails(Alloc) ? (errno = ENOMEM, nullptr)
                      : __libc_memalign(alignment, size);
}
int posix_memalign(void **to, size_t alignment, size_t size) {
  if (fails(Alloc))
    return ENOMEM;
  *to = __libc_memalign(alignment, size);
  return *to ? 0 : ENOMEM;
}
}
