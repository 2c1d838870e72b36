//===- Normalization.cpp - Scaling of inputs ------------------------------===//
//
// mean/std for each channel or number, scale, minmax, standardize.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Normalization.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {

void Normalization::apply(float *samples, int64_t count,
                          int64_t elements) const {
  if (mean.empty())
    return;
  int64_t size = static_cast<int64_t>(mean.size());
  for (int64_t n = 0; n < count; ++n, samples += elements)
    for (int64_t i = 0; i < elements; ++i) {
      size_t k = static_cast<size_t>(i / inner % size);
      samples[i] = static_cast<float>((samples[i] - mean[k]) / std[k]);
    }
}

static std::vector<double> numbersOf(const Rule &rule, std::string_view name,
                                     size_t position, double fallback) {
  const Value *v = rule.find(name, position);
  if (!v)
    return {fallback};
  if (v->isNumber())
    return {v->number()};
  std::vector<double> out;
  for (const Value &item : v->items) {
    if (!item.isNumber())
      throw Error(Exit::Data,
                  fmt::format("normalize: '{}' must hold numbers", name));
    out.push_back(item.number());
  }
  if (out.empty())
    throw Error(Exit::Data, fmt::format("normalize: '{}' is empty", name));
  return out;
}

static Normalization constants(const Rule &rule, const InputInfo &input) {
  Normalization n;
  n.mean = numbersOf(rule, "mean", 0, 0);
  n.std = numbersOf(rule, "std", 1, 1);
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
  for (double s : n.std)
    if (!(std::abs(s) > 0))
      throw Error(Exit::Data, "normalize: a deviation is zero");
  n.inner = std::max<int64_t>(1, input.elements / count);
  return n;
}

static Normalization fitted(const std::string &kind, const InputInfo &input,
                            const std::vector<float> &data) {
  Normalization n;
  int64_t width = input.elements;
  int64_t count = width ? static_cast<int64_t>(data.size()) / width : 0;
  for (int64_t i = 0; i < width; ++i) {
    double sum = 0, square = 0, low = HUGE_VAL, high = -HUGE_VAL;
    for (int64_t s = 0; s < count; ++s) {
      double x = data[static_cast<size_t>(s * width + i)];
      sum += x;
      low = std::min(low, x);
      high = std::max(high, x);
    }
    double mean = sum / static_cast<double>(count);
    for (int64_t s = 0; s < count; ++s) {
      double d = data[static_cast<size_t>(s * width + i)] - mean;
      square += d * d;
    }
    double std = std::sqrt(square / static_cast<double>(count));
    bool standardize = kind == "standardize";
    n.mean.push_back(standardize ? mean : low);
    double scale = standardize ? std : high - low;
    // A feature that never changes becomes 0, not infinite.
    n.std.push_back(scale > 1e-12 ? scale : 1);
  }
  return n;
}

std::vector<Normalization>
fitNormalization(const Model &model, const Rule &rule, const DataPart &train) {
  std::vector<Normalization> list(model.inputs.size());
  if (rule.fn.empty() || rule.fn == "none")
    return list;
  for (size_t i = 0; i < list.size(); ++i) {
    const InputInfo &input = model.inputs[i];
    if (input.type != ElementType::F32)
      continue;
    if (rule.fn == "mean_std") {
      list[i] = constants(rule, input);
    } else if (rule.fn == "scale") {
      double factor = rule.number("factor", 0, 1);
      if (factor == 0 || !std::isfinite(1 / factor))
        throw Error(Exit::Data, "normalize scale(...): the factor is zero");
      list[i] = {{0}, {1 / factor}, std::max<int64_t>(1, input.elements)};
    } else if (rule.fn == "minmax" || rule.fn == "standardize") {
      list[i] = fitted(rule.fn, input, train.inputs[i]);
    } else {
      throw Error(
          Exit::Data,
          fmt::format("there is no normalisation '{}'{}", rule.fn,
                      didYouMean(rule.fn, {"scale", "minmax", "standardize",
                                           "mean_std"})));
    }
  }
  return list;
}

void normalizeDataset(const Model &model, std::vector<Normalization> list,
                      Dataset &data) {
  for (DataPart *part : {&data.train, &data.validation, &data.test})
    for (size_t i = 0; i < part->inputs.size() && i < list.size(); ++i)
      list[i].apply(part->inputs[i].data(), part->count,
                    model.inputs[i].elements);
  data.normalization = std::move(list);
}

std::string normalizationText(const Model &model,
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
  return out.members.empty() ? std::string() : out.dump();
}

std::vector<Normalization> parseNormalization(const Model &model,
                                              const std::string &text,
                                              const std::string &path) {
  std::vector<Normalization> list(model.inputs.size());
  Value root;
  std::string error;
  auto fail = [&] {
    throw Error(Exit::Data,
                fmt::format("'{}' has damaged metadata 'normalize'", path));
  };
  if (!parseJson(text, root, error) || !root.isObject())
    fail();
  for (size_t i = 0; i < list.size(); ++i) {
    const Value *entry = root.find(model.inputs[i].name);
    if (!entry)
      continue;
    const Value *mean = entry->find("mean"), *std = entry->find("std"),
                *inner = entry->find("inner");
    if (!mean || !std || !inner || !inner->isInteger() || inner->integer < 1 ||
        mean->items.empty() || mean->items.size() != std->items.size())
      fail();
    for (const Value &v : mean->items)
      list[i].mean.push_back(v.number());
    for (const Value &v : std->items)
      list[i].std.push_back(v.number());
    list[i].inner = inner->integer;
  }
  return list;
}

} // namespace dnd::rt
