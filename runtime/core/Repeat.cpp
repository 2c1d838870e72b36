//===- Repeat.cpp - Making a run again ------------------------------------===//
#include "runtime/core/Repeat.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Weights.h"

#include <fmt/core.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <sstream>

namespace dnd::rt {

namespace fs = std::filesystem;

/// The folder that all paths have in common.
static fs::path commonFolder(const std::vector<fs::path> &paths) {
  fs::path common = paths.front().parent_path();
  for (const fs::path &path : paths)
    while (!common.empty() && common != common.root_path()) {
      fs::path inside = path.lexically_relative(common);
      if (!inside.empty() && *inside.begin() != "..")
        break;
      common = common.parent_path();
    }
  return common;
}

/// Where each source lies below the run folder.
static std::vector<fs::path> placesOf(const Making &made) {
  if (made.sources.empty())
    return {};
  std::vector<fs::path> paths;
  for (const auto &[path, text] : made.sources) {
    // What came from the standard input has no name of its own.
    bool isFile = !path.empty() && path.front() != '<' && path != "-";
    paths.push_back(
        fs::absolute(isFile ? path : "model.dnd").lexically_normal());
  }
  fs::path common = commonFolder(paths);
  for (fs::path &path : paths)
    path = "model" / path.lexically_relative(common);
  return paths;
}

std::string placeOfModel(const Making &made) {
  return made.sources.empty() ? "" : placesOf(made)[0].string();
}

void writeSources(const Making &made, const std::string &folder) {
  std::vector<fs::path> places = placesOf(made);
  for (size_t i = 0; i < places.size(); ++i) {
    std::string path = fmt::format("{}/{}", folder, places[i].string());
    makeDirectories(fs::path(path).parent_path().string());
    if (!fileExists(path))
      writeFile(path, made.sources[i].second);
  }
}

static Value readRecord(const std::string &folder) {
  std::string path = folder + "/run.json", error;
  if (!fileExists(path))
    throw Error(Exit::Data,
                fmt::format("'{}' is no run folder: it has no "
                            "run.json",
                            folder),
                "name the folder that --out named, or one of 'runs'");
  Value value;
  if (!parseJson(readFile(path, 1 << 26), value, error) || !value.isObject())
    throw Error(Exit::Data, fmt::format("'{}' is damaged: {}", path, error));
  return value;
}

Value readFinishedRun(const std::string &folder) {
  Value run = readRecord(folder);
  const Value *status = run.find("status");
  if (!status || status->text != "done")
    throw Error(Exit::Data,
                fmt::format("the run in '{}' is not finished ({}): there is "
                            "nothing to hold a repetition against",
                            folder, status ? status->text : "no status"),
                fmt::format("finish it: train --resume {}", shellWord(folder)));
  return run;
}

static std::vector<Value> readEpochs(const std::string &folder) {
  std::vector<Value> epochs;
  std::istringstream lines(
      readFile(folder + "/metrics.jsonl", int64_t{1} << 32));
  std::string error;
  for (std::string line; std::getline(lines, line);) {
    Value value;
    if (!parseJson(line, value, error))
      break;
    epochs.push_back(std::move(value));
  }
  return epochs;
}

/// What two equal runs need not have in common.
static bool tellsTime(std::string_view name) {
  return name == "seconds" || name.ends_with("_seconds") ||
         name == "samples_per_second";
}

/// The first number of two epochs that differs, or an empty text.
static std::string epochDifference(const Value &then, const Value &now) {
  for (const Value::Member &m : then.members) {
    if (tellsTime(m.first))
      continue;
    const Value *other = now.find(m.first);
    if (!other)
      return fmt::format("{} was {}, now it is not there", m.first,
                         m.second.dump());
    if (other->dump() != m.second.dump())
      return fmt::format("{} was {}, now it is {}", m.first, m.second.dump(),
                         other->dump());
  }
  return {};
}

/// The first tensor that differs, with the largest difference in it.
static std::string weightDifference(const TensorFile &then,
                                    const TensorFile &now) {
  for (const NamedArray &a : then.arrays) {
    const Array *b = findArray(now.arrays, a.name);
    if (!b || b->shape != a.array.shape || b->type != a.array.type)
      return fmt::format("'{}' is not there any more, or has another shape",
                         a.name);
    if (std::memcmp(a.array.data.data(), b->data.data(),
                    static_cast<size_t>(a.array.elements) *
                        sizeOf(a.array.type)) == 0)
      continue;
    std::vector<double> x(static_cast<size_t>(a.array.elements)), y(x.size());
    convertTo(a.array, x.data());
    convertTo(*b, y.data());
    double largest = 0;
    int64_t first = -1, count = 0;
    for (size_t i = 0; i < x.size(); ++i)
      if (x[i] != y[i]) {
        first = first < 0 ? static_cast<int64_t>(i) : first;
        ++count;
        largest = std::max(largest, std::abs(x[i] - y[i]));
      }
    return fmt::format("{} of {} numbers of '{}' differ, first number {}, by "
                       "at most {:.3g}",
                       count, a.array.elements, a.name, first, largest);
  }
  return then.arrays.size() == now.arrays.size()
             ? std::string()
             : std::string("there are tensors that were not there");
}

/// What of the circumstances is not the same, as a reason to look at.
static std::string circumstances(const Value &then, const Value &now) {
  std::string text;
  for (const char *name : {"compiler", "march", "device", "compile_options"}) {
    const Value *a = then.find(name), *b = now.find(name);
    std::string x = a ? a->dump() : "unknown", y = b ? b->dump() : "unknown";
    if (x != y)
      text += fmt::format("{}{} was {}, now {}", text.empty() ? "; " : ", ",
                          name, x, y);
  }
  const Value *host = then.find("host"), *here = now.find("host");
  const Value *a = host ? host->find("processor") : nullptr;
  const Value *b = here ? here->find("processor") : nullptr;
  if (a && b && a->text != b->text)
    text += fmt::format("{}the processor was {}, now {}",
                        text.empty() ? "; " : ", ", a->text, b->text);
  return text;
}

Repetition compareRuns(const std::string &then, const std::string &now) {
  std::string reason = circumstances(readRecord(then), readRecord(now));
  std::vector<Value> before = readEpochs(then), after = readEpochs(now);
  for (size_t i = 0; i < std::min(before.size(), after.size()); ++i)
    if (std::string text = epochDifference(before[i], after[i]); !text.empty())
      return {false,
              fmt::format("differs: in epoch {} {}{}", i + 1, text, reason)};
  if (before.size() != after.size())
    return {false, fmt::format("differs: there were {} epochs, now {}{}",
                               before.size(), after.size(), reason)};
  std::string text =
      weightDifference(readTensorFile(then + "/weights.safetensors"),
                       readTensorFile(now + "/weights.safetensors"));
  if (!text.empty())
    return {false, fmt::format("weights differ: {}{}", text, reason)};
  return {true, "weights equal bit for bit"};
}

} // namespace dnd::rt
