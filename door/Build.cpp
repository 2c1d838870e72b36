//===- Build.cpp - Compiled models, made once -----------------------------===//
#include "door/Build.h"

#include "door/Process.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Sha256.h"
#include "runtime/cpu/Features.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;

std::string cacheFolder() {
  auto variable = [](const char *name) -> std::string {
    const char *value = std::getenv(name);
    return value ? value : "";
  };
  if (std::string own = variable("DND_CACHE"); !own.empty())
    return own;
  if (std::string base = variable("XDG_CACHE_HOME"); !base.empty())
    return base + "/dnd";
  if (std::string home = variable("HOME"); !home.empty())
    return home + "/.cache/dnd";
  return (fs::temp_directory_path() / fmt::format("dnd-{}", ::getuid()))
      .string();
}

/// The features of this processor, which --march=native compiles for.
static std::string processorText() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("flags"))
      return rt::processorName() + line;
  return rt::processorName();
}

static std::string fileSum(const std::string &path) {
  return rt::sha256(rt::readFile(path, int64_t{1} << 30));
}

/// The folder of libdndrt.a, as the compiler finds it.
static std::string runtimeArchive() {
  if (const char *own = std::getenv("DND_RUNTIME"))
    return fmt::format("{}/libdndrt.a", own);
  std::string installed = installPrefix() + "/lib/dnd/libdndrt.a";
  return rt::fileExists(installed) ? installed
                                   : installPrefix() + "/lib/libdndrt.a";
}

static std::string keyOf(const ModelText &model,
                         const std::vector<std::string> &words) {
  std::string all = "dnd cache 1\n";
  auto add = [&](const std::string &part) {
    all += fmt::format("{}:{}\n", part.size(), part);
  };
  for (const SourceText &source : model.sources) {
    add(source.path);
    add(source.text);
  }
  for (const std::string &word : words)
    add(word);
  add(fileSum(toolPath("dndc")));
  std::string archive = runtimeArchive();
  add(rt::fileExists(archive) ? fileSum(archive) : archive);
  add(installPrefix());
  add(processorText());
  return rt::sha256(all).substr(0, 32);
}

/// Keeps the newest programs; none is removed that was used within a day.
static void prune(const std::string &folder) {
  constexpr size_t kept = 100;
  std::error_code ec;
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  for (fs::directory_iterator at(folder, ec), end; !ec && at != end;
       at.increment(ec))
    entries.emplace_back(at->last_write_time(ec), at->path());
  std::sort(entries.rbegin(), entries.rend());
  for (size_t i = kept; i < entries.size(); ++i)
    if (fs::file_time_type::clock::now() - entries[i].first >
        std::chrono::hours(24))
      fs::remove_all(entries[i].second, ec);
}

Built build(const ModelText &model, const std::vector<std::string> &words,
            bool quiet) {
  std::string name = fs::path(model.path).stem().string();
  std::string programs = cacheFolder() + "/models";
  std::string folder = fmt::format("{}/{}", programs, keyOf(model, words));
  std::string program = fmt::format("{}/{}", folder, name);
  std::error_code ec;
  if (::access(program.c_str(), X_OK) == 0) {
    fs::last_write_time(folder, fs::file_time_type::clock::now(), ec);
    return {0, program};
  }
  std::string making = fmt::format("{}.tmp{}", folder, ::getpid());
  try {
    rt::makeDirectories(making);
  } catch (const Error &e) {
    throw Error(Exit::Output, e.message,
                "compiled models are kept there; name another folder with the "
                "variable DND_CACHE");
  }
  auto begin = std::chrono::steady_clock::now();
  std::vector<std::string> command{toolPath("dndc")};
  command.insert(command.end(), words.begin(), words.end());
  std::string input =
      model.path.starts_with("-") ? "./" + model.path : model.path;
  for (const std::string &word :
       {std::string("-o"), fmt::format("{}/{}", making, name), input})
    command.push_back(word);
  int code = wait(start({command, "", false}));
  if (code) {
    fs::remove_all(making, ec);
    return {code, ""};
  }
  fs::rename(making, folder, ec);
  // Another process was faster: its program is the same.
  if (ec)
    fs::remove_all(making, ec);
  prune(programs);
  if (!quiet)
    rt::tell(fmt::format(
        "compiled {} in {:.1f} s\n", model.path,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
            .count()));
  return {0, program};
}

} // namespace dnd::door
