//===- Fitted.cpp - What the training part decides ------------------------===//
//
// The texts in the metadata of weights, and the fitting of normalisations.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Fitted.h"

#include "runtime/core/Error.h"
#include "runtime/data/Dataset.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {

bool Fitted::isNormalized() const {
  return std::any_of(normalization.begin(), normalization.end(),
                     [](const Normalization &n) { return !n.mean.empty(); });
}

//===----------------------------------------------------------------------===//
// Metadata
//===----------------------------------------------------------------------===//

/// The entries of weights that hold what was fitted.
static constexpr std::string_view entries[] = {
    "reader",    "normalize",   "classes", "features", "targets", "numbers",
    "csv_scale", "first_class", "decimal", "missing",  "resize"};

static constexpr const char *numbersNames[] = {"", "bytes", "whole", "real"};

/// Class names and headings go from files to terminals.
static bool hasControls(std::string_view text) {
  return printable(text) != text;
}

static std::string normalizationText(const Model &model,
                                     const std::vector<Normalization> &list) {
  Value out = Value::object();
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i].mean.empty())
      continue;
    Value entry = Value::object();
    entry.set("mean", Value::listOf(list[i].mean));
    entry.set("std", Value::listOf(list[i].std));
    entry.set("inner", list[i].inner);
    out.set(model.inputs[i].name, std::move(entry));
  }
  return out.dump();
}

void Fitted::write(const Model &model, Metadata &metadata) const {
  metadata["reader"] = reader;
  if (isNormalized())
    metadata["normalize"] = normalizationText(model, normalization);
  if (!classNames.empty())
    metadata["classes"] = Value::listOf(classNames).dump();
  if (!featureNames.empty())
    metadata["features"] = Value::listOf(featureNames).dump();
  if (!targetNames.empty())
    metadata["targets"] = Value::listOf(targetNames).dump();
  Value kinds = Value::object();
  for (size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] != Numbers::Unknown)
      kinds.set(model.inputs[i].name,
                numbersNames[static_cast<size_t>(numbers[i])]);
  if (!kinds.members.empty())
    metadata["numbers"] = kinds.dump();
  if (scale != 1)
    metadata["csv_scale"] = exactText(scale);
  if (firstClass != 0)
    metadata["first_class"] = fmt::format("{}", firstClass);
  if (resize == "stretch")
    metadata["resize"] = resize;
  if (decimalComma)
    metadata["decimal"] = ",";
  if (missing != Missing::Error) {
    Value rule = Value::object();
    rule.set("rule", std::string(wordOf(missing)));
    rule.set("fills", Value::listOf(fills));
    metadata["missing"] = rule.dump();
  }
}

static std::vector<Normalization>
parseNormalization(const Model &model, const Value &root, auto &&fail) {
  std::vector<Normalization> list(model.inputs.size());
  if (!root.isObject())
    fail("normalize");
  for (size_t i = 0; i < list.size(); ++i) {
    const Value *entry = root.find(model.inputs[i].name);
    if (!entry)
      continue;
    const Value *mean = entry->find("mean"), *std = entry->find("std"),
                *inner = entry->find("inner");
    if (!mean || !std || !inner || !inner->isInteger() || inner->integer < 1 ||
        mean->items.empty() || mean->items.size() != std->items.size())
      fail("normalize");
    for (const Value &v : mean->items)
      list[i].mean.push_back(v.number());
    for (const Value &v : std->items) {
      if (v.number() == 0)
        fail("normalize");
      list[i].std.push_back(v.number());
    }
    list[i].inner = inner->integer;
  }
  return list;
}

static std::vector<Numbers> parseNumbers(const Model &model, const Value &root,
                                         auto &&fail) {
  std::vector<Numbers> list(model.inputs.size());
  for (size_t i = 0; i < list.size(); ++i) {
    const Value *kind = root.find(model.inputs[i].name);
    if (!kind)
      continue;
    auto found = std::find(std::begin(numbersNames) + 1, std::end(numbersNames),
                           kind->text);
    if (found == std::end(numbersNames))
      fail("numbers");
    list[i] = static_cast<Numbers>(found - std::begin(numbersNames));
  }
  return list;
}

static void parseMissing(const Value &root, Fitted &fitted, auto &&fail) {
  const Value *rule = root.find("rule"), *fills = root.find("fills");
  if (!rule || !rule->isString() || !fills || !fills->isList())
    fail("missing");
  for (Missing known : {Missing::Drop, Missing::Mean, Missing::Median})
    if (wordOf(known) == rule->text)
      fitted.missing = known;
  for (const Value &fill : fills->items) {
    if (!fill.isNumber() || !std::isfinite(fill.number()))
      fail("missing");
    fitted.fills.push_back(fill.number());
  }
  bool fillsIn =
      fitted.missing == Missing::Mean || fitted.missing == Missing::Median;
  if (fitted.missing == Missing::Error || fillsIn == fitted.fills.empty())
    fail("missing");
}

Fitted Fitted::read(const Model &model, const Metadata &metadata,
                    const std::string &path) {
  auto fail = [&](std::string_view name) {
    throw Error(Exit::Data,
                fmt::format("'{}' has damaged metadata '{}'", path, name));
  };
  auto json = [&](const char *name) -> std::optional<Value> {
    auto found = metadata.find(name);
    if (found == metadata.end())
      return std::nullopt;
    Value value;
    std::string error;
    if (!parseJson(found->second, value, error))
      fail(name);
    return value;
  };
  auto names = [&](const char *name) {
    std::vector<std::string> list;
    if (std::optional<Value> value = json(name)) {
      if (!value->isList())
        fail(name);
      for (const Value &v : value->items) {
        if (!v.isString() || hasControls(v.text))
          fail(name);
        list.push_back(v.text);
      }
    }
    return list;
  };
  Fitted fitted;
  if (auto found = metadata.find("reader"); found != metadata.end())
    fitted.reader = found->second;
  if (std::optional<Value> value = json("normalize"))
    fitted.normalization = parseNormalization(model, *value, fail);
  fitted.classNames = names("classes");
  fitted.featureNames = names("features");
  fitted.targetNames = names("targets");
  if (std::optional<Value> value = json("numbers"))
    fitted.numbers = parseNumbers(model, *value, fail);
  if (std::optional<Value> value = json("csv_scale")) {
    if (!value->isNumber())
      fail("csv_scale");
    fitted.scale = value->number();
  }
  if (std::optional<Value> value = json("first_class")) {
    if (!value->isInteger())
      fail("first_class");
    fitted.firstClass = value->integer;
  }
  if (auto found = metadata.find("decimal"); found != metadata.end())
    fitted.decimalComma = found->second == ",";
  if (auto found = metadata.find("resize"); found != metadata.end()) {
    if (found->second != "stretch")
      fail("resize");
    fitted.resize = found->second;
  }
  if (std::optional<Value> value = json("missing"))
    parseMissing(*value, fitted, fail);
  return fitted;
}

double featureNumber(const CsvTable &table, size_t row, size_t column,
                     size_t index, const Fitted &fitted,
                     const std::string &path) {
  bool isGap =
      fitted.missing != Missing::Error && isMissing(table.rows[row][column]);
  if (!isGap)
    return csvNumber(table, row, column, path);
  if (index < fitted.fills.size())
    return fitted.fills[index];
  throw Error(Exit::Data,
              fmt::format("'{}', line {}, {}: the value is missing", path,
                          table.lines[row], table.columnText(column)),
              "the training left such rows out; leave them out here, too");
}

std::string differenceOf(const Metadata &a, const Metadata &b) {
  for (std::string_view name : entries) {
    auto inA = a.find(std::string(name)), inB = b.find(std::string(name));
    std::string textA = inA == a.end() ? "" : inA->second,
                textB = inB == b.end() ? "" : inB->second;
    // Programs before these entries did not write them.
    bool isNew = name == "targets" || name == "numbers" || name == "decimal" ||
                 name == "missing" || name == "resize";
    if (textA != textB && !(isNew && (textA.empty() || textB.empty())))
      return std::string(name);
  }
  return {};
}

void refuseChanges(const Fitted &fitted,
                   const std::vector<std::string> &settings) {
  for (const std::string &item : settings)
    for (std::string_view fixed :
         {"normalize.", "data.scale=", "data.first_class=", "data.decimal=",
          "data.missing=", "data.resize="})
      if (fitted.isKnown() && item.starts_with(fixed))
        throw Error(Exit::Usage,
                    fmt::format("--set {}: '{}' stands in the weights since "
                                "they were trained",
                                item, item.substr(0, item.find('='))));
}

//===----------------------------------------------------------------------===//
// Bytes, whole and real numbers
//===----------------------------------------------------------------------===//

static std::vector<double> realsOf(const Array &array) {
  std::vector<double> reals(static_cast<size_t>(array.elements));
  convertTo(array, reals.data());
  return reals;
}

static bool allWhole(const std::vector<double> &reals) {
  return std::all_of(reals.begin(), reals.end(),
                     [](double x) { return x == std::floor(x); });
}

Numbers numbersOf(const Array &array) {
  if (array.type == DType::U8)
    return Numbers::Bytes;
  return !isReal(array.type) || allWhole(realsOf(array)) ? Numbers::Whole
                                                         : Numbers::Real;
}

static Array asBytes(const std::vector<double> &reals,
                     std::vector<int64_t> shape) {
  Array out = makeArray(DType::U8, std::move(shape));
  std::transform(reals.begin(), reals.end(), out.data.as<uint8_t>(),
                 [](double x) { return static_cast<uint8_t>(x); });
  return out;
}

static Array likeBytes(Array array, const std::string &where) {
  std::vector<double> reals = realsOf(array);
  // What is not finite is refused, or goes through, where it always does.
  if (reals.empty() || !std::all_of(reals.begin(), reals.end(),
                                    [](double x) { return std::isfinite(x); }))
    return array;
  auto [low, high] = std::minmax_element(reals.begin(), reals.end());
  bool isUnit = *low >= 0 && *high <= 1;
  if (*low >= 0 && *high <= 255 && allWhole(reals) &&
      (!isReal(array.type) || !isUnit))
    return asBytes(reals, array.shape);
  if (isReal(array.type) && isUnit)
    return array;
  throw Error(
      Exit::Data,
      fmt::format("'{}' has numbers from {:.6g} to {:.6g}; the training data "
                  "were bytes, divided by 255",
                  where, *low, *high),
      "give bytes (astype('uint8')) or numbers from 0 to 1; predict takes "
      "--scale, too");
}

Array likeTraining(const Fitted &fitted, size_t i, Array array,
                   const std::string &where) {
  Numbers then =
      i < fitted.numbers.size() ? fitted.numbers[i] : Numbers::Unknown;
  if (then == Numbers::Bytes && array.type != DType::U8)
    return likeBytes(std::move(array), where);
  if (then == Numbers::Real && array.type == DType::U8)
    throw Error(
        Exit::Data,
        fmt::format("'{}' has bytes, the training data were reals", where),
        "convert them as it was done for the training: "
        "astype('float32'), divided by 255 or not; predict takes "
        "--scale, too");
  if (then == Numbers::Whole && array.type == DType::U8) {
    Array out = makeArray(DType::F32, array.shape);
    convertTo(array, out.data.as<float>());
    return out;
  }
  return array;
}

//===----------------------------------------------------------------------===//
// Normalisation
//===----------------------------------------------------------------------===//

void Normalization::apply(float *samples, int64_t count,
                          int64_t elements) const {
  if (mean.empty())
    return;
  for (int64_t n = 0; n < count; ++n, samples += elements) {
    size_t k = 0;
    for (int64_t i = 0; i < elements; i += inner) {
      int64_t end = std::min(elements, i + inner);
      for (int64_t j = i; j < end; ++j)
        samples[j] = static_cast<float>((samples[j] - mean[k]) / std[k]);
      k = k + 1 == mean.size() ? 0 : k + 1;
    }
  }
}

static Normalization constants(const RecipeCall &rule, const InputInfo &input) {
  Normalization n;
  n.mean = rule.numbers("mean");
  n.std = rule.numbers("std");
  size_t size = std::max(n.mean.size(), n.std.size());
  if (n.mean.size() == 1)
    n.mean.resize(size, n.mean[0]);
  if (n.std.size() == 1)
    n.std.resize(size, n.std[0]);
  int64_t count = static_cast<int64_t>(size);
  bool perChannel =
      input.shape.size() > 1 && input.shape[0] == count && count > 1;
  if (n.mean.size() != n.std.size() ||
      !(count == 1 || count == input.elements || perChannel))
    throw Error(Exit::Data,
                fmt::format("normalize gives {} means and {} deviations for "
                            "input '{}' of shape {}",
                            n.mean.size(), n.std.size(), input.name,
                            shapeText(input.shape)),
                "give one number, one for each channel, or one for each "
                "feature");
  n.inner = std::max<int64_t>(1, input.elements / count);
  return n;
}

/// Mean and deviation, or least and largest, of each number of input `i`. Sums
/// run over the samples in the order of the part.
static Normalization fitted(bool standardize, size_t i, int64_t width,
                            const DataPart &part) {
  auto size = static_cast<size_t>(width);
  std::vector<double> sum(size), square(size), low(size, HUGE_VAL),
      high(size, -HUGE_VAL);
  std::vector<float> sample(size);
  for (int64_t n = 0; n < part.count; ++n) {
    part.input(i, n, sample.data(), nullptr);
    for (size_t k = 0; k < size; ++k) {
      double x = sample[k];
      sum[k] += x;
      low[k] = std::min(low[k], x);
      high[k] = std::max(high[k], x);
    }
  }
  // A feature that never changes becomes 0, however large or small it is; any
  // other one has a spread that is a number.
  double count = static_cast<double>(part.count);
  auto isConstant = [&](size_t k) { return !(low[k] < high[k]); };
  Normalization fit;
  for (size_t k = 0; k < size; ++k)
    fit.mean.push_back(standardize && !isConstant(k) ? sum[k] / count : low[k]);
  for (int64_t n = 0; standardize && n < part.count; ++n) {
    part.input(i, n, sample.data(), nullptr);
    for (size_t k = 0; k < size; ++k) {
      double d = sample[k] - fit.mean[k];
      square[k] += d * d;
    }
  }
  for (size_t k = 0; k < size; ++k) {
    double scale =
        standardize ? std::sqrt(square[k] / count) : high[k] - low[k];
    fit.std.push_back(isConstant(k) ? 1 : scale);
  }
  return fit;
}

std::vector<Normalization> fitNormalization(const Model &model,
                                            const RecipeCall &rule,
                                            const DataPart &train) {
  std::vector<Normalization> list(model.inputs.size());
  std::string kind = rule.name();
  if (kind.empty() || kind == "none")
    return list;
  for (size_t i = 0; i < list.size(); ++i) {
    const InputInfo &input = model.inputs[i];
    if (input.type != ElementType::F32)
      continue;
    if (kind == "mean_std")
      list[i] = constants(rule, input);
    else if (kind == "scale")
      list[i] = {{0},
                 {1 / rule.number("factor")},
                 std::max<int64_t>(1, input.elements)};
    else
      list[i] = fitted(kind == "standardize", i, input.elements, train);
  }
  return list;
}

} // namespace dnd::rt
