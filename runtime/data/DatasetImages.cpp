//===- DatasetImages.cpp - MNIST, Fashion-MNIST and CIFAR -----------------===//
//
// Image sets in the formats their authors publish; bytes become reals in
// [0, 1].
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Dataset.h"
#include "runtime/data/Idx.h"

#include <fmt/core.h>

namespace dnd::rt {

static void scaleBytes(const uint8_t *bytes, size_t count, float *out) {
  for (size_t i = 0; i < count; ++i)
    out[i] = static_cast<float>(bytes[i]) / 255.0f;
}

static RawPart readIdxPart(DataSource &source, const std::string &folder,
                           const std::string &prefix) {
  std::vector<std::string> folders{folder, ""};
  if (folder == "fashion_mnist")
    folders = {"fashion-mnist", "fashion_mnist", "FashionMNIST/raw", ""};
  else
    folders = {folder, "MNIST/raw", ""};
  auto find = [&](const std::string &kind, const std::string &rank) {
    std::string name = fmt::format("{}-{}-idx{}-ubyte", prefix, kind, rank);
    std::string dotted = fmt::format("{}-{}.idx{}-ubyte", prefix, kind, rank);
    return source.require(folders,
                          {name + ".gz", name, dotted + ".gz", dotted});
  };
  std::string imagePath = find("images", "3"), labelPath = find("labels", "1");
  Array images = parseIdx(source.read(imagePath), imagePath);
  Array labels = parseIdx(source.read(labelPath), labelPath);
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
  RawField field;
  field.shape.assign(images.shape.begin() + 1, images.shape.end());
  field.data.resize(static_cast<size_t>(images.elements));
  scaleBytes(images.data.as<uint8_t>(), field.data.size(), field.data.data());
  part.fields.push_back(std::move(field));
  part.labels.resize(static_cast<size_t>(labels.elements));
  convertTo(labels, part.labels.data());
  return part;
}

RawData readIdxSet(DataSource &source, const std::string &folder) {
  RawData data;
  if (source.options.needTrain)
    data.train = readIdxPart(source, folder, "train");
  data.test = readIdxPart(source, folder, "t10k");
  data.hasTest = true;
  return data;
}

/// Appends the records of one CIFAR file: `skip` bytes, a label, 3x32x32 bytes.
static void readCifarFile(DataSource &source, const std::string &path,
                          size_t skip, RawPart &part) {
  constexpr size_t pixels = 3 * 32 * 32;
  std::string bytes = source.read(path);
  size_t record = skip + 1 + pixels;
  if (bytes.empty() || bytes.size() % record != 0)
    throw Error(
        Exit::Data,
        fmt::format(
            "'{}' has {} bytes, no multiple of the {} of a CIFAR record", path,
            bytes.size(), record));
  size_t count = bytes.size() / record;
  std::vector<float> &data = part.fields[0].data;
  size_t old = data.size();
  data.resize(old + count * pixels);
  auto *raw = reinterpret_cast<const uint8_t *>(bytes.data());
  for (size_t i = 0; i < count; ++i) {
    part.labels.push_back(raw[i * record + skip]);
    scaleBytes(raw + i * record + skip + 1, pixels,
               data.data() + old + i * pixels);
  }
  part.count += static_cast<int64_t>(count);
  part.labelFile = path;
}

RawData readCifar(DataSource &source, bool hundred) {
  std::vector<std::string> folders =
      hundred ? std::vector<std::string>{"cifar-100-binary", "cifar100", ""}
              : std::vector<std::string>{"cifar-10-batches-bin", "cifar10", ""};
  RawData data;
  for (RawPart *part : {&data.train, &data.test})
    part->fields.push_back({"", {3, 32, 32}, {}});
  auto find = [&](const std::string &name) {
    std::vector<std::string> names{name + ".bin", name + ".bin.gz"};
    if (name == "test_batch")
      names.push_back("test_batch_first1000.bin");
    if (source.locate(folders, names).empty() &&
        !source.locate(folders, {name + ".bin.xz"}).empty())
      throw Error(Exit::Data,
                  fmt::format("'{}' is packed with xz, which is not read",
                              source.locate(folders, {name + ".bin.xz"})),
                  "unpack it first: unxz FILE");
    return source.require(folders, names);
  };
  size_t skip = hundred ? 1 : 0;
  if (source.options.needTrain) {
    if (hundred)
      readCifarFile(source, find("train"), skip, data.train);
    else
      for (int i = 1; i <= 5; ++i)
        readCifarFile(source, find(fmt::format("data_batch_{}", i)), skip,
                      data.train);
  }
  readCifarFile(source, find(hundred ? "test" : "test_batch"), skip, data.test);
  data.hasTest = true;
  return data;
}

} // namespace dnd::rt
