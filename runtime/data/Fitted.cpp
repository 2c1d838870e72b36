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
    "reader", "normalize", "classes", "features", "csv_scale", "first_class"};

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
  if (scale != 1)
    metadata["csv_scale"] = exactText(scale);
  if (firstClass != 0)
    metadata["first_class"] = fmt::format("{}", firstClass);
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
    for (const Value &v : std->items)
      list[i].std.push_back(v.number());
    list[i].inner = inner->integer;
  }
  return list;
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
      for (const Value &v : value->items)
        list.push_back(v.text);
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
  return fitted;
}

std::string differenceOf(const Metadata &a, const Metadata &b) {
  for (std::string_view name : entries) {
    auto inA = a.find(std::string(name)), inB = b.find(std::string(name));
    std::string textA = inA == a.end() ? "" : inA->second,
                textB = inB == b.end() ? "" : inB->second;
    if (textA != textB)
      return std::string(name);
  }
  return {};
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
  double count = static_cast<double>(part.count);
  Normalization fit;
  for (size_t k = 0; k < size; ++k)
    fit.mean.push_back(standardize ? sum[k] / count : low[k]);
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
    // A feature that never changes becomes 0, not infinite.
    fit.std.push_back(scale > 1e-12 ? scale : 1);
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
