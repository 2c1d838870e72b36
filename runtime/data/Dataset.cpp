//===- Dataset.cpp - Fitting data to a network ----------------------------===//
//
// From what readers give to the arrays that batches are gathered from.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Dataset.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Augment.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <tuple>

namespace dnd::rt {

//===----------------------------------------------------------------------===//
// Fitting
//===----------------------------------------------------------------------===//

static Transform fitField(const Model &model, const InputInfo &input,
                          RawPart &raw, size_t index) {
  const std::vector<int64_t> &want = input.shape;
  std::vector<int64_t> have = raw.source->fields()[index].shape;
  if (have.size() == 3 && want.size() == 3 && have != want &&
      want == std::vector<int64_t>{have[2], have[0], have[1]})
    raw.source->toChannelsFirst(index);
  const Field &field = raw.source->fields()[index];
  if (field.elements != input.elements)
    throw Error(Exit::Data,
                fmt::format("{} has samples of shape {}, but input '{}' "
                            "of network '{}' has shape {}",
                            raw.shownFile(), shapeText(field.shape), input.name,
                            model.network, shapeText(want)));
  return Transform(index, field, 0, input);
}

/// Cuts one flat field into the inputs, in their order.
static void fitFlat(const Model &model, const RawPart &raw, const Field &field,
                    DataPart &out) {
  int64_t total = 0;
  for (const InputInfo &input : model.inputs)
    total += input.elements;
  if (total != field.elements)
    throw Error(Exit::Data,
                fmt::format("{} has {} features, the {} inputs of "
                            "network '{}' have {} together",
                            raw.shownFile(), field.elements,
                            model.inputs.size(), model.network, total));
  int64_t start = 0;
  for (const InputInfo &input : model.inputs) {
    out.inputs.emplace_back(size_t{0}, field, start, input);
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
        !part.placesAreLines ? "classes are numbered from 0"
        : label == target.classes
            ? "if the file counts classes from 1, say first_class = 1"
            : "number the classes from 0, or write words for them");
  }
}

/// A file that names more classes than the network tells apart.
static void checkClassNames(const Model &model, const RawData &raw) {
  if (model.targets.empty() || !model.isClassification())
    return;
  auto classes = static_cast<size_t>(model.classCount());
  if (raw.fitted.classNames.size() <= classes)
    return;
  std::string list;
  for (size_t i = 0; i < std::min<size_t>(raw.fitted.classNames.size(), 12);
       ++i)
    list += fmt::format("{}{}", i ? ", " : "",
                        raw.fitted.classNames[i].substr(0, 40));
  throw Error(
      Exit::Data,
      fmt::format("'{}' has {} classes ({}{}), the network has {}",
                  raw.train.labelFile, raw.fitted.classNames.size(), list,
                  raw.fitted.classNames.size() > 12 ? ", ..." : "", classes));
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
    if (target.classes == 2)
      checkLabels(raw, target);
    if (target.elements == 1) {
      // A number to predict may well be given as whole numbers.
      raw.values.assign(raw.labels.begin(), raw.labels.end());
      raw.valueWidth = 1;
    } else {
      oneHot(raw, target.elements);
    }
  }
  if (raw.valueWidth != target.elements)
    throw Error(Exit::Data, fmt::format("{} has {} target values for "
                                        "each sample, target '{}' has shape {}",
                                        raw.shownFile(), raw.valueWidth,
                                        target.name, shapeText(target.shape)));
  out.values = std::move(raw.values);
}

void fitInputs(const Model &model, RawPart &raw, DataPart &out) {
  out.count = raw.count;
  out.source = raw.source;
  out.rows = std::move(raw.rows);
  std::span<const Field> fields = raw.source->fields();
  bool named = !fields.empty() && !fields[0].input.empty();
  if (fields.size() == 1 && model.inputs.size() == 1)
    out.inputs.push_back(fitField(model, model.inputs[0], raw, 0));
  else if (named)
    for (size_t i = 0; i < model.inputs.size(); ++i)
      out.inputs.push_back(fitField(model, model.inputs[i], raw, i));
  else if (fields.size() == 1)
    fitFlat(model, raw, fields[0], out);
  else
    throw Error(Exit::Data,
                raw.shownFile() + " does not fit the inputs of the network");
}

static DataPart fitPart(const Model &model, RawPart &raw) {
  DataPart out;
  fitInputs(model, raw, out);
  fitTarget(model, raw, out);
  return out;
}

void normalizeParts(const std::vector<Normalization> &list,
                    std::span<DataPart *const> parts, const Model &model) {
  // What a source can hold it does once, for all parts; augmentations want the
  // numbers as they were.
  std::set<std::tuple<const Source *, size_t, int64_t>> done;
  auto isAugmented = [&](const Source *source, size_t i) {
    return std::any_of(parts.begin(), parts.end(), [&](const DataPart *part) {
      return part->source.get() == source && i < part->inputs.size() &&
             part->inputs[i].hasAugmentations();
    });
  };
  for (DataPart *part : parts)
    for (size_t i = 0; i < part->inputs.size() && i < list.size(); ++i) {
      if (list[i].mean.empty() || model.inputs[i].type != ElementType::F32)
        continue;
      Transform &input = part->inputs[i];
      std::tuple key(part->source.get(), input.field(), input.first());
      if (done.count(key))
        continue;
      if (!isAugmented(part->source.get(), i) &&
          part->source->normalize(input.field(), input.first(),
                                  model.inputs[i].elements, list[i]))
        done.insert(key);
      else
        input.normalize(list[i]);
    }
}

//===----------------------------------------------------------------------===//
// Batches
//===----------------------------------------------------------------------===//

void DataPart::input(size_t i, int64_t n, void *to,
                     const SampleKey *key) const {
  const Transform &transform = inputs[i];
  int64_t row = rows.empty() ? n : rows[static_cast<size_t>(n)];
  // Sources in memory have no use for the room.
  std::vector<char> room;
  if (source->isSlow())
    room.resize(
        static_cast<size_t>(source->fields()[transform.field()].elements) * 8);
  const void *numbers = source->numbers(transform.field(), row, room.data());
  if (!key)
    return transform.apply(numbers, to, nullptr);
  SampleKey own = *key;
  own.sample = n;
  transform.apply(numbers, to, &own);
}

bool DataPart::isSlow() const {
  return (source && source->isSlow()) || mixing ||
         std::any_of(inputs.begin(), inputs.end(),
                     [](const Transform &t) { return t.hasAugmentations(); });
}

void gatherInput(const DataPart &part, const Model &model, size_t i,
                 const int64_t *rows, int64_t first, int64_t batch, void *to,
                 const SampleKey *key) {
  size_t width = static_cast<size_t>(model.inputs[i].elements) * 4;
  for (int64_t n = 0; n < batch; ++n)
    part.input(i, rows ? rows[n] : first + n,
               static_cast<char *>(to) + static_cast<size_t>(n) * width, key);
}

void gatherTarget(const DataPart &part, const Model &model, const int64_t *rows,
                  int64_t first, int64_t batch, void *to) {
  const TargetInfo &target = model.targets[0];
  int64_t width = target.elements;
  if (target.isSoft) {
    auto *shares = static_cast<float *>(to);
    std::fill_n(shares, batch * target.classes, 0.0f);
    for (int64_t n = 0; n < batch; ++n)
      shares[n * target.classes +
             part.labels[static_cast<size_t>(rows ? rows[n] : first + n)]] = 1;
    return;
  }
  const void *from = model.targets[0].isLabel
                         ? static_cast<const void *>(part.labels.data())
                         : static_cast<const void *>(part.values.data());
  for (int64_t n = 0; n < batch; ++n)
    std::memcpy(static_cast<char *>(to) + n * width * 4,
                static_cast<const char *>(from) +
                    (rows ? rows[n] : first + n) * width * 4,
                static_cast<size_t>(width) * 4);
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

Array realSamples(const std::vector<float> &numbers, int64_t samples,
                  int64_t width) {
  Array array = makeArray(DType::F32, {samples, width});
  std::copy(numbers.begin(), numbers.end(), array.data.as<float>());
  return array;
}

int64_t Reading::inputElements() const {
  int64_t total = 0;
  for (const InputInfo &input : model.inputs)
    total += input.elements;
  return total;
}

static RawData read(Reading &reading) {
  static constexpr std::pair<std::string_view, RawData (*)(Reading &)>
      readers[] = {{"mnist", [](Reading &r) { return readIdxSet(r, "mnist"); }},
                   {"fashion_mnist",
                    [](Reading &r) { return readIdxSet(r, "fashion_mnist"); }},
                   {"cifar10", [](Reading &r) { return readCifar(r, false); }},
                   {"cifar100", [](Reading &r) { return readCifar(r, true); }},
                   {"images", readImageFolders},
                   {"optdigits", readOptdigits},
                   {"iris", readIris},
                   {"csv", readCsvSet},
                   {"npz", readNpzSet},
                   {"xor", makeXor},
                   {"gaussian_classes", makeGaussianClasses},
                   {"spirals", makeSpirals}};
  static_assert(std::size(readers) ==
                recipe::functionsOf(recipe::Kind::Reader).size());
  if (reading.rule.empty())
    throw Error(Exit::Data, "the recipe names no data",
                "write for instance 'data mnist' in the train block");
  for (const auto &[name, reader] : readers)
    if (reading.rule.name() == name)
      return reader(reading);
  throw Error(Exit::Internal,
              fmt::format("nothing reads data set '{}'", reading.rule.name()));
}

Dataset loadDataset(const Model &model, const Recipe &recipe,
                    const DataOptions &options) {
  Reading reading(model, recipe.data, options);
  if (!options.data.empty() && !isDirectory(options.data) &&
      !fileExists(options.data))
    throw Error(
        Exit::Data,
        fmt::format("--data {}: there is no such file or folder", options.data),
        "check the name and the folder");
  RawData raw = read(reading);
  reading.requireNamedUsed();
  checkClassNames(model, raw);
  if (options.needTrain && options.validationSplit > 0 && !raw.hasValidation)
    splitValidation(raw, options.validationSplit, options.seed);
  Dataset data;
  // A part without samples has no metrics.
  data.hasTest = raw.hasTest && raw.test.count > 0;
  data.hasValidation = raw.hasValidation && raw.validation.count > 0;
  data.fitted = std::move(raw.fitted);
  data.fitted.reader = recipe.data.name();
  data.bayesAccuracy = raw.bayesAccuracy;
  data.files = std::move(reading.files);
  if (raw.train.count || options.needTrain)
    data.train = fitPart(model, raw.train);
  if (raw.hasValidation)
    data.validation = fitPart(model, raw.validation);
  if (raw.hasTest)
    data.test = fitPart(model, raw.test);
  if (options.needTrain && data.train.count == 0)
    throw Error(Exit::Data, fmt::format("data set {} has no training samples",
                                        recipe.data.name()));
  const Fitted *known = options.fitted;
  data.fitted.normalization =
      known && (known->isKnown() || known->isNormalized())
          ? known->normalization
          : fitNormalization(model, recipe.normalize, data.train);
  if (options.needTrain)
    augmentPart(model, recipe.augment, data.train);
  DataPart *const parts[] = {&data.train, &data.validation, &data.test};
  normalizeParts(data.fitted.normalization, parts, model);
  return data;
}

} // namespace dnd::rt
