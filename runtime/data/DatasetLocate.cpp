//===- DatasetLocate.cpp - Where data files lie ---------------------------===//
//
// A model file names data sets, never folders: those come from --data, from
// DND_DATA, from what the compiler recorded, from the current folder and, last,
// from the small data sets that came with the compiler.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Sha256.h"
#include "runtime/core/Xz.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <cstdlib>
#include <sstream>

namespace dnd::rt {

static constexpr int64_t maxDataFile = int64_t{1} << 38;

std::vector<std::string> dataRoots(const Model &model,
                                   const std::string &executable) {
  std::vector<std::string> roots;
  if (const char *list = std::getenv("DND_DATA")) {
    std::istringstream stream(list);
    for (std::string item; std::getline(stream, item, ':');)
      if (!item.empty())
        roots.push_back(item);
  }
  size_t slash = executable.rfind('/');
  std::string home =
      slash == std::string::npos ? "." : executable.substr(0, slash);
  for (const std::string &dir : model.dataDirs) {
    if (dir.empty())
      continue;
    if (dir[0] != '/')
      roots.push_back(home + "/" + dir);
    roots.push_back(dir);
  }
  roots.insert(roots.end(), {".", "data", "models/data", home, home + "/data"});
  if (!model.shippedData.empty())
    roots.push_back(model.shippedData);
  return roots;
}

std::string Reading::locate(const std::vector<std::string> &folders,
                            const std::vector<std::string> &names) const {
  std::vector<std::string> roots;
  if (!options.data.empty())
    roots.push_back(options.data);
  roots.insert(roots.end(), options.roots.begin(), options.roots.end());
  for (const std::string &root : roots)
    for (const std::string &folder : folders)
      for (const std::string &name : names) {
        std::string path = name.starts_with('/') ? name
                           : folder.empty()
                               ? fmt::format("{}/{}", root, name)
                               : fmt::format("{}/{}/{}", root, folder, name);
        if (path.starts_with("./"))
          path.erase(0, 2);
        if (fileExists(path))
          return path;
      }
  // A plain name may also be the whole path.
  for (const std::string &name : names)
    if (name == options.data && fileExists(name))
      return name;
  return {};
}

std::string Reading::require(const std::vector<std::string> &folders,
                             const std::vector<std::string> &names) const {
  std::string path = locate(folders, names);
  if (!path.empty())
    return path;
  std::string places;
  if (!options.data.empty())
    places = fmt::format("'{}' (--data{}), ", options.data,
                         isDirectory(options.data)  ? ""
                         : fileExists(options.data) ? "; a file, no folder"
                                                    : "; it does not exist");
  if (const char *list = std::getenv("DND_DATA"))
    places += fmt::format("'{}' (DND_DATA), ", list);
  throw Error(
      Exit::Data,
      fmt::format("cannot find '{}' of data set '{}'; looked in {}the current "
                  "folder, 'data' and 'models/data'",
                  names.front(), rule.name(), places),
      fmt::format("say where it lies with --data DIR or DND_DATA{}",
                  folders.front().empty()
                      ? std::string()
                      : fmt::format(" (DIR or DIR/{})", folders.front())));
}

std::string Reading::read(const std::string &path) {
  std::string raw = readFile(path, maxDataFile);
  record(path, raw);
  if (raw.size() >= 2 && raw[0] == '\x1f' && raw[1] == '\x8b')
    return gunzip(raw, path, maxDataFile);
  if (isXz(raw))
    return unxz(raw, path, maxDataFile);
  return raw;
}

void Reading::record(const std::string &path, std::string_view bytes) {
  files.push_back({path, sha256(bytes), static_cast<int64_t>(bytes.size())});
}

} // namespace dnd::rt
