//===- Dataset.cpp - Fitting data to a network ----------------------------===//
//
// From what readers give to the arrays that batches are gathered from.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Dataset.h"

#include "runtime/core/Error.h"
#include "runtime/core/Random.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace dnd::rt {

//===----------------------------------------------------------------------===//
// Splits
//===----------------------------------------------------------------------===//

RawPart selectRows(const RawPart &part, const std::vector<int64_t> &rows) {
  RawPart out;
  out.count = static_cast<int64_t>(rows.size());
  out.labelFile = part.labelFile;
  out.valueWidth = part.valueWidth;
  int64_t total = std::max<int64_t>(part.count, 1);
  auto copy = [&](const auto &from, auto &to) {
    size_t width = from.size() / static_cast<size_t>(total);
    to.reserve(rows.size() * width);
    for (int64_t r : rows)
      to.insert(to.end(), from.begin() + r * static_cast<int64_t>(width),
                from.begin() + (r + 1) * static_cast<int64_t>(width));
  };
  for (const RawField &f : part.fields) {
    out.fields.push_back({f.input, f.shape, {}});
    copy(f.data, out.fields.back().data);
  }
  // Messages name the place in the file, however samples were split.
  out.placesAreLines = part.placesAreLines;
  out.places = rows;
  if (!part.places.empty())
    for (int64_t &place : out.places)
      place = part.places[static_cast<size_t>(place)];
  copy(part.labels, out.labels);
  copy(part.values, out.values);
  return out;
}

void splitTest(RawData &data, double share, uint64_t seed) {
  RawPart &all = data.train;
  if (!(share > 0 && share < 1))
    throw Error(Exit::Data, "test_split must lie between 0 and 1");
  std::vector<int64_t> order(static_cast<size_t>(all.count));
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomSequence random(seed, streamOf("data.test_split"));
  random.shuffle(order);
  bool byClass = static_cast<int64_t>(all.labels.size()) == all.count;
  auto classOf = [&](int64_t i) {
    return byClass ? all.labels[static_cast<size_t>(i)] : 0;
  };
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return classOf(a) < classOf(b);
  });
  std::vector<int64_t> train, test;
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && classOf(order[end]) == classOf(order[begin]))
      ++end;
    size_t take = static_cast<size_t>(
        std::llround(static_cast<double>(end - begin) * share));
    for (size_t i = begin; i < end; ++i)
      (i < begin + take ? test : train).push_back(order[i]);
    begin = end;
  }
  // Files are often sorted by class; keep the order of the file.
  std::sort(train.begin(), train.end());
  std::sort(test.begin(), test.end());
  data.test = selectRows(all, test);
  data.train = selectRows(all, train);
  data.hasTest = true;
}

static void splitValidation(RawData &data, double share, uint64_t seed) {
  int64_t count = data.train.count;
  int64_t held = std::llround(static_cast<double>(count) * share);
  if (held < 1 || held >= count)
    throw Error(
        Exit::Usage,
        fmt::format("--val-split {:.6g} of {} samples leaves {} samples", share,
                    count, held < 1 ? "no validation" : "no training"));
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomSequence random(seed, streamOf("data.validation_split"));
  random.shuffle(order);
  data.validation = selectRows(data.train, {order.end() - held, order.end()});
  order.resize(static_cast<size_t>(count - held));
  data.train = selectRows(data.train, order);
  data.hasValidation = true;
}

//===----------------------------------------------------------------------===//
// Fitting
//===----------------------------------------------------------------------===//

/// Brings channels-last images into the channels-first order of the network.
static void toChannelsFirst(RawField &field, int64_t count) {
  int64_t h = field.shape[0], w = field.shape[1], c = field.shape[2];
  std::vector<float> image(static_cast<size_t>(h * w * c));
  for (int64_t n = 0; n < count; ++n) {
    float *sample = field.data.data() + n * h * w * c;
    for (int64_t p = 0; p < h * w; ++p)
      for (int64_t k = 0; k < c; ++k)
        image[static_cast<size_t>(k * h * w + p)] = sample[p * c + k];
    std::copy(image.begin(), image.end(), sample);
  }
  field.shape = {c, h, w};
}

static void fitField(const Model &model, const InputInfo &input,
                     RawField &field, int64_t count, DataPart &out) {
  const std::vector<int64_t> &want = input.shape;
  if (field.shape.size() == 3 && want.size() == 3 && field.shape != want &&
      want ==
          std::vector<int64_t>{field.shape[2], field.shape[0], field.shape[1]})
    toChannelsFirst(field, count);
  if (elementCount(field.shape) != input.elements)
    throw Error(Exit::Data,
                fmt::format("the data have samples of shape {}, but input '{}' "
                            "of network '{}' has shape {}",
                            shapeText(field.shape), input.name, model.network,
                            shapeText(want)));
  out.inputs.push_back(std::move(field.data));
}

/// Cuts one flat field into the inputs, in their order.
static void fitFlat(const Model &model, const RawField &field, int64_t count,
                    DataPart &out) {
  int64_t total = 0, width = elementCount(field.shape);
  for (const InputInfo &input : model.inputs)
    total += input.elements;
  if (total != width)
    throw Error(Exit::Data,
                fmt::format("the data have {} features, the {} inputs of "
                            "network '{}' have {} together",
                            width, model.inputs.size(), model.network, total));
  int64_t start = 0;
  for (const InputInfo &input : model.inputs) {
    std::vector<float> data;
    data.reserve(static_cast<size_t>(count * input.elements));
    for (int64_t n = 0; n < count; ++n) {
      auto from = field.data.begin() + n * width + start;
      data.insert(data.end(), from, from + input.elements);
    }
    out.inputs.push_back(std::move(data));
    start += input.elements;
  }
}

static void checkLabels(const RawPart &part, const TargetInfo &target) {
  for (size_t i = 0; i < part.labels.size(); ++i) {
    int32_t label = part.labels[i];
    if (label >= 0 && label < target.classes)
      continue;
    auto sample = static_cast<size_t>(static_cast<int64_t>(i) /
                                      std::max<int64_t>(target.elements, 1));
    int64_t place = part.places.empty() ? static_cast<int64_t>(sample)
                                        : part.places[sample];
    throw Error(
        Exit::Data,
        fmt::format(
            "'{}', {}{}: label {} is outside 0..{}; the network has {} classes",
            part.labelFile, part.placesAreLines ? "line " : "item ", place,
            label, target.classes - 1, target.classes),
        label == target.classes
            ? "if the file counts classes from 1, say first_class = 1"
            : "");
  }
}

/// A file that names more classes than the network tells apart.
static void checkClassNames(const Model &model, const RawData &raw) {
  if (model.targets.empty() || !model.isClassification())
    return;
  const TargetInfo &target = model.targets.front();
  auto classes =
      static_cast<size_t>(target.isLabel ? target.classes : target.elements);
  if (raw.classNames.size() <= classes)
    return;
  std::string list;
  for (size_t i = 0; i < std::min<size_t>(raw.classNames.size(), 12); ++i)
    list += fmt::format("{}{}", i ? ", " : "", raw.classNames[i].substr(0, 40));
  throw Error(Exit::Data,
              fmt::format("'{}' has {} classes ({}{}), the network has {}",
                          raw.train.labelFile, raw.classNames.size(), list,
                          raw.classNames.size() > 12 ? ", ..." : "", classes));
}

/// Codes classes as a 1 among zeros, for losses on values.
static void oneHot(RawPart &raw, int64_t classes) {
  TargetInfo asLabel;
  asLabel.classes = classes;
  checkLabels(raw, asLabel);
  raw.values.assign(raw.labels.size() * static_cast<size_t>(classes), 0);
  for (size_t i = 0; i < raw.labels.size(); ++i)
    raw.values[i * static_cast<size_t>(classes) +
               static_cast<size_t>(raw.labels[i])] = 1;
  raw.valueWidth = classes;
}

static void fitTarget(const Model &model, RawPart &raw, DataPart &out) {
  if (model.targets.empty())
    return;
  const TargetInfo &target = model.targets.front();
  if (target.isLabel) {
    if (static_cast<int64_t>(raw.labels.size()) != raw.count * target.elements)
      throw Error(Exit::Data,
                  fmt::format("'{}' has {} class labels for {} samples",
                              raw.labelFile, raw.labels.size(), raw.count));
    checkLabels(raw, target);
    out.labels = std::move(raw.labels);
    return;
  }
  if (raw.valueWidth == 0 && !raw.labels.empty()) {
    if (target.elements == 1) {
      // A number to predict may well be given as whole numbers.
      raw.values.assign(raw.labels.begin(), raw.labels.end());
      raw.valueWidth = 1;
    } else {
      oneHot(raw, target.elements);
    }
  }
  if (raw.valueWidth != target.elements)
    throw Error(Exit::Data, fmt::format("the data have {} target values for "
                                        "each sample, target '{}' has shape {}",
                                        raw.valueWidth, target.name,
                                        shapeText(target.shape)));
  out.values = std::move(raw.values);
}

static DataPart fitPart(const Model &model, RawPart &raw) {
  DataPart out;
  out.count = raw.count;
  bool named = !raw.fields.empty() && !raw.fields[0].input.empty();
  if (raw.fields.size() == 1 && model.inputs.size() == 1) {
    fitField(model, model.inputs[0], raw.fields[0], raw.count, out);
  } else if (named) {
    for (size_t i = 0; i < model.inputs.size(); ++i)
      fitField(model, model.inputs[i], raw.fields[i], raw.count, out);
  } else if (raw.fields.size() == 1) {
    fitFlat(model, raw.fields[0], raw.count, out);
  } else {
    throw Error(Exit::Data, "the data do not fit the inputs of the network");
  }
  fitTarget(model, raw, out);
  return out;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

int64_t DataSource::inputElements() const {
  int64_t total = 0;
  for (const InputInfo &input : model.inputs)
    total += input.elements;
  return total;
}

Dataset loadDataset(const Model &model, const Rule &rule,
                    const DataOptions &options) {
  const std::pair<const char *, std::function<RawData(DataSource &)>>
      readers[] = {
          {"mnist", [](DataSource &s) { return readIdxSet(s, "mnist"); }},
          {"fashion_mnist",
           [](DataSource &s) { return readIdxSet(s, "fashion_mnist"); }},
          {"cifar10", [](DataSource &s) { return readCifar(s, false); }},
          {"cifar100", [](DataSource &s) { return readCifar(s, true); }},
          {"optdigits", readOptdigits},
          {"iris", readIris},
          {"csv", readCsvSet},
          {"npz", readNpzSet},
          {"xor", makeXor},
          {"gaussian_classes", makeGaussianClasses},
          {"spirals", makeSpirals}};
  DataSource source(model, rule, options);
  std::vector<std::string> names;
  RawData raw;
  bool found = false;
  for (const auto &[name, reader] : readers) {
    names.push_back(name);
    if (rule.fn == name) {
      raw = reader(source);
      found = true;
    }
  }
  if (rule.fn.empty())
    throw Error(Exit::Data, "the recipe names no data",
                "write for instance 'data mnist' in the train block");
  if (!found)
    throw Error(Exit::Data, fmt::format("there is no data reader '{}'{}",
                                        rule.fn, didYouMean(rule.fn, names)));
  checkClassNames(model, raw);
  if (options.needTrain && options.validationSplit > 0 && !raw.hasValidation)
    splitValidation(raw, options.validationSplit, options.seed);
  Dataset data;
  data.hasTest = raw.hasTest;
  data.hasValidation = raw.hasValidation;
  data.classNames = std::move(raw.classNames);
  data.bayesAccuracy = raw.bayesAccuracy;
  data.csvScale = raw.csvScale;
  data.files = std::move(source.files);
  if (raw.train.count || options.needTrain)
    data.train = fitPart(model, raw.train);
  if (raw.hasValidation)
    data.validation = fitPart(model, raw.validation);
  if (raw.hasTest)
    data.test = fitPart(model, raw.test);
  if (options.needTrain && data.train.count == 0)
    throw Error(Exit::Data,
                fmt::format("data set {} has no training samples", rule.fn));
  return data;
}

} // namespace dnd::rt
