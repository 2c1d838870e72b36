//===- RunDirectory.cpp - What a training leaves behind -------------------===//
//
// A run folder is never overwritten.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/RunDirectory.h"

#include "dndrt/abi.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/cpu/Features.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <sys/utsname.h>
#include <unistd.h>

namespace dnd::rt {

static std::string formatTime(const char *format) {
  std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[40];
  std::strftime(text, sizeof text, format, &utc);
  return text;
}

std::string timeText() { return formatTime("%Y-%m-%dT%H:%M:%SZ"); }

/// Whether a folder holds nothing but what a process leaves that was killed
/// before it wrote anything.
static bool isUnused(const std::string &folder) {
  std::error_code ec;
  std::filesystem::directory_iterator at(folder, ec), end;
  for (; !ec && at != end; at.increment(ec)) {
    std::string name = at->path().filename().string();
    if (name != RunLock::fileName && !isTemporaryName(name))
      return false;
  }
  return !ec;
}

static void refuseUsed(const std::string &folder) {
  if (isUnused(folder))
    return;
  throw Error(
      Exit::Output,
      fmt::format("the folder '{}' is not empty; a run is never overwritten",
                  folder),
      fileExists(folder + "/run.json")
          ? fmt::format("continue it with --resume {} or choose another --out",
                        shellWord(folder))
          : "choose another --out");
}

RunDirectory::RunDirectory(std::string path)
    : folder(std::move(path)), lock(folder) {
  removeTemporaries(folder);
}

/// Creating the folder decides which of two simultaneous runs gets the name.
static std::string makeUnique(const std::string &base) {
  std::error_code ec;
  makeDirectories("runs");
  for (int attempt = 1;; ++attempt) {
    std::string path =
        attempt == 1 ? base : fmt::format("{}-{}", base, attempt);
    if (std::filesystem::create_directory(path, ec))
      return path;
    if (ec || attempt > 1000)
      throw Error(Exit::Output,
                  fmt::format("cannot create the folder '{}': {}", path,
                              ec ? ec.message() : std::string("too many runs")),
                  "choose another place with --out");
  }
}

RunDirectory RunDirectory::create(const std::string &out,
                                  const std::string &network, uint64_t seed) {
  if (!out.empty()) {
    if (fileExists(out))
      throw Error(
          Exit::Output,
          fmt::format("cannot use '{}' for the run: it is a file", out));
    if (isDirectory(out))
      refuseUsed(out);
    makeDirectories(out);
    RunDirectory made(out);
    // Another process may have come and gone between the two.
    refuseUsed(out);
    return made;
  }
  return RunDirectory(makeUnique(fmt::format(
      "runs/{}-{}-s{}", network, formatTime("%Y-%m-%dT%H-%M-%S"), seed)));
}

std::string RunDirectory::makeFolder(const std::string &network) {
  return makeUnique(
      fmt::format("runs/{}-{}", network, formatTime("%Y-%m-%dT%H-%M-%S")));
}

RunDirectory RunDirectory::open(const std::string &path) {
  std::string folder = path;
  while (folder.size() > 1 && folder.back() == '/')
    folder.pop_back();
  if (!fileExists(folder + "/run.json"))
    throw Error(Exit::Data,
                fmt::format("'{}' is no run folder: it has no run.json", path),
                "name the folder that --out named, or one of 'runs'");
  return RunDirectory(folder);
}

std::string RunDirectory::file(std::string_view name) const {
  return fmt::format("{}/{}", folder, name);
}

Value RunDirectory::metricsOf(int64_t epoch) const {
  std::istringstream lines(readFile(file("metrics.jsonl"), int64_t{1} << 32));
  std::string error;
  for (std::string line; std::getline(lines, line);) {
    Value value;
    if (!parseJson(line, value, error))
      continue;
    const Value *e = value.find("epoch");
    if (e && e->isInteger() && e->integer == epoch)
      return value;
  }
  return {};
}

bool RunDirectory::isFresh() const {
  for (const char *name : {"last.state.safetensors", "weights.safetensors",
                           "best.safetensors", "metrics.jsonl"})
    if (fileExists(file(name)))
      return false;
  return true;
}

void RunDirectory::appendMetrics(const Value &line) {
  appendFile(file("metrics.jsonl"), line.dump() + "\n");
  if (events)
    events->add(line);
}

void RunDirectory::mirrorTo(const std::string &place) {
  std::filesystem::path below;
  for (const auto &part : std::filesystem::path(folder).relative_path())
    if (part != ".." && part != ".")
      below /= part;
  events = std::make_shared<EventFile>(
      (std::filesystem::path(place) / below).string());
}

/// The first line of steps.csv.
static const char *const stepsHeading = "step,loss\n";

void RunDirectory::appendSteps(const std::string &lines) {
  std::string path = file("steps.csv");
  std::error_code ec;
  auto size = std::filesystem::file_size(path, ec);
  // Empty: the first line of a run could not be written.
  appendFile(path, !ec && size > 0 ? lines : stepsHeading + lines);
}

void RunDirectory::truncateSteps(int64_t step) {
  std::string path = file("steps.csv");
  if (!fileExists(path))
    return;
  std::istringstream lines(readFile(path, int64_t{1} << 32));
  std::string kept, heading;
  std::getline(lines, heading);
  for (std::string line; std::getline(lines, line);) {
    int64_t number = 0;
    if (!parseInteger(line.substr(0, line.find(',')), number) || number > step)
      break;
    kept += line + "\n";
  }
  writeFile(path, stepsHeading + kept);
}

void RunDirectory::truncateMetrics(int64_t epoch) {
  std::string path = file("metrics.jsonl");
  if (!fileExists(path))
    return;
  std::istringstream lines(readFile(path, int64_t{1} << 32));
  std::string kept, error;
  for (std::string line; std::getline(lines, line);) {
    Value value;
    if (!parseJson(line, value, error))
      break; // torn by a kill; what follows is not trusted
    const Value *e = value.find("epoch");
    if (!e || !e->isInteger() || e->integer > epoch)
      break;
    kept += line + "\n";
  }
  writeFile(path, kept);
}

void RunDirectory::writeRun(const Value &run) {
  writeFile(file("run.json"), run.dump(2) + "\n");
}

Value RunDirectory::readRun() const {
  std::string path = file("run.json"), error;
  Value value;
  if (!parseJson(readFile(path, 1 << 26), value, error) || !value.isObject())
    throw Error(Exit::Data, fmt::format("'{}' is damaged: {}", path, error));
  return value;
}

Value hostDescription() {
  Value host = Value::object();
  utsname name{};
  if (::uname(&name) == 0) {
    host.set("name", static_cast<const char *>(name.nodename));
    host.set("system",
             fmt::format("{} {}", static_cast<const char *>(name.sysname),
                         static_cast<const char *>(name.release)));
  }
  host.set("processor", processorName());
  host.set("threads", dnd_rt_num_threads());
  return host;
}

} // namespace dnd::rt
