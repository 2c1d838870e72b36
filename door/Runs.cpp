//===- Runs.cpp - Run folders, as others read them ------------------------===//
#include "door/Runs.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;
using rt::Value;

int64_t Run::seed() const {
  const Value *seed = record.find("seed");
  return seed ? seed->integer : 0;
}

std::string Run::status() const {
  const Value *status = record.find("status");
  return status ? status->text : "";
}

std::optional<double> Run::result(const std::string &name) const {
  const Value *result = record.find("result");
  const Value *number = result ? result->find(name) : nullptr;
  if (!number || !number->isNumber())
    return std::nullopt;
  return number->number();
}

std::vector<double> Run::curve(const std::string &name) const {
  std::vector<double> numbers;
  for (const Value &line : epochs) {
    const Value *number = line.find(name);
    numbers.push_back(number && number->isNumber() ? number->number() : NAN);
  }
  return numbers;
}

Run readRun(const std::string &path) {
  Run run;
  run.path = path;
  while (run.path.size() > 1 && run.path.back() == '/')
    run.path.pop_back();
  std::string file = run.path + "/run.json", error;
  if (!rt::fileExists(file))
    throw Error(Exit::Data,
                fmt::format("'{}' is no run folder: it has no run.json", path),
                "'dnd train' writes one; folders of runs are taken, too");
  if (!rt::parseJson(rt::readFile(file, 1 << 26), run.record, error) ||
      !run.record.isObject())
    throw Error(Exit::Data, fmt::format("'{}' is damaged: {}", file, error));
  std::string metrics = run.path + "/metrics.jsonl";
  if (!rt::fileExists(metrics))
    return run;
  std::istringstream lines(rt::readFile(metrics, int64_t{1} << 32));
  for (std::string line; std::getline(lines, line);) {
    Value value;
    if (!rt::parseJson(line, value, error) || !value.isObject())
      break;
    run.epochs.push_back(std::move(value));
  }
  return run;
}

RunGroup readGroup(const std::string &path) {
  RunGroup group{path, {}};
  if (rt::fileExists(path + "/run.json") || !rt::isDirectory(path)) {
    group.runs.push_back(readRun(path));
    return group;
  }
  std::error_code ec;
  for (fs::directory_iterator at(path, ec), end; !ec && at != end;
       at.increment(ec))
    if (rt::fileExists((at->path() / "run.json").string()))
      group.runs.push_back(readRun(at->path().string()));
  if (group.runs.empty())
    throw Error(Exit::Data,
                fmt::format("'{}' holds no run: no run.json in it or in a "
                            "folder of it",
                            path),
                "name a run folder, or the folder of train --seeds");
  std::sort(group.runs.begin(), group.runs.end(),
            [](const Run &a, const Run &b) {
              return std::make_pair(a.seed(), a.path) <
                     std::make_pair(b.seed(), b.path);
            });
  return group;
}

/// The last `count` parts of a path, without a slash at the end.
static std::string lastParts(const std::string &path, size_t count) {
  fs::path whole = fs::path(path).lexically_normal();
  std::vector<fs::path> parts;
  for (const fs::path &part : whole)
    if (!part.empty())
      parts.push_back(part);
  fs::path shown;
  for (size_t i = parts.size() - std::min(count, parts.size());
       i < parts.size(); ++i)
    shown /= parts[i];
  return shown.string();
}

std::vector<std::string> shortNames(const std::vector<Run> &runs) {
  constexpr size_t longest = 64;
  std::vector<std::string> names;
  for (size_t count = 1; count <= longest; ++count) {
    names.clear();
    for (const Run &run : runs)
      names.push_back(lastParts(run.path, count));
    std::set<std::string> different(names.begin(), names.end());
    if (different.size() == names.size())
      break;
  }
  return names;
}

} // namespace dnd::door
