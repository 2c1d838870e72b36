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

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace dnd::rt {

static constexpr int64_t maxDataFile = int64_t{1} << 38;

/// The folder of the program as it was called, found through PATH if it was so,
/// and the one where links lead.
static std::vector<std::string> homesOf(const std::string &executable) {
  std::vector<std::string> homes;
  auto add = [&](const std::string &program) {
    size_t slash = program.rfind('/');
    if (slash == std::string::npos)
      return;
    std::string home = slash ? program.substr(0, slash) : "/";
    if (std::find(homes.begin(), homes.end(), home) == homes.end())
      homes.push_back(home);
  };
  std::string real = programFile();
  const char *path = std::getenv("PATH");
  if (executable.find('/') != std::string::npos) {
    add(executable);
  } else if (path) {
    std::istringstream stream(path);
    for (std::string item; std::getline(stream, item, ':');)
      if (std::string found = fmt::format("{}/{}", item, executable);
          sameFile(found, real)) {
        add(found);
        break;
      }
  }
  add(real);
  return homes;
}

std::vector<std::string> dataRoots(const Model &model,
                                   const std::string &executable) {
  std::vector<std::string> roots;
  if (const char *list = std::getenv("DND_DATA")) {
    std::istringstream stream(list);
    for (std::string item; std::getline(stream, item, ':');)
      if (!item.empty())
        roots.push_back(item);
  }
  std::vector<std::string> homes = homesOf(executable);
  for (const std::string &dir : model.dataDirs) {
    if (dir.empty())
      continue;
    for (const std::string &home : homes)
      if (dir[0] != '/')
        roots.push_back(home + "/" + dir);
    roots.push_back(dir);
  }
  roots.insert(roots.end(), {".", "data", "models/data"});
  for (const std::string &home : homes)
    roots.insert(roots.end(), {home, home + "/data"});
  if (!model.shippedData.empty())
    roots.push_back(model.shippedData);
  return roots;
}

std::string Reading::namedFile() const {
  return isDirectory(options.data) ? std::string() : options.data;
}

/// The folder of a file.
static std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + !slash);
}

std::vector<std::string> Reading::roots() const {
  std::vector<std::string> list;
  auto add = [&](const std::string &root) {
    if (std::find(list.begin(), list.end(), root) == list.end())
      list.push_back(root);
  };
  std::string named = namedFile();
  if (!options.data.empty())
    add(named.empty() ? options.data : folderOf(named));
  // A named folder is the only one; beside a named file lies what else is
  // wanted.
  if (options.data.empty() || !named.empty())
    for (const std::string &root : options.roots)
      add(root);
  return list;
}

std::string Reading::locate(const std::vector<std::string> &folders,
                            const std::vector<std::string> &names) const {
  // A named file is a whole path.
  std::string named = namedFile();
  for (const std::string &name : names)
    if (!named.empty() && name == named)
      return name;
  for (const std::string &root : roots())
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
  return {};
}

/// 'a', 'b' and 'c'.
static std::string quotedList(const std::vector<std::string> &items,
                              const char *last) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i)
    text += fmt::format("{}'{}'",
                        i == 0                  ? ""
                        : i + 1 == items.size() ? last
                                                : ", ",
                        items[i]);
  return text;
}

std::string Reading::placesText(const std::vector<std::string> &folders) const {
  std::vector<std::string> within;
  for (const std::string &folder : folders)
    if (!folder.empty())
      within.push_back(folder);
  std::string text = quotedList(roots(), " and ");
  if (within.empty())
    return text;
  return fmt::format("{}, and in {} there", text, quotedList(within, " and "));
}

std::string Reading::require(const std::vector<std::string> &folders,
                             const std::vector<std::string> &names) const {
  std::string path = locate(folders, names);
  if (!path.empty())
    return path;
  std::vector<std::string> others(names.begin() + 1, names.end());
  std::string hint = "say with --data DIR or DND_DATA where it lies";
  if (!options.data.empty() && namedFile().empty())
    hint = "--data names the only folder that is searched; without it the "
           "usual places would be";
  if (!others.empty())
    hint += fmt::format("; other names that it may have: {}",
                        quotedList(others, " or "));
  throw Error(Exit::Data,
              names.front().starts_with('/')
                  ? fmt::format("cannot find '{}' of data set '{}'",
                                names.front(), rule.name())
                  : fmt::format("cannot find '{}' of data set '{}' in {}",
                                names.front(), rule.name(),
                                placesText(folders)),
              hint);
}

void Reading::requireNamedUsed() const {
  if (options.data.empty())
    return;
  auto plain = [](const std::string &path) {
    return std::filesystem::path(path).lexically_normal().string();
  };
  std::string named = plain(options.data);
  while (named.size() > 1 && named.back() == '/')
    named.pop_back();
  std::string list;
  for (const DataFile &file : files) {
    std::string path = plain(file.path);
    if (path == named || named == "." || path.starts_with(named + "/") ||
        named == "/")
      return;
    list += fmt::format("{}'{}'", list.empty() ? "" : ", ", file.path);
  }
  throw Error(Exit::Data,
              list.empty()
                  ? fmt::format("--data {}: data set '{}' is made, not read",
                                options.data, rule.name())
                  : fmt::format("--data {} is not what data set '{}' reads: it "
                                "took {}",
                                options.data, rule.name(), list),
              list.empty() ? "leave --data out"
                           : "name the folder where the files of the recipe "
                             "lie, or leave --data out");
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
