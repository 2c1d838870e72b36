//===- DatasetImages.cpp - MNIST, Fashion-MNIST and CIFAR -----------------===//
//
// Image sets in the formats their authors publish. Their bytes stay bytes;
// inputs see them divided by 255.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Cifar.h"
#include "runtime/data/Idx.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <cstring>

namespace dnd::rt {

static RawPart readIdxPart(Reading &reading, const std::string &folder,
                           const std::string &prefix) {
  std::vector<std::string> folders{folder, ""};
  if (folder == "fashion_mnist")
    folders = {"fashion-mnist", "fashion_mnist", "FashionMNIST/raw", ""};
  else
    folders = {folder, "MNIST/raw", ""};
  auto find = [&](const std::string &kind, const std::string &rank) {
    std::string name = fmt::format("{}-{}-idx{}-ubyte", prefix, kind, rank);
    std::string dotted = fmt::format("{}-{}.idx{}-ubyte", prefix, kind, rank);
    return reading.require(folders,
                           {name + ".gz", name, dotted + ".gz", dotted});
  };
  std::string imagePath = find("images", "3"), labelPath = find("labels", "1");
  Array images = parseIdx(reading.read(imagePath), imagePath);
  Array labels = parseIdx(reading.read(labelPath), labelPath);
  if (images.type != DType::U8 || images.shape.size() < 2)
    throw Error(Exit::Data,
                fmt::format("'{}' holds no images of bytes", imagePath));
  if (labels.shape.size() != 1 || labels.shape[0] != images.shape[0])
    throw Error(
        Exit::Data,
        fmt::format("'{}' has {} images, but '{}' has labels of shape {}",
                    imagePath, images.shape[0], labelPath,
                    shapeText(labels.shape)));
  RawPart part;
  part.count = images.shape[0];
  part.labelFile = labelPath;
  part.inputFile = imagePath;
  part.source->add("", std::move(images));
  part.labels.resize(static_cast<size_t>(labels.elements));
  convertTo(labels, part.labels.data());
  return part;
}

RawData readIdxSet(Reading &reading, const std::string &folder) {
  RawData data;
  if (reading.options.needTrain)
    data.train = readIdxPart(reading, folder, "train");
  data.test = readIdxPart(reading, folder, "t10k");
  data.hasTest = true;
  data.fitted.numbers = {Numbers::Bytes};
  return data;
}

/// Appends the records of one file.
static void readCifarFile(Reading &reading, const std::string &path,
                          size_t skip, RawPart &part, std::string &images) {
  size_t before = part.labels.size();
  parseCifar(reading.read(path), path, skip, part.labels, images);
  // Here, where the file is known: a part has several.
  int64_t classes = reading.model.classCount();
  for (size_t i = before; classes && i < part.labels.size(); ++i)
    if (part.labels[i] >= classes)
      throw Error(Exit::Data,
                  fmt::format("'{}', item {}: label {} is outside 0..{}; the "
                              "network has {} classes",
                              path, i - before, part.labels[i], classes - 1,
                              classes));
  part.count = static_cast<int64_t>(part.labels.size());
  part.labelFile = path;
}

static void addImages(const std::string &images, RawPart &part) {
  Array array = makeArray(DType::U8, {part.count, 3, 32, 32});
  std::memcpy(array.data.data(), images.data(), images.size());
  part.source->add("", std::move(array));
}

/// The training batch that is tested instead, 1 to 5; 0: none.
static int64_t heldOutBatch(const RecipeCall &rule) {
  double number = rule.number("held_out");
  int64_t batch = wholeNumber(number).value_or(-1);
  if (batch < 0 || batch > cifarBatches)
    throw Error(Exit::Data,
                fmt::format("held_out = {}: cifar10 has {} training batches",
                            number, cifarBatches),
                "name the batch that is to be tested and not trained on, 1 to "
                "5");
  return batch;
}

RawData readCifar(Reading &reading, bool hundred) {
  std::vector<std::string> folders =
      hundred ? std::vector<std::string>{"cifar-100-binary", "cifar100", ""}
              : std::vector<std::string>{"cifar-10-batches-bin", "cifar10", ""};
  RawData data;
  auto find = [&](const std::string &name) {
    std::vector<std::string> names;
    for (const std::string &stem : {name, name + "_first1000"}) {
      for (const char *packed : {".bin", ".bin.gz", ".bin.xz"})
        names.push_back(stem + packed);
      if (name != "test_batch")
        break;
    }
    return reading.require(folders, names);
  };
  size_t skip = hundred ? 1 : 0;
  int64_t heldOut = hundred ? 0 : heldOutBatch(reading.rule);
  auto batch = [&](int64_t i) { return find(fmt::format("data_batch_{}", i)); };
  std::string train, test;
  if (reading.options.needTrain) {
    if (hundred)
      readCifarFile(reading, find("train"), skip, data.train, train);
    else
      for (int64_t i = 1; i <= cifarBatches; ++i)
        if (i != heldOut)
          readCifarFile(reading, batch(i), skip, data.train, train);
    addImages(train, data.train);
  }
  readCifarFile(reading, find(hundred ? "test" : "test_batch"), skip, data.test,
                test);
  if (heldOut)
    readCifarFile(reading, batch(heldOut), skip, data.test, test);
  addImages(test, data.test);
  data.hasTest = true;
  data.fitted.numbers = {Numbers::Bytes};
  return data;
}

} // namespace dnd::rt
