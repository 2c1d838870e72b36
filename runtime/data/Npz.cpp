//===- Npz.cpp - .npz archives --------------------------------------------===//
//
// An .npz file is a zip archive of .npy members; libzip reads and writes it.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <new>
#include <zip.h>

namespace dnd::rt {
namespace {

/// A member may unpack to this much; what claims more is no sane archive.
constexpr zip_uint64_t maxMember = zip_uint64_t{1} << 38;

struct Discard {
  void operator()(zip_t *z) const { zip_discard(z); }
  void operator()(zip_file_t *f) const { zip_fclose(f); }
  void operator()(zip_source_t *s) const { zip_source_free(s); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

[[noreturn]] void damaged(const std::string &path, const std::string &why) {
  throw Error(Exit::Data,
              fmt::format("'{}' is not a valid .npz file: {}", path, why));
}

Archive openArchive(const std::string &path) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (archive)
    return archive;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN)
    throw Error(Exit::Data, fmt::format("cannot read '{}': {}", path, why));
  damaged(path, why);
}

std::string memberName(std::string name) {
  if (name.size() > 4 && name.ends_with(".npy"))
    name.resize(name.size() - 4);
  return name;
}

std::string readMember(zip_t *archive, zip_uint64_t index,
                       const std::string &path, const std::string &name) {
  zip_stat_t stat;
  if (zip_stat_index(archive, index, 0, &stat) != 0 ||
      !(stat.valid & ZIP_STAT_SIZE) || stat.size > maxMember)
    damaged(path, fmt::format("member '{}' has no sensible size", name));
  std::unique_ptr<zip_file_t, Discard> file(zip_fopen_index(archive, index, 0));
  if (!file)
    damaged(path, fmt::format("member '{}': {}", name, zip_strerror(archive)));
  // Memory grows with what really comes out, not with what the entry claims.
  std::string bytes;
  auto grow = [&](size_t size) {
    try {
      bytes.resize(size);
    } catch (const std::exception &) { // bad_alloc, length_error
      throw Error(Exit::Memory,
                  fmt::format("'{}:{}' unpacks to {}, more than there is "
                              "memory for",
                              path, name,
                              bytesText(static_cast<double>(stat.size))),
                  "the file is damaged, or too large for this machine");
    }
  };
  while (bytes.size() < stat.size) {
    size_t old = bytes.size();
    size_t chunk = static_cast<size_t>(
        std::min<zip_uint64_t>(stat.size - old, zip_uint64_t{1} << 24));
    grow(old + chunk);
    zip_int64_t got = zip_fread(file.get(), bytes.data() + old, chunk);
    if (got <= 0)
      damaged(path, fmt::format("member '{}' is damaged", name));
    bytes.resize(old + static_cast<size_t>(got));
  }
  // A further read checks the sum of the last bytes.
  char extra;
  if (zip_fread(file.get(), &extra, 1) != 0)
    damaged(path, fmt::format("member '{}' is damaged", name));
  return bytes;
}

std::vector<NamedArray> readAll(zip_t *archive, const std::string &path,
                                const std::vector<std::string> &only) {
  std::vector<NamedArray> arrays;
  zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char *raw = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
    if (!raw)
      damaged(path, "a member has no name");
    std::string name = memberName(raw);
    if (!only.empty() &&
        std::find(only.begin(), only.end(), name) == only.end())
      continue;
    if (findArray(arrays, name))
      damaged(path, fmt::format("the name '{}' stands twice", name));
    std::string bytes =
        readMember(archive, static_cast<zip_uint64_t>(i), path, name);
    arrays.push_back({name, parseNpy(bytes, fmt::format("{}:{}", path, name))});
  }
  return arrays;
}

} // namespace

std::vector<NamedArray> readNpz(const std::string &path,
                                const std::vector<std::string> &only) {
  Archive archive = openArchive(path);
  return readAll(archive.get(), path, only);
}

std::vector<NamedArray> parseNpz(std::string_view bytes,
                                 const std::string &path) {
  if (bytes.empty()) // libzip takes nothing for an archive of nothing
    damaged(path, "it is empty");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error)
                         : nullptr);
  if (!archive) {
    std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (source)
      zip_source_free(source);
    damaged(path, why);
  }
  zip_error_fini(&error);
  return readAll(archive.get(), path, {});
}

std::vector<std::string> namesInNpz(const std::string &path) {
  Archive archive = openArchive(path);
  std::vector<std::string> names;
  zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i)
    if (const char *raw =
            zip_get_name(archive.get(), static_cast<zip_uint64_t>(i), 0))
      names.push_back(memberName(raw));
  return names;
}

/// The bytes of an archive of .npy members.
static std::string npzBytes(const std::vector<ArrayView> &arrays) {
  // libzip makes no archive of nothing: the record that ends a directory
  // without entries is one.
  if (arrays.empty())
    return std::string("PK\5\6", 4) + std::string(18, '\0');
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (!memory)
    throw std::bad_alloc();
  zip_source_keep(memory); // outlives the archive
  std::unique_ptr<zip_source_t, Discard> keeper(memory);
  Archive archive(zip_open_from_source(memory, ZIP_TRUNCATE, &error));
  auto fail = [&] {
    throw Error(
        Exit::Internal,
        fmt::format("building an .npz archive: {}",
                    archive ? zip_strerror(archive.get()) : "no archive"));
  };
  if (!archive)
    fail();
  std::vector<std::string> members; // must live until the archive is closed
  members.reserve(arrays.size());
  for (const ArrayView &a : arrays) {
    members.push_back(npyBytes(a));
    zip_source_t *source = zip_source_buffer(
        archive.get(), members.back().data(), members.back().size(), 0);
    zip_int64_t index =
        source ? zip_file_add(archive.get(), (a.name + ".npy").c_str(), source,
                              ZIP_FL_ENC_UTF_8)
               : -1;
    if (index < 0) {
      if (source)
        zip_source_free(source);
      fail();
    }
    zip_uint64_t at = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive.get(), at, ZIP_CM_STORE, 0);
    // A fixed time keeps equal results equal in every byte.
    zip_file_set_dostime(archive.get(), at, 0, 0x21, 0);
  }
  if (zip_close(archive.get()) != 0)
    fail();
  archive.release();
  std::string bytes;
  zip_stat_t stat;
  if (zip_source_open(memory) != 0 || zip_source_stat(memory, &stat) != 0)
    fail();
  bytes.resize(stat.size);
  zip_int64_t got = zip_source_read(memory, bytes.data(), bytes.size());
  zip_source_close(memory);
  if (got != static_cast<zip_int64_t>(bytes.size()))
    fail();
  return bytes;
}

void writeNpz(const std::string &path, const std::vector<ArrayView> &arrays) {
  std::string bytes = npzBytes(arrays);
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

} // namespace dnd::rt
