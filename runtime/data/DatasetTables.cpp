//===- DatasetTables.cpp - CSV and NumPy data sets ------------------------===//
//
// csv(...), npz(...), and the two sets shipped with the project.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Csv.h"
#include "runtime/data/Dataset.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace dnd::rt {
namespace {

/// Text of an argument that may be a text or a whole number.
std::string textOf(const Value &v) { return v.isString() ? v.text : v.dump(); }

/// Text of the arguments of a csv data set.
struct CsvOptions {
  std::string label = "last";
  std::vector<std::string> targets; ///< columns of a regression target
  int64_t firstClass = 0;
  double scale = 1;
  std::optional<bool> header; ///< whether the first row is a heading
};

/// Turns label cells into numbers: whole numbers as they are, anything else by
/// the sorted list of names.
void readLabels(const CsvTable &table, size_t column, const CsvOptions &options,
                std::vector<std::string> &names, const std::string &path,
                RawPart &part) {
  auto numeric = [](const std::vector<std::string> &row, size_t c) {
    int64_t n;
    return parseInteger(row[c], n) && n >= INT32_MIN && n <= INT32_MAX;
  };
  bool allNumbers =
      names.empty() &&
      std::all_of(table.rows.begin(), table.rows.end(),
                  [&](const auto &row) { return numeric(row, column); });
  if (allNumbers) {
    for (const auto &row : table.rows) {
      int64_t n = 0;
      parseInteger(row[column], n);
      part.labels.push_back(static_cast<int32_t>(n - options.firstClass));
    }
    return;
  }
  if (names.empty()) {
    std::set<std::string> seen;
    for (const auto &row : table.rows)
      seen.insert(row[column]);
    names.assign(seen.begin(), seen.end());
  }
  for (size_t r = 0; r < table.rows.size(); ++r) {
    const std::string &cell = table.rows[r][column];
    auto found = std::lower_bound(names.begin(), names.end(), cell);
    if (found == names.end() || *found != cell)
      throw Error(
          Exit::Data,
          fmt::format(
              "'{}', line {}: class '{}' does not occur in the training file{}",
              path, table.lines[r], cell.substr(0, 40),
              didYouMean(cell, names)));
    part.labels.push_back(static_cast<int32_t>(found - names.begin()));
  }
}

RawPart readCsvPart(DataSource &source, const std::string &path,
                    const CsvOptions &options,
                    std::vector<std::string> &names) {
  const TargetInfo *target = source.target();
  bool isLabel = source.model.isClassification();
  std::string named = isLabel                   ? options.label
                      : options.targets.empty() ? std::string()
                                                : options.targets[0];
  CsvTable table = parseCsv(source.read(path), path, named, options.header);
  RawPart part;
  part.count = static_cast<int64_t>(table.rows.size());
  part.labelFile = path;
  part.placesAreLines = true;
  part.places.assign(table.lines.begin(), table.lines.end());
  std::vector<size_t> targetColumns;
  if (isLabel) {
    targetColumns.push_back(table.column(options.label, path));
    readLabels(table, targetColumns[0], options, names, path, part);
  } else if (target) {
    for (const std::string &name : options.targets)
      targetColumns.push_back(table.column(name, path));
    int64_t wanted = target->elements;
    if (targetColumns.empty())
      for (int64_t i = wanted; i > 0; --i)
        if (i <= static_cast<int64_t>(table.columns))
          targetColumns.push_back(table.columns - static_cast<size_t>(i));
    part.valueWidth = static_cast<int64_t>(targetColumns.size());
  }
  std::vector<size_t> features;
  for (size_t c = 0; c < table.columns; ++c)
    if (std::find(targetColumns.begin(), targetColumns.end(), c) ==
        targetColumns.end())
      features.push_back(c);
  RawField field;
  field.shape = {static_cast<int64_t>(features.size())};
  for (size_t r = 0; r < table.rows.size(); ++r) {
    for (size_t c : features)
      field.data.push_back(
          static_cast<float>(csvNumber(table, r, c, path) * options.scale));
    if (part.valueWidth)
      for (size_t c : targetColumns)
        part.values.push_back(static_cast<float>(csvNumber(table, r, c, path)));
  }
  part.fields.push_back(std::move(field));
  return part;
}

} // namespace

RawData readCsvSet(DataSource &source) {
  const Rule &rule = source.rule;
  CsvOptions options;
  if (const Value *label = rule.find("label", 2))
    options.label = textOf(*label);
  if (const Value *target = rule.find("target", 99)) {
    if (target->isList())
      for (const Value &v : target->items)
        options.targets.push_back(textOf(v));
    else
      options.targets.push_back(textOf(*target));
  }
  options.firstClass = static_cast<int64_t>(rule.number("first_class", 99, 0));
  options.scale = rule.number("scale", 99, 1);
  if (const Value *header = rule.find("header", 99))
    options.header = header->number() != 0;
  std::string train = rule.string("train", 0, ""),
              test = rule.string("test", 1, "");
  if (train.empty() && !source.options.data.empty() &&
      !isDirectory(source.options.data))
    train = source.options.data;
  if (train.empty())
    throw Error(Exit::Data, "the recipe's csv(...) names no training file",
                "write csv(train = \"FILE\") or give --data FILE");
  RawData data;
  data.csvScale = options.scale;
  // Class names come from the training file, so it is read in any case.
  data.train = readCsvPart(source, source.require({""}, {train}), options,
                           data.classNames);
  if (!test.empty()) {
    data.test = readCsvPart(source, source.require({""}, {test}), options,
                            data.classNames);
    data.hasTest = true;
  } else if (double share = rule.number("test_split", 99, 0); share > 0) {
    splitTest(data, share,
              static_cast<uint64_t>(rule.number("split_seed", 99, 0)));
  }
  return data;
}

RawData readOptdigits(DataSource &source) {
  RawData data;
  CsvOptions options;
  options.scale = 1.0 / 16; // counts of set pixels in 4x4 blocks
  data.csvScale = options.scale;
  auto part = [&](const char *name) {
    RawPart p = readCsvPart(source, source.require({"optdigits", ""}, {name}),
                            options, data.classNames);
    if (p.fields[0].shape[0] == 64)
      p.fields[0].shape = {8, 8};
    return p;
  };
  if (source.options.needTrain)
    data.train = part("optdigits.tra");
  data.test = part("optdigits.tes");
  data.hasTest = true;
  return data;
}

RawData readIris(DataSource &source) {
  RawData data;
  data.train = readCsvPart(
      source, source.require({"iris", ""}, {"iris.csv", "iris.data"}),
      CsvOptions(), data.classNames);
  double share = source.rule.number("test_split", 0, 0.2);
  if (share > 0)
    splitTest(data, share,
              static_cast<uint64_t>(source.rule.number("split_seed", 1, 0)));
  return data;
}

//===----------------------------------------------------------------------===//
// npz
//===----------------------------------------------------------------------===//

namespace {

class NpzReader {
public:
  NpzReader(DataSource &source, const std::string &path)
      : source(source), path(path), names(namesInNpz(path)) {}

  /// Reads the part whose keys start with `prefix` ("train_", "test_"...);
  /// false when the archive has no such part.
  bool read(const std::string &prefix, bool required, RawPart &part) {
    part.labelFile = path;
    bool found = readInputs(prefix, required, part);
    if (found)
      readTarget(prefix, part);
    return found;
  }

private:
  /// The key for a purpose: given in the recipe, or the first usual name that
  /// the archive has.
  std::string key(const std::string &prefix, const std::string &purpose,
                  const std::vector<std::string> &usual, bool required) {
    std::string argument = prefix == "train_" ? purpose : prefix + purpose;
    std::string given = source.rule.string(argument, 99, "");
    if (given.empty() && prefix == "train_")
      given = source.rule.string(prefix + purpose, 99, "");
    if (!given.empty()) {
      if (!has(given))
        throw Error(Exit::Data, fmt::format("'{}' has no array '{}'{}", path,
                                            given, didYouMean(given, names)));
      return given;
    }
    for (const std::string &name : usual)
      if (has(name))
        return name;
    if (!required)
      return {};
    std::string list;
    for (const std::string &name : names)
      list += fmt::format("{}{}", list.empty() ? "" : ", ", name);
    throw Error(
        Exit::Data,
        fmt::format("'{}' has no array for the {} (it has {})", path, argument,
                    list.empty() ? "none" : list),
        fmt::format("name it in the recipe: npz(\"FILE\", {} = \"KEY\")",
                    argument));
  }
  bool has(const std::string &name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
  }
  Array array(const std::string &name) {
    std::vector<NamedArray> found = readNpz(path, {name});
    return std::move(found.at(0).array);
  }

  bool readInputs(const std::string &prefix, bool required, RawPart &part) {
    std::string suffix = prefix.substr(0, prefix.size() - 1);
    bool single = source.model.inputs.size() == 1;
    for (const InputInfo &input : source.model.inputs) {
      std::vector<std::string> usual{prefix + input.name};
      if (prefix == "train_")
        usual.push_back(input.name);
      if (single) {
        usual.insert(usual.end(), {prefix + "images", "x_" + suffix,
                                   prefix + "x", "X_" + suffix});
        if (prefix == "train_")
          usual.insert(usual.end(), {"images", "x", "X"});
      }
      std::string purpose = single ? "images" : input.name;
      std::string name = key(prefix, purpose, usual, required);
      if (name.empty())
        return false;
      Array a = array(name);
      if (a.shape.empty())
        throw Error(Exit::Data,
                    fmt::format("'{}:{}' has no samples", path, name));
      if (part.count && part.count != a.shape[0])
        throw Error(Exit::Data,
                    fmt::format("'{}:{}' has {} samples, others have {}", path,
                                name, a.shape[0], part.count));
      part.count = a.shape[0];
      RawField field;
      field.input = input.name;
      field.shape.assign(a.shape.begin() + 1, a.shape.end());
      field.data.resize(static_cast<size_t>(a.elements));
      convertTo(a, field.data.data());
      checkFinite(field.data, fmt::format("{}:{}", path, name), part.count);
      if (a.type == DType::U8 && input.type == ElementType::F32)
        for (float &v : field.data)
          v /= 255.0f;
      part.fields.push_back(std::move(field));
    }
    return true;
  }

  void readTarget(const std::string &prefix, RawPart &part) {
    const TargetInfo *target = source.target();
    if (!target)
      return;
    std::string suffix = prefix.substr(0, prefix.size() - 1);
    std::vector<std::string> usual{prefix + target->name, prefix + "labels",
                                   prefix + "targets",    "y_" + suffix,
                                   prefix + "y",          "Y_" + suffix};
    if (prefix == "train_")
      usual.insert(usual.end(), {target->name, "labels", "targets", "y", "Y"});
    std::string name = key(prefix, "labels", usual, true);
    Array a = array(name);
    if (a.shape.empty() || a.shape[0] != part.count)
      throw Error(Exit::Data,
                  fmt::format("'{}:{}' has shape {} for {} samples", path, name,
                              shapeText(a.shape), part.count));
    part.labelFile = fmt::format("{}:{}", path, name);
    // Classes as numbers, one for each sample, also for a target that codes
    // them otherwise.
    if (target->isLabel ||
        (source.model.isClassification() && a.elements == part.count)) {
      part.labels.resize(static_cast<size_t>(a.elements));
      int64_t wrong = convertTo(a, part.labels.data());
      if (wrong >= 0)
        throw Error(Exit::Data,
                    fmt::format("'{}:{}', item {} is no whole number", path,
                                name, wrong));
      return;
    }
    part.valueWidth = part.count ? a.elements / part.count : 0;
    part.values.resize(static_cast<size_t>(a.elements));
    convertTo(a, part.values.data());
    checkFinite(part.values, part.labelFile, part.count);
  }

  static void checkFinite(const std::vector<float> &data,
                          const std::string &where, int64_t count) {
    for (size_t i = 0; i < data.size(); ++i)
      if (!std::isfinite(data[i]))
        throw Error(Exit::Data,
                    fmt::format("'{}', item {}: {}", where,
                                i / (data.size() / static_cast<size_t>(count)),
                                std::isnan(data[i])
                                    ? "not a number"
                                    : "infinite, or too large for f32"));
  }

  DataSource &source;
  std::string path;
  std::vector<std::string> names;
};

} // namespace

RawData readNpzSet(DataSource &source) {
  std::string file = source.rule.string("file", 0, "");
  if (!source.options.data.empty() && !isDirectory(source.options.data))
    file = source.options.data;
  if (file.empty())
    throw Error(Exit::Data, "the recipe's npz(...) names no file",
                "write npz(\"FILE\") or give --data FILE");
  std::string path = source.require({"", "medmnist"}, {file});
  source.record(path, readFile(path, int64_t{1} << 40));
  NpzReader reader(source, path);
  RawData data;
  reader.read("train_", true, data.train);
  data.hasValidation = reader.read("val_", false, data.validation);
  data.hasTest = reader.read("test_", false, data.test);
  if (!data.hasTest)
    if (double share = source.rule.number("test_split", 99, 0); share > 0)
      splitTest(data, share,
                static_cast<uint64_t>(source.rule.number("split_seed", 99, 0)));
  return data;
}

} // namespace dnd::rt
